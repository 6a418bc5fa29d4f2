/** emit › helm › states: the combinations of values that are enumerated together, such as the phases of a change and the slot that serves. */

import type { Parameter } from '../parameter.ts';
import type { Condition } from '../tree/condition.ts';
import { keyOf, type Values } from '../tree/values.ts';
import { conditionOf } from './decide.ts';
import { type Dimension, ownDimensions } from './dimensions.ts';

/** The states a chart can be put into, and how conditions tell them apart. */
export interface States {
  /** Values of the enumerated parameters, by state; one without any where nothing is enumerated. */
  readonly all: readonly Values[];
  /** Parameters that are enumerated. */
  readonly parameters: readonly Parameter[];
  /** Asks for some states among those that are possible at a place; undefined where nothing has to be asked. */
  readonly condition: (
    states: readonly number[],
    possible: readonly number[],
  ) => Condition | undefined;
}

/** All combinations of enumerated values that the description takes. */
export function statesOf(
  parameters: readonly Parameter[],
  isAccepted: (state: Values) => boolean,
): States {
  const enumerated = parameters.filter(isEnumerated);
  const combined = enumerated.reduce<readonly Values[]>(
    (states, parameter) =>
      states.flatMap((state) =>
        valuesOf(parameter).map((value) => new Map([...state, [keyOf(parameter.path), value]])),
      ),
    [new Map()],
  );
  const all = enumerated.length === 0 ? combined : combined.filter(isAccepted);
  const dimensions: readonly Dimension[] = ownDimensions(enumerated, all);
  const rows = all.map((values) => dimensions.map(({ stateOf }) => stateOf(values)));
  const rowsOf = (states: readonly number[]): readonly (readonly string[])[] =>
    states.map((state) => rows[state] ?? []);
  return {
    all,
    parameters: enumerated,
    condition: (states, possible) =>
      states.length === possible.length
        ? undefined
        : conditionOf(dimensions, rowsOf(states), rowsOf(possible)),
  };
}

/** Whether every value of a parameter is tried together with every other one that is enumerated. */
export function isEnumerated({ enumerated }: Parameter): boolean {
  return enumerated === true;
}

function valuesOf({ domain }: Parameter): readonly unknown[] {
  switch (domain.kind) {
    case 'choice':
      return domain.values;
    case 'boolean':
      return [false, true];
    case 'integer':
      return Array.from({ length: domain.max - domain.min + 1 }, (_, index) => domain.min + index);
    case 'text':
    case 'amount':
    case 'map':
    case 'data':
      return [];
  }
}
