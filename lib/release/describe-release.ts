/** release › describe: the state of a release in words, and its history as a numbered list. */

import {
  hasSlots,
  type PastImage,
  type ServiceRelease,
  type SlotRelease,
} from '../model/release.ts';
import { imageText } from './image-text.ts';

/** One line: what serves, what waits, and which steps are possible now. */
export function describeRelease(release: ServiceRelease): string {
  if (!hasSlots(release)) return imageText(release.image);
  const other = Object.keys(release.slots).find((name) => name !== release.active) ?? '';
  const slot = (name: string) => `${imageText(release.slots[name] ?? {})} in ${name}`;
  return `${slot(release.active)} serves, ${slot(other)} ${DOES[release.phase]} · phase ${release.phase} · next: ${NEXT[release.phase]}`;
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
