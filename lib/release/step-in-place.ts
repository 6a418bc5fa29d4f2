/** release › steps in place: a service whose pods are replaced a few at a time has one image, and a way back. */

import type { ImageRelease } from '../model/release.ts';
import { afterChange, afterReturn, pastImage } from './history.ts';
import { imageText, isSameImage } from './image-text.ts';
import { asItIs, changedTo, refusedStep, type Step, type Stepped } from './step.ts';

/** Takes a step of a service with one image. */
export function stepInPlace(current: ImageRelease, step: Step): Stepped {
  const { image, history } = current;
  const now = imageText(image);
  switch (step.kind) {
    case 'set': {
      if (isSameImage(step.image, image)) return asItIs(current, `${now} is released already.`);
      const before = history?.find((past) => isSameImage(past, step.image));
      return changedTo(
        { ...current, image: step.image, history: afterChange(history, image, step.image) },
        `${now} → ${imageText(step.image)}: pods are replaced in place once it is applied${
          before?.rolledBack === true ? '; it was rolled back before' : ''
        }.`,
      );
    }
    case 'rollback': {
      const target = pastImage(history, step.to);
      if (!target.ok) return target;
      return changedTo(
        {
          ...current,
          image: target.image,
          history: afterReturn(history, image, target.image),
        },
        `back from ${now} to ${imageText(target.image)}: pods are replaced in place once it is applied.`,
      );
    }
    case 'promote':
    case 'abort':
      return refusedStep(
        `There is nothing to ${step.kind}: pods are replaced in place, in one step.`,
        'Phases belong to a rollout with two slots, steps to a canary.',
        step.kind === 'abort'
          ? '`slipway release rollback` leads back.'
          : '`slipway release set` is all it takes.',
      );
  }
}
