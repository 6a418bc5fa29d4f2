/** Layer 0: where data cannot be written, found after the fact: those who write it quickly keep no track of where they are. */

/** Deeper than any data; reached only by data that contains itself. */
const MAX_DEPTH = 200;

/** The path of the innermost value that a writer throws at, e.g. `$.spec.list[1]`; members that are undefined are none. */
export function placeOfFault(value: unknown, write: (value: unknown) => string): string {
  const isWritable = (part: unknown): boolean => {
    try {
      write(part);
      return true;
    } catch {
      return false;
    }
  };
  const search = (at: unknown, path: string, depth: number): string => {
    if (typeof at !== 'object' || at === null || depth > MAX_DEPTH) return path;
    const list = Array.isArray(at);
    for (const [name, child] of Object.entries(at)) {
      const here = list ? `${path}[${name}]` : `${path}.${name}`;
      if (!isWritable(name) || (child === undefined ? list : !isWritable(child))) {
        return search(child, here, depth + 1);
      }
    }
    return path;
  };
  return search(value, '$', 0);
}
