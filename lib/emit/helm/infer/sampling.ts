/** emit › helm › sampling: the value sets that inference learns from. */

import type { Marks } from './marks.ts';
import { type Objects, type RenderInput, render } from './render.ts';
import { probeValues, randomValue } from './samples.ts';
import type { Parameter } from '../parameter.ts';
import { keyOf, type Values } from '../tree/values.ts';
/** Values and the objects that synthesis makes of them. */
export interface Sample {
  readonly values: Values;
  readonly objects: Objects;
}

const PROBES = 32;

/** The directed samples that inference learns from. */
export function probesOf(input: RenderInput, marks: Marks): Sample[] {
  const samples: Sample[] = [];
  const take = (values: Values): void => {
    const objects = render(input, values);
    if (objects !== undefined) samples.push({ values, objects });
  };
  for (let turn = 0; turn < PROBES; turn += 1) take(probeValues(input.parameters, marks, turn));
  const sets = combinations(input.parameters);
  [...sets, ...sets, ...sets].forEach((combination, turn) => {
    take(new Map([...probeValues(input.parameters, marks, PROBES + turn), ...combination]));
  });
  return samples;
}

/** All combinations of named values that belong together, as phase and active slot do; a large one is left to chance. */
export function combinations(parameters: readonly Parameter[]): readonly Values[] {
  const choices = parameters.filter(
    ({ domain }) => domain.kind === 'choice' && domain.values.length > 1,
  );
  const groups = Map.groupBy(choices, ({ path: [key = ''] }) => key);
  return [...groups.values()].flatMap((group) => {
    const all = group.reduce<readonly Values[]>(
      (sets, { path, domain }) =>
        domain.kind !== 'choice' || sets.length * domain.values.length > 24
          ? sets
          : sets.flatMap((set) =>
              domain.values.map((value) => new Map([...set, [keyOf(path), value]])),
            ),
      [new Map()],
    );
    return group.length > 1 ? all : [];
  });
}

/** Values as people give them, different each turn. */
export function realistic(parameters: readonly Parameter[], turn: number): Values {
  return new Map(
    parameters.map(({ path, domain }) => {
      const key = keyOf(path);
      return [key, randomValue(domain, `check ${key}`, turn)];
    }),
  );
}
