/** Reads the vectors made by Kubernetes' own Go code; see vectors/make/main.go. */
import { readFileSync } from 'node:fs';

export type Vector = readonly [string, ...unknown[]];

export function vectors(name: string): readonly Vector[] {
  const rows: unknown = JSON.parse(
    readFileSync(new URL(`./vectors/${name}.json`, import.meta.url), 'utf8'),
  );
  if (!Array.isArray(rows) || rows.length < 50) throw new Error(`${name}: vectors are missing`);
  return rows.filter(isVector);
}

function isVector(row: unknown): row is Vector {
  return Array.isArray(row) && typeof row[0] === 'string';
}

/** The value of a parse, or null as the vectors have it for what Go refuses. */
export function valueOrNull<T>(
  parsed: { readonly ok: true; readonly value: T } | { readonly ok: false },
): T | null {
  return parsed.ok ? parsed.value : null;
}
