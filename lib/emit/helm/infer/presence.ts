/** emit › helm › presence: when a member, an item or an object is there at all. */

import type { Condition } from '../tree/condition.ts';
import type { Values } from '../tree/values.ts';
import { type Context, type Place, Unexplained } from './branch.ts';

/**
 * When a place exists: nothing to ask, a condition, or never.
 * @throws Unexplained
 */
export function presence(
  cases: readonly { readonly values: Values; readonly present: boolean }[],
  context: Context,
  place: Place,
): Condition | undefined {
  if (cases.every(({ present }) => present)) return undefined;
  const found = context
    .decide(
      cases.map(({ values, present }) => ({ values, label: present ? 'present' : 'absent' })),
      place,
    )
    ?.get('present');
  if (found !== undefined) return found;
  throw new Unexplained(
    place,
    cases.map(({ values, present }) => ({ values, value: present ? 'present' : 'absent' })),
  );
}
