/**
 * release › steps in slots: stable → stage → warm → promote → hold → retire → stable, each step one commit. Until traffic
 * was switched a change can be aborted, as long as the old version is held it can be rolled back by switching.
 */

import type { ReleasedImage, SlotRelease } from '../model/release.ts';
import { afterChange, afterReturn, pastImage } from './history.ts';
import { imageText, isSameImage } from './image-text.ts';
import { asItIs, changedTo, refusedStep, type Step, type Stepped } from './step.ts';

/** Takes a step of a service with two slots. */
export function stepInSlots(current: SlotRelease, step: Step): Stepped {
  switch (step.kind) {
    case 'set':
      return set(current, step.image);
    case 'promote':
      return promote(current);
    case 'abort':
      return abort(current);
    case 'rollback':
      return rollback(current, step.to);
  }
}

function set(current: SlotRelease, image: ReleasedImage): Stepped {
  const { active, other, served, waiting } = view(current);
  if (current.phase !== 'stable' && current.phase !== 'stage') {
    return refusedStep(
      `${imageText(waiting)} is in phase \`${current.phase}\` in ${other}: no other image can be set now.`,
      'A version that was warmed up or switched to would be replaced by one nobody tried.',
      current.phase === 'warm'
        ? 'Abort the change first: `slipway release abort`.'
        : 'Finish the change first: `slipway release promote` until it is stable. To go back: `slipway release rollback`.',
    );
  }
  if (isSameImage(image, served)) {
    return refusedStep(
      `${imageText(image)} already serves in ${active}.`,
      'Nothing new would be tried out or switched to.',
      current.phase === 'stage'
        ? 'To give up the change: `slipway release abort`.'
        : 'Set another image.',
    );
  }
  if (current.phase === 'stage' && isSameImage(image, waiting)) {
    return asItIs(current, `${imageText(image)} is staged in ${other} already.`);
  }
  return changedTo(
    { ...current, phase: 'stage', slots: { ...current.slots, [other]: image } },
    `${imageText(image)} is staged in ${other} for a preview; ${active} keeps serving ${imageText(served)}.`,
  );
}

function promote(current: SlotRelease): Stepped {
  const { active, other, served, waiting } = view(current);
  const [now, next] = [imageText(served), imageText(waiting)];
  switch (current.phase) {
    case 'stable':
      return refusedStep(
        `There is nothing to promote: ${now} serves in ${active}, and ${other} is idle.`,
        'A version is staged before it is promoted.',
        'Stage one: `slipway release set`.',
      );
    case 'stage':
      return changedTo(
        { ...current, phase: 'warm' },
        `${other} grows with ${next} until it can carry the load; ${active} keeps serving ${now}.`,
      );
    case 'warm':
      return changedTo(
        {
          ...current,
          active: other,
          phase: 'promote',
          history: afterChange(current.history, served, waiting),
        },
        `traffic switches from ${active} (${now}) to ${other} (${next}); ${active} stays warm for a way back. Apply it only when ${other} is as large and ready as ${active}.`,
      );
    case 'promote':
      return changedTo(
        { ...current, phase: 'hold' },
        `${active} keeps serving ${now} and may shrink to its normal size; ${other} (${next}) stays warm for a way back.`,
      );
    case 'hold':
      return changedTo(
        { ...current, phase: 'retire' },
        `${other} (${next}) stops: from then on the way back takes a start of pods.`,
      );
    case 'retire':
      return changedTo(
        { ...current, phase: 'stable' },
        `the change is done: ${active} serves ${now}, ${other} is idle.`,
      );
  }
}

function abort(current: SlotRelease): Stepped {
  const { active, other, served, waiting } = view(current);
  switch (current.phase) {
    case 'stage':
    case 'warm':
      return changedTo(
        { ...current, phase: 'stable' },
        `${other} (${imageText(waiting)}) stops; ${active} keeps serving ${imageText(served)}.`,
      );
    case 'promote':
    case 'hold':
      return refusedStep(
        `${imageText(served)} serves already in ${active}: it is too late to abort.`,
        'To stop the slot that serves would be an outage.',
        '`slipway release rollback` switches traffic back.',
      );
    case 'stable':
    case 'retire':
      return refusedStep(
        `There is no change to abort: ${imageText(served)} serves in ${active}, and ${other} is idle.`,
        'Only a version that is staged or warm can be given up.',
        '`slipway release rollback` leads back to an older version.',
      );
  }
}

function rollback(current: SlotRelease, to: number | undefined): Stepped {
  const { active, other, served, waiting } = view(current);
  if (current.phase === 'stage' || current.phase === 'warm') {
    return refusedStep(
      `${imageText(waiting)} in ${other} does not serve yet: there is nothing to go back from.`,
      `${imageText(served)} serves in ${active} as before.`,
      'To give the change up: `slipway release abort`.',
    );
  }
  const target = pastImage(current.history, to);
  if (!target.ok) return target;
  const back = imageText(target.image);
  if (current.phase === 'promote' || current.phase === 'hold') {
    if (!isSameImage(target.image, waiting)) {
      return refusedStep(
        `${back} does not run; ${imageText(waiting)} is the version that is held in ${other}.`,
        'Traffic can be switched at once only to a slot that runs.',
        'Finish the change (`slipway release promote` until it is stable), then go back; or choose the version that is held with `--to`.',
      );
    }
    return changedTo(
      {
        ...current,
        active: other,
        // Not `hold`: the slot that takes over must not shrink before its load was measured.
        phase: 'promote',
        history: afterReturn(current.history, served, target.image),
      },
      `traffic switches back from ${active} (${imageText(served)}) to ${other} (${back}), which is still warm.`,
    );
  }
  return changedTo(
    {
      ...current,
      phase: 'stage',
      slots: { ...current.slots, [other]: target.image },
    },
    `${back} runs no longer, so it is staged in ${other}; ${active} keeps serving ${imageText(served)} until it is promoted.`,
  );
}

/** The two slots by what they do. */
function view({ active, slots }: SlotRelease) {
  const other = Object.keys(slots).find((name) => name !== active) ?? active;
  return { active, other, served: slots[active] ?? {}, waiting: slots[other] ?? {} };
}
