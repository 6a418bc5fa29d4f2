/** emit › helm › sampling: the value sets that inference learns from. */

import type { Marks } from './marks.ts';
import type { Objects } from './render.ts';
import { fitting, probeValues, randomValue } from './samples.ts';
import { type States, isEnumerated } from './states.ts';
import type { Parameter } from '../parameter.ts';
import { keyOf, type Values } from '../tree/values.ts';

/** Values and the objects that synthesis makes of them. */
export interface Sample {
  readonly values: Values;
  readonly objects: Objects;
}

const PROBES = 24;
/** Where states are enumerated each has samples of its own, and most places are alike in all of them. */
const PROBES_OF_A_STATE = 20;

/** The value sets that inference learns from, in every state. */
export function probesOf(
  parameters: readonly Parameter[],
  marks: Marks,
  { all: states }: States,
): readonly Values[] {
  const count = states.length > 1 ? PROBES_OF_A_STATE : PROBES;
  const sets = combinations(parameters);
  return [
    ...Array.from({ length: count }, (_, turn) => probeValues(parameters, marks, turn)),
    ...[...sets, ...sets, ...sets].map(
      (combination, turn) =>
        new Map([...probeValues(parameters, marks, count + turn), ...combination]),
    ),
  ];
}

/** All combinations of named values that belong together; a large one is left to chance. */
export function combinations(parameters: readonly Parameter[]): readonly Values[] {
  const choices = parameters.filter(
    (parameter) =>
      parameter.domain.kind === 'choice' &&
      parameter.domain.values.length > 1 &&
      !isEnumerated(parameter),
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
  return fitting(
    parameters,
    new Map(
      parameters.map(({ path, domain }) => {
        const key = keyOf(path);
        return [key, randomValue(domain, `check ${key}`, turn)];
      }),
    ),
  );
}
