/** Layer 0: the names of an object's members, in order. */

/** Few are sorted in place: Array.sort sets up more than that takes, a twelfth of all that a large synthesis allocates. */
const FEW = 24;

/** The keys of an object in the order of code units, as `Object.keys(value).sort()` gives them. */
export function keysInOrder(value: object): readonly string[] {
  const keys = Object.keys(value);
  if (keys.length > FEW) return keys.sort();
  for (let i = 1; i < keys.length; i += 1) {
    const key = keys[i] ?? '';
    let place = i;
    for (; (keys[place - 1] ?? '') > key; place -= 1) keys[place] = keys[place - 1] ?? '';
    keys[place] = key;
  }
  return keys;
}
