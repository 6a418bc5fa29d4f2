/** emit › helm › dimensions: the finite properties of values that conditions can ask for. */

import type { Parameter } from '../parameter.ts';
import { all, any, type Condition, not } from '../tree/condition.ts';
import { holds } from '../tree/evaluate.ts';
import type { ValuePath } from '../tree/template.ts';
import { keyOf, type Values } from '../tree/values.ts';

/** A property of values with few states. */
export interface Dimension {
  readonly path: ValuePath;
  /** Has the two states `yes` and `no`. */
  readonly isBoolean: boolean;
  readonly stateOf: (values: Values) => string;
  /** The condition that the state is one of these. */
  readonly within: (states: readonly string[]) => Condition;
}

/** The finite properties of parameters; a number has one for each threshold between values that were tried. */
export function dimensionsOf(
  parameters: readonly Parameter[],
  tried: readonly Values[],
): readonly Dimension[] {
  return [...podDimensions(parameters), ...ownDimensions(parameters, tried)];
}

/** Those of single parameters. */
export function ownDimensions(
  parameters: readonly Parameter[],
  tried: readonly Values[],
): readonly Dimension[] {
  return parameters.flatMap(({ path, domain }): readonly Dimension[] => {
    switch (domain.kind) {
      case 'text':
      case 'amount':
        return domain.optional ? [yesNo({ kind: 'filled', path })] : [];
      case 'map':
      case 'data':
        return [yesNo({ kind: 'filled', path })];
      case 'boolean':
        return [yesNo({ kind: 'isTrue', path })];
      case 'choice': {
        const key = keyOf(path);
        return [
          {
            path,
            isBoolean: false,
            stateOf: (values) => String(values.get(key)),
            within: (states) => choiceCondition(path, domain.values, states),
          },
        ];
      }
      case 'integer': {
        if (domain.max - domain.min <= FEW) return [numberDimension(path)];
        const key = keyOf(path);
        const numbers = [...new Set(tried.map((values) => Number(values.get(key))))];
        const [, ...thresholds] = numbers.toSorted((a, b) => a - b);
        return thresholds.map((value) => yesNo({ kind: 'atLeast', path, value }));
      }
    }
  });
}

/** A number with so few values that each is a case of its own. */
const FEW = 12;

function numberDimension(path: ValuePath): Dimension {
  const key = keyOf(path);
  return {
    path,
    isBoolean: false,
    stateOf: (values) => String(values.get(key)),
    within: (states) => ({ kind: 'oneOf', path, values: states, numeric: true }),
  };
}

/** How many pods a process has at least and at most, whoever decides: the bounds of the autoscaler, or the fixed number. */
function podDimensions(parameters: readonly Parameter[]): readonly Dimension[] {
  const switches = parameters.filter(
    ({ path }) => path.length === 3 && path[1] === 'autoscaling' && path[2] === 'enabled',
  );
  return switches.flatMap(({ path: enabled }) => {
    const [key = ''] = enabled;
    const fixed = [key, 'replicaCount'];
    return ['minReplicas', 'maxReplicas'].flatMap((bound) => {
      const path = [key, 'autoscaling', bound];
      return POD_THRESHOLDS.map((value) => {
        const condition = any([
          all([
            { kind: 'isTrue', path: enabled },
            { kind: 'atLeast', path, value },
          ]),
          all([not({ kind: 'isTrue', path: enabled }), { kind: 'atLeast', path: fixed, value }]),
        ]);
        return {
          path,
          isBoolean: true,
          stateOf: (values: Values) => (holds(condition, values) ? 'yes' : 'no'),
          within: (states: readonly string[]) =>
            states.includes('yes') ? condition : not(condition),
        };
      });
    });
  });
}

const POD_THRESHOLDS = [1, 2, 3] as const;

function yesNo(condition: Exclude<Condition, { readonly of: unknown }>): Dimension {
  return {
    path: condition.path,
    isBoolean: true,
    stateOf: (values) => (holds(condition, values) ? 'yes' : 'no'),
    within: (states) => (states.includes('yes') ? condition : not(condition)),
  };
}

function choiceCondition(
  path: readonly string[],
  known: readonly string[],
  states: readonly string[],
): Condition {
  const others = known.filter((value) => !states.includes(value));
  return others.length < states.length
    ? not({ kind: 'oneOf', path, values: others })
    : { kind: 'oneOf', path, values: known.filter((value) => states.includes(value)) };
}
