/**
 * release › steps by shares: a new version is started, gets one share of the requests after the other, takes over, and its
 * own pods go again when nobody is led to them; each step one commit. Until it has taken over a change can be aborted.
 * The order is that of lib/rollouts/canary/README.md: pods are ready before the first request, and gone after the last.
 */

import type { CanaryRelease, ReleasedImage } from '../model/release.ts';
import { afterChange, afterReturn, pastImage } from './history.ts';
import { imageText, isSameImage } from './image-text.ts';
import { asItIs, changedTo, refusedStep, type Step, type Stepped } from './step.ts';

/** Takes a step of a service with a canary; `shares` are the percents of its rollout, from step 1 on. */
export function stepByShares(
  current: CanaryRelease,
  step: Step,
  shares: readonly number[],
): Stepped {
  switch (step.kind) {
    case 'set':
      return set(current, step.image);
    case 'promote':
      return promote(current, shares);
    case 'abort':
      return abort(current);
    case 'rollback':
      return rollback(current, step.to);
  }
}

function set(current: CanaryRelease, wanted: ReleasedImage): Stepped {
  const { image, canary, step } = current;
  const [text, served] = [imageText(wanted), imageText(image)];
  if (canary !== undefined && isSameImage(canary, image)) {
    return refusedStep(
      `${served} has taken over, and its canary still goes down: no other image can be set now.`,
      'The pods of the canary would change while requests are led to them.',
      'Finish the change first: `slipway release promote` until there is no canary.',
    );
  }
  if (canary !== undefined && step > 0 && !isSameImage(wanted, canary)) {
    return refusedStep(
      `${imageText(canary)} is tried out at step ${step}: no other image can be set now.`,
      'A version that users are led to would be replaced by one nobody tried.',
      'Finish the change by `slipway release promote`, or give it up by `slipway release abort`.',
    );
  }
  if (canary !== undefined && isSameImage(wanted, canary)) {
    return asItIs(current, `${text} is tried out already, at step ${step}.`);
  }
  if (isSameImage(wanted, image)) {
    return canary === undefined
      ? asItIs(current, `${text} is released already.`)
      : refusedStep(
          `${text} already serves.`,
          'Nothing new would be tried out.',
          'To give up the change: `slipway release abort`.',
        );
  }
  return changedTo(
    { ...current, canary: wanted, step: 0 },
    `${text} is started beside ${served}, and gets no requests until it is promoted.`,
  );
}

function promote(current: CanaryRelease, shares: readonly number[]): Stepped {
  const { image, canary, step, history } = current;
  const served = imageText(image);
  if (canary === undefined) {
    return refusedStep(
      `There is nothing to promote: ${served} serves, and there is no canary.`,
      'A version is tried out before it is promoted.',
      'Start one: `slipway release set`.',
    );
  }
  const tried = imageText(canary);
  if (isSameImage(canary, image)) {
    const { canary: _canary, ...rest } = current;
    return step === 0
      ? changedTo(rest, `the change is done: ${served} serves, and the canary stops.`)
      : changedTo(
          { ...current, step: step - 1 },
          `the canary gets ${shares[step - 2] ?? 0} % of the requests; the pods of ${served} take over the rest. Apply it only when they are as many as before and ready.`,
        );
  }
  const share = shares[step];
  return share === undefined
    ? changedTo(
        { ...current, image: canary, history: afterChange(history, image, canary) },
        `${tried} takes over: the pods of ${served} are replaced in place, while the canary keeps its ${shares[step - 1] ?? 0} %.`,
      )
    : changedTo(
        { ...current, step: step + 1 },
        `${tried} gets ${share} % of the requests (step ${step + 1} of ${shares.length}), ${served} the rest. Apply it only when its pods are ready.`,
      );
}

function abort(current: CanaryRelease): Stepped {
  const { image, canary, step } = current;
  const served = imageText(image);
  if (canary === undefined) {
    return refusedStep(
      `There is no change to abort: ${served} serves, and there is no canary.`,
      'Only a version that is tried out can be given up.',
      '`slipway release rollback` leads back to an older version.',
    );
  }
  if (isSameImage(canary, image)) {
    return refusedStep(
      `${served} has taken over: it is too late to abort.`,
      'No pods of the version before it are left.',
      '`slipway release rollback` leads back.',
    );
  }
  if (step > 0) {
    return changedTo(
      { ...current, step: 0 },
      `${imageText(canary)} gets no requests any more; its pods stay until \`slipway release abort\` is called once more.`,
    );
  }
  const { canary: _canary, ...rest } = current;
  return changedTo(rest, `${imageText(canary)} stops; ${served} keeps serving.`);
}

function rollback(current: CanaryRelease, to: number | undefined): Stepped {
  const { image, canary, history } = current;
  if (canary !== undefined && !isSameImage(canary, image)) {
    return refusedStep(
      `${imageText(canary)} is only tried out: there is nothing to go back from.`,
      `${imageText(image)} serves as before.`,
      'To give the change up: `slipway release abort`.',
    );
  }
  const target = pastImage(history, to);
  if (!target.ok) return target;
  return changedTo(
    {
      ...current,
      image: target.image,
      step: 0,
      history: afterReturn(history, image, target.image),
    },
    `back from ${imageText(image)} to ${imageText(target.image)}: pods are replaced in place once it is applied${
      canary === undefined
        ? ''
        : ', and the canary gets no requests; `slipway release abort` stops it'
    }.`,
  );
}
