/** Reads the members of objects nobody has checked: anyone's manifests may hold anything anywhere. */

/** An object of unknown content. */
export type Data = Readonly<Record<string, unknown>>;

const NOTHING: Data = {};
const NONE: readonly Data[] = [];

/** Whether a value is an object, neither null nor a list. */
export function isData(value: unknown): value is Data {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value at a path of keys; undefined as soon as one is missing. */
export function at(value: unknown, ...keys: readonly string[]): unknown {
  let found = value;
  for (const key of keys) {
    if (!isData(found)) return undefined;
    found = found[key];
  }
  return found;
}

/** The object at a path; an empty one when there is none. */
export function dataAt(value: unknown, ...keys: readonly string[]): Data {
  const found = at(value, ...keys);
  return isData(found) ? found : NOTHING;
}

/** The objects of a list at a path; members that are no objects are left out. */
export function listAt(value: unknown, ...keys: readonly string[]): readonly Data[] {
  const found = at(value, ...keys);
  if (!Array.isArray(found)) return NONE;
  return found.every(isData) ? found : found.filter(isData);
}

/** The texts of a list at a path. */
export function textsAt(value: unknown, ...keys: readonly string[]): readonly string[] {
  const found = at(value, ...keys);
  return Array.isArray(found)
    ? found.filter((member: unknown): member is string => typeof member === 'string')
    : [];
}

/** The text at a path. */
export function textAt(value: unknown, ...keys: readonly string[]): string | undefined {
  const found = at(value, ...keys);
  return typeof found === 'string' ? found : undefined;
}

/** The number at a path. */
export function numberAt(value: unknown, ...keys: readonly string[]): number | undefined {
  const found = at(value, ...keys);
  return typeof found === 'number' ? found : undefined;
}

/** The number or text at a path, as IntOrString fields and quantities have them. */
export function scalarAt(value: unknown, ...keys: readonly string[]): number | string | undefined {
  const found = at(value, ...keys);
  return typeof found === 'number' || typeof found === 'string' ? found : undefined;
}

/** The texts of an object at a path, e.g. labels; members that are no texts are left out. */
export function mapAt(
  value: unknown,
  ...keys: readonly string[]
): Readonly<Record<string, string>> {
  const map: Record<string, string> = {};
  for (const [key, text] of Object.entries(dataAt(value, ...keys))) {
    if (typeof text === 'string') map[key] = text;
  }
  return map;
}
