/** release › places: the line on which a value of a file stands, for complaints about it. */

import type { Document, LineCounter } from 'yaml';
import { yamlLibrary } from '../text/yaml-library.ts';

/** Line (from 1) of the value at a path, or of the nearest thing above it that exists. */
export function lineOf(
  document: Document,
  lines: LineCounter,
  path: readonly string[],
): number | undefined {
  for (let length = path.length; length > 0; length -= 1) {
    const offset = offsetAt(document, path.slice(0, length));
    if (offset !== undefined) return lines.linePos(offset).line;
  }
  return undefined;
}

/** Where the key of a member stands, or the item of a list. */
function offsetAt(document: Document, path: readonly string[]): number | undefined {
  const { isMap, isNode, isPair, isScalar } = yamlLibrary();
  const parent = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
  const last = path.at(-1);
  if (isMap(parent)) {
    const pair = parent.items.find(
      (item) => isPair(item) && isScalar(item.key) && String(item.key.value) === last,
    );
    return isNode(pair?.key) ? pair.key.range?.[0] : undefined;
  }
  const item = document.getIn(path, true);
  return isNode(item) ? item.range?.[0] : undefined;
}
