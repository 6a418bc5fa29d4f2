/** Layer 0: the one order in which names are sorted wherever text must be the same on every machine and in every tool. */

/** Orders texts by their UTF-8 bytes, as Go, `LC_ALL=C sort` and sha256sum lists do; JavaScript's own order differs for emoji. */
export function compareBytes(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i += 1) {
    const difference = rank(a.charCodeAt(i)) - rank(b.charCodeAt(i));
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

/** UTF-16 puts surrogates (U+10000 and above) before U+E000; UTF-8 puts them last. */
function rank(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit >= 0xe000 ? unit - 0x800 : unit + 0x2000;
}
