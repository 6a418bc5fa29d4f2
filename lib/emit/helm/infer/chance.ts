/** emit › helm › chance: numbers that look random and are the same on every machine; each depends on its own name alone. */

/** A whole number from 0 to 2³²−1 for a name and a turn. */
export function chance(name: string, turn: number): number {
  // FNV-1a, then the finaliser of MurmurHash3: neighbouring turns must not resemble one another.
  let hash = 0x811c9dc5 ^ Math.imul(turn + 1, 0x9e3779b1);
  for (let i = 0; i < name.length; i += 1) {
    hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** One of the options. */
export function pick<T>(options: readonly T[], name: string, turn: number): T | undefined {
  return options[chance(name, turn) % options.length];
}

/** A lower-case word of 3 to 9 letters. */
export function word(name: string, turn: number): string {
  const length = 3 + (chance(`${name}#length`, turn) % 7);
  return Array.from({ length }, (_, index) =>
    String.fromCharCode(97 + (chance(`${name}#${index}`, turn) % 26)),
  ).join('');
}
