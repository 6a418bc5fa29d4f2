/** kubernetes › presence: what is not there is not written, and what is there is in order. */

import { keysInOrder } from '../text/keys-in-order.ts';

/**
 * A copy of the members of an object as cdk8s would make one: in the order of code units all the way down, without those that are
 * undefined or null. Anything that is neither list nor plain object is placed as it is.
 */
export function presentMembers(
  value: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const copy: Record<string, unknown> = {};
  for (const key of keysInOrder(value)) {
    const member = value[key];
    if (member !== undefined && member !== null) copy[key] = present(member);
  }
  return copy;
}

function present(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(present);
  return isPlainObject(value) ? presentMembers(value) : value;
}

/** Texts by their names, in the same order. */
export function inOrder(map: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const copy: Record<string, string> = {};
  for (const key of keysInOrder(map)) copy[key] = map[key] ?? '';
  return copy;
}

/** The list, or undefined when it has no items: the API reads both alike. */
export function listed<T>(list: readonly T[]): readonly T[] | undefined {
  return list.length === 0 ? undefined : list;
}

/** The members, or undefined when there are none: for maps that the API reads alike when they are absent. */
export function filled<T extends object>(members: T): T | undefined {
  return Object.keys(members).length === 0 ? undefined : members;
}

function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
