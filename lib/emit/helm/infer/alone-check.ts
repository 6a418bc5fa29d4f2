/** emit › helm › check of values changed alone: what synthesis says to them, kept from round to round, beside what the templates say. */

import { evaluateObjects } from '../tree/evaluate.ts';
import type { ObjectTemplate, ValuePath } from '../tree/template.ts';
import { keyOf } from '../tree/values.ts';
import { type Alone, aloneChanges, changedAlone } from './alone.ts';
import { type RenderInput, render } from './render.ts';
import type { Sample } from './sampling.ts';
import { isEnumerated } from './states.ts';
import { sameObjects } from './verify.ts';

/** Finds samples that templates do not give, a few at a time. */
export type AloneCheck = (
  objects: readonly ObjectTemplate[],
  pool: readonly Sample[],
) => readonly Sample[];

/** A check that synthesises each sample once, however often it is asked. */
export function aloneCheck(input: RenderInput): AloneCheck {
  const seen = new WeakMap<Sample, Map<string, Sample | undefined>>();
  const known = new Map(input.parameters.map((each) => [keyOf(each.path), each]));
  const mayChange = (path: ValuePath): boolean => {
    const parameter = known.get(keyOf(path));
    return parameter !== undefined && !isEnumerated(parameter);
  };
  /** Changes that are refused together are made one by one. */
  const synthesised = (alone: Alone): readonly Sample[] => {
    const { from, changes } = alone;
    const own = seen.get(from) ?? new Map<string, Sample | undefined>();
    seen.set(from, own);
    const key = JSON.stringify(changes);
    if (!own.has(key)) own.set(key, sampleOf(input, alone));
    const sample = own.get(key);
    if (sample !== undefined) return [sample];
    return changes.length < 2
      ? []
      : changes.flatMap((change) => synthesised({ from, changes: [change] }));
  };
  return (objects, pool) =>
    aloneChanges(objects, pool, mayChange)
      .flatMap(synthesised)
      .filter(
        ({ values, objects: expected }) =>
          !sameObjects(expected, evaluateObjects(objects, { values, builtins: input.builtins })),
      )
      .slice(0, MOST_SURPRISES);
}

/** So many are learnt from at a time. */
const MOST_SURPRISES = 4;

function sampleOf(input: RenderInput, alone: Alone): Sample | undefined {
  const values = changedAlone(alone);
  const objects = render(input, values);
  return objects === undefined ? undefined : { values, objects };
}
