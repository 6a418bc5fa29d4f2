/** convert › data: reads members of what somebody's file holds, whatever that is. */

/** An object of a file. */
export type Data = Readonly<Record<string, unknown>>;

/** Whether a value is an object with members. */
export function isData(value: unknown): value is Data {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The object at a path; empty where there is none. */
export function dataAt(value: unknown, ...path: readonly string[]): Data {
  const found = at(value, path);
  return isData(found) ? found : {};
}

/** The objects of the list at a path. */
export function listAt(value: unknown, ...path: readonly string[]): readonly Data[] {
  const found = at(value, path);
  return Array.isArray(found) ? found.filter(isData) : [];
}

/** The text at a path. */
export function textAt(value: unknown, ...path: readonly string[]): string | undefined {
  const found = at(value, path);
  return typeof found === 'string' ? found : undefined;
}

function at(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((found, key) => (isData(found) ? found[key] : undefined), value);
}
