/** kubernetes › presence: what is not there is not written. */

/** A copy of plain data without the members that are undefined; anything that is neither list nor plain object is placed as it is. */
export function withoutUndefined(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutUndefined);
  return isPlainObject(value) ? presentMembers(value) : value;
}

/** The members of an object that are not undefined, copied all the way down. */
export function presentMembers(
  value: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const copy: Record<string, unknown> = {};
  for (const key of Object.keys(value)) {
    const member = value[key];
    if (member !== undefined) copy[key] = withoutUndefined(member);
  }
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
