// Schema generator: last step for Kubernetes, the names and types of all members as the small table that users get.
import { readFileSync, writeFileSync } from 'node:fs';
import type { JsonSchema } from './json-schema.ts';
import type { KubernetesPool } from './kubernetes-pool.ts';
import { assignedByServer } from './strict-definition.ts';

/** Where the table stands in the library. */
export const memberTableFile = new URL('../lib/rules/unknown-member/table.ts', import.meta.url);

/** The committed pool. */
export function committedPool(): KubernetesPool {
  return JSON.parse(readFileSync(new URL('kubernetes.json', import.meta.url), 'utf8'));
}

/** The text of the module. */
export function memberTable(pool: KubernetesPool): string {
  const kinds = new Map(Object.entries(pool.kinds).map(([kind, name]) => [name, kind]));
  const lines = Object.keys(pool.definitions)
    .toSorted()
    .flatMap((name) => {
      const isObject = Object.values(pool.definitions[name] ?? {}).some((text) => text?.properties);
      return isObject ? [[nameIn(kinds, name), ...membersOf(pool, kinds, name)].join(' ')] : [];
    });
  const minors = Object.keys(pool.provenance);
  return `/**
 * The members of every kind of Kubernetes ${minors.at(0)} to ${minors.at(-1)} that deploying a service can call for, as a text that \`readTable\` reads. Made by
 * \`npm run schemas:members\` from schemas/kubernetes.json; do not edit.
 */

/**
 * A definition a line: its name (\`apiVersion/Kind\` for a kind, \`core.v1.\` left out), then its members, each with its type: none for a
 * text, \`i\` integer, \`b\` boolean, \`si\` text or integer, \`sn\` text or number, \`*\` anything, else a definition; \`[]\` a list of it, \`{}\`
 * a map to it; \`+34\` known since 1.34, \`-31\` no longer known in 1.31.
 */
export const TABLE = \`
${lines.join('\n')}
\`;
`;
}

/** A member with the versions that know it, as indices. */
interface Lived {
  readonly type: string;
  readonly since: number;
  readonly until?: number;
}

function membersOf(
  pool: KubernetesPool,
  kinds: ReadonlyMap<string, string>,
  name: string,
): readonly string[] {
  const minors = Object.keys(pool.provenance);
  const lived = new Map<string, Lived>();
  minors.forEach((_minor, index) => {
    const properties = Object.entries(textAt(pool, name, index)?.properties ?? {});
    const present = new Map(properties.map(([key, part]) => [key, typeOf(pool, kinds, part)]));
    for (const [key, type] of present) {
      const before = lived.get(key);
      if (before?.until !== undefined) throw new Error(`${name}.${key} went and came back`);
      lived.set(key, { type: widest(before?.type, type), since: before?.since ?? index });
    }
    for (const [key, life] of lived) {
      if (present.has(key) || life.until !== undefined) continue;
      lived.set(key, { ...life, until: index });
    }
  });
  const written = [...(assignedByServer[name] ?? []), ...(kinds.has(name) ? ['status'] : [])];
  for (const key of written) lived.set(key, { type: '*', since: 0 });
  const number = (index: number) => minors[index]?.replace('1.', '') ?? '';
  return [...lived]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, { type, since, until }]) =>
      [
        key,
        type === '' ? '' : `:${type}`,
        since === 0 ? '' : `+${number(since)}`,
        until === undefined ? '' : `-${number(until)}`,
      ].join(''),
    );
}

/** The text of a definition that holds in a version. */
function textAt(pool: KubernetesPool, name: string, index: number): JsonSchema | undefined {
  const texts = pool.definitions[name] ?? {};
  const past = Object.keys(pool.provenance).slice(0, index + 1);
  const since = past.findLast((minor) => minor in texts);
  return since === undefined ? undefined : (texts[since] ?? undefined);
}

function typeOf(
  pool: KubernetesPool,
  kinds: ReadonlyMap<string, string>,
  schema: JsonSchema,
): string {
  const { $ref, type, items, additionalProperties } = schema;
  if ($ref !== undefined) {
    const last = textAt(pool, $ref, Object.keys(pool.provenance).length - 1);
    // A definition that is gone still has members where it was.
    if (last === undefined || last.properties !== undefined) return nameIn(kinds, $ref);
    return typeOf(pool, kinds, last);
  }
  if (items !== undefined) return `${typeOf(pool, kinds, items)}[]`;
  if (typeof additionalProperties === 'object') {
    return `${typeOf(pool, kinds, additionalProperties)}{}`;
  }
  if (type === 'object') return '*';
  const scalar = SCALARS[[type ?? []].flat().join(' ')];
  if (scalar === undefined) throw new Error(`no letters for ${JSON.stringify(schema)}`);
  return scalar;
}

/** Letters of the table by the words of JSON Schema. */
const SCALARS: Readonly<Record<string, string>> = {
  string: '',
  integer: 'i',
  boolean: 'b',
  'integer string': 'si',
  'string number': 'sn',
};

/** The type in all versions; where they differ nothing is said of it. */
function widest(before: string | undefined, type: string): string {
  return before === undefined || before === type ? type : '*';
}

/** Name of a definition in the table. */
function nameIn(kinds: ReadonlyMap<string, string>, name: string): string {
  return kinds.get(name) ?? name.replace(/^core\.v1\./, '');
}

if (import.meta.main) {
  const text = memberTable(committedPool());
  writeFileSync(memberTableFile, text);
  console.log(`${memberTableFile.pathname}: ${text.length} bytes`);
}
