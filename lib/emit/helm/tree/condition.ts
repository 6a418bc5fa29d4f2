/** emit › helm › conditions: what decides between alternatives of a template. */

import type { ValuePath } from './value-path.ts';

/** A question that values answer. */
export type Condition =
  /** A text that is not empty, a map or a list that has entries. */
  | { readonly kind: 'filled'; readonly path: ValuePath }
  | { readonly kind: 'isTrue'; readonly path: ValuePath }
  | {
      readonly kind: 'oneOf';
      readonly path: ValuePath;
      readonly values: readonly string[];
      /** The value is a whole number. */
      readonly numeric?: true;
    }
  | { readonly kind: 'atLeast'; readonly path: ValuePath; readonly value: number }
  | { readonly kind: 'not'; readonly of: Condition }
  | { readonly kind: 'all'; readonly of: readonly Condition[] }
  | { readonly kind: 'any'; readonly of: readonly Condition[] };

/** The opposite. */
export function not(condition: Condition): Condition {
  return condition.kind === 'not' ? condition.of : { kind: 'not', of: condition };
}

/** All of them; a single one stands for itself. */
export function all(conditions: readonly Condition[]): Condition {
  const [only, ...others] = conditions;
  return only !== undefined && others.length === 0 ? only : { kind: 'all', of: conditions };
}

/** Any of them; a single one stands for itself. */
export function any(conditions: readonly Condition[]): Condition {
  const [only, ...others] = conditions;
  return only !== undefined && others.length === 0 ? only : { kind: 'any', of: conditions };
}
