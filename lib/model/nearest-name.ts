/** What was meant by a name that is not known: for complaints, and for commands that are given one. */

import { distance } from 'fastest-levenshtein';

/** The accepted name nearest to a misspelt one, if it is near enough to be meant. */
export function nearestName(name: string, accepted: readonly string[]): string | undefined {
  const best = accepted
    .map((candidate) => ({
      candidate,
      far: distanceOf(name.toLowerCase(), candidate.toLowerCase()),
    }))
    .toSorted((a, b) => a.far - b.far)[0];
  return best !== undefined && best.far <= Math.max(1, Math.floor(name.length / 2.5))
    ? best.candidate
    : undefined;
}

/** Letters in another order count as one slip: `wbe` is `web`. */
function distanceOf(a: string, b: string): number {
  const letters = (text: string) => Array.from(text).toSorted().join('');
  return letters(a) === letters(b) ? Math.min(1, distance(a, b)) : distance(a, b);
}
