/** release › history: which images ran before, and which of them a way back leads to. */

import type { PastImage, ReleasedImage } from '../model/release.ts';
import { imageText, isSameImage } from './image-text.ts';
import { type Refusal, refusedStep } from './step.ts';

/** Images that are kept for a way back. A choice: git knows all of them. */
const KEPT = 20;

/** The history after one image took the place of another: neither stands in it twice. */
export function afterChange(
  history: readonly PastImage[] = [],
  replaced: PastImage,
  now: ReleasedImage,
): readonly PastImage[] {
  const others = history.filter((past) => !isSameImage(past, now) && !isSameImage(past, replaced));
  return [replaced, ...others].slice(0, KEPT);
}

/** The history after going back: everything newer than the target is marked, so that the next way back leads further. */
export function afterReturn(
  history: readonly PastImage[] = [],
  left: ReleasedImage,
  target: ReleasedImage,
): readonly PastImage[] {
  const at = history.findIndex((past) => isSameImage(past, target));
  const marked = history.map((past, index) => (index < at ? { ...past, rolledBack: true } : past));
  return afterChange(marked, { ...left, rolledBack: true }, target);
}

/** The image a way back leads to, or why there is none. */
export function pastImage(
  history: readonly PastImage[] = [],
  to: number | undefined,
): { readonly ok: true; readonly image: ReleasedImage } | Refusal {
  const found =
    to === undefined ? history.find(({ rolledBack }) => rolledBack !== true) : history[to - 1];
  if (found !== undefined) {
    const { rolledBack: _rolledBack, ...image } = found;
    return { ok: true, image };
  }
  const known = history.map((past, index) => `${index + 1}: ${imageText(past)}`).join(', ');
  return to === undefined
    ? refusedStep(
        history.length === 0
          ? 'Nothing ran here before.'
          : `All that ran before was rolled back itself (${known}).`,
        'A way back leads to an image that is known to have worked.',
        history.length === 0
          ? 'Release an image that works: `slipway release set`.'
          : 'Choose one of them with `--to`, or release an image that works: `slipway release set`.',
      )
    : refusedStep(
        `There is no image number ${to} in the history${known === '' ? ', which is empty' : ` (${known})`}.`,
        'Numbers count from 1, the image that ran last.',
        '`slipway release history` lists them.',
      );
}
