/** release › describe: the state of a release in words, and its history as a numbered list. */

import {
  type CanaryRelease,
  hasSlots,
  hasSteps,
  type PastImage,
  type ServiceRelease,
  type SlotRelease,
} from '../model/release.ts';
import { imageText, isSameImage } from './image-text.ts';

/** One line: what serves, what waits, and which steps are possible now. */
export function describeRelease(release: ServiceRelease): string {
  if (hasSteps(release)) return describeSteps(release);
  if (!hasSlots(release)) return imageText(release.image);
  const other = Object.keys(release.slots).find((name) => name !== release.active) ?? '';
  const slot = (name: string) => `${imageText(release.slots[name] ?? {})} in ${name}`;
  return `${slot(release.active)} serves, ${slot(other)} ${DOES[release.phase]} · phase ${release.phase} · next: ${NEXT[release.phase]}`;
}

function describeSteps({ image, canary, step }: CanaryRelease): string {
  const served = imageText(image);
  if (canary === undefined) return `${served} serves · no canary · next: set, rollback`;
  if (isSameImage(canary, image)) {
    const next = step === 0 ? 'promote (done)' : `promote (step ${step - 1})`;
    return `${served} serves, and still as the canary · step ${step}, going down · next: ${next}, rollback`;
  }
  const next = step === 0 ? 'promote (step 1), set, abort' : `promote, abort`;
  return `${served} serves, ${imageText(canary)} is tried out · step ${step} · next: ${next}`;
}

/** The history from the newest on, each line with the number `rollback --to` takes. */
export function historyLines({ history = [] }: ServiceRelease): readonly string[] {
  return history.map(
    (past: PastImage, index) =>
      `${index + 1}  ${imageText(past)}${past.rolledBack === true ? '  (rolled back)' : ''}`,
  );
}

/** What the slot that does not serve does in each phase. */
const DOES: Readonly<Record<SlotRelease['phase'], string>> = {
  stable: 'is idle',
  stage: 'is staged for a preview',
  warm: 'is warmed up',
  promote: 'stays warm',
  hold: 'stays warm',
  retire: 'has stopped',
};

/** Steps that are possible in each phase. */
const NEXT: Readonly<Record<SlotRelease['phase'], string>> = {
  stable: 'set, rollback',
  stage: 'promote (warm it up), set, abort',
  warm: 'promote (switch traffic), abort',
  promote: 'promote (hold), rollback',
  hold: 'promote (retire), rollback',
  retire: 'promote (done), rollback',
};
