/** emit › helm › dependents: which places of objects a value decides, for whoever asks why it can be none. */

import { isRecord } from '../../../kubernetes/is-manifest.ts';
import type { Described, Parameter } from '../parameter.ts';
import type { Synthesise } from '../synthesiser.ts';
import { keyOf, same } from '../tree/values.ts';
import { identityOf } from './branch.ts';
import { specWith } from './render.ts';
import { randomValue } from './samples.ts';

/** Values that are tried until the description takes one and something moves. */
const ATTEMPTS = 12;

/** Places of objects that differ once the value is another one; none where the description takes no other. */
export function decidedBy(
  parameter: Parameter,
  described: Described,
  synthesise: Synthesise,
): readonly string[] {
  const usual = synthesise(described.spec, described.environment) ?? [];
  for (let turn = 0; turn < ATTEMPTS; turn += 1) {
    const value = candidate(parameter, turn);
    if (same(value, parameter.read(described))) continue;
    const spec = specWith(
      { parameters: [parameter] },
      described,
      new Map([[keyOf(parameter.path), value]]),
    );
    const other = synthesise(spec, described.environment);
    if (other === undefined) continue;
    const places = other.flatMap(({ id, manifest }) => {
      const before = usual.find((each) => each.id === id)?.manifest;
      return before === undefined
        ? [id ?? manifest.kind]
        : differences(before, manifest, id ?? manifest.kind);
    });
    if (places.length > 0) return places;
  }
  return [];
}

function candidate({ domain }: Parameter, turn: number): unknown {
  return domain.kind === 'integer' && turn < domain.probes.length
    ? domain.probes[turn]
    : randomValue(domain, 'another', turn);
}

function differences(before: unknown, after: unknown, at: string): readonly string[] {
  if (same(before, after)) return [];
  if (Array.isArray(before) && Array.isArray(after) && before.length === after.length) {
    return after.flatMap((item: unknown, index) => {
      const name = identityOf(item).replace(/^\w+:/, '');
      const step = isRecord(item) && name.length < 40 ? name : String(index);
      return differences(before[index], item, `${at}[${step}]`);
    });
  }
  if (!isRecord(before) || !isRecord(after)) return [at];
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return keys.flatMap((key) =>
    differences(before[key], after[key], at.includes(' ') ? `${at}.${key}` : `${at} ${key}`),
  );
}
