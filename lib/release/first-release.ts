/** release › first: what runs by the description alone, as the first entry of a release file. */

import type { ImagePlan } from '../model/plan/image-plan.ts';
import type { ServicePlan } from '../model/plan/service-plan.ts';
import type { ReleasedImage, ServiceRelease } from '../model/release.ts';

/** What a plan releases; undefined when it runs nothing of its own. */
export function firstRelease(plan: ServicePlan): ServiceRelease | undefined {
  const processes = Object.values(plan.processes);
  for (const process of processes) {
    if ('rollout' in process && process.rollout.kind === 'weightedTraffic') {
      const { stable, canary, step } = process.rollout;
      return {
        image: released(stable),
        step,
        ...(canary === undefined ? {} : { canary: released(canary) }),
      };
    }
    if (!('rollout' in process) || process.rollout.kind !== 'parallelStacks') continue;
    const { active, phase, slots } = process.rollout;
    return {
      active,
      phase,
      slots: Object.fromEntries(
        Object.entries(slots).map(([name, { image }]) => [name, released(image)]),
      ),
    };
  }
  const image = imageOf(plan);
  return image === undefined ? undefined : { image: released(image) };
}

/** Repository of the images a release chooses from. */
export function repositoryOf(plan: ServicePlan): string | undefined {
  return imageOf(plan)?.repository;
}

/** The image most processes run: single ones may have their own. */
function imageOf({ processes }: ServicePlan): ImagePlan | undefined {
  const images = Object.values(processes).flatMap((process) =>
    'stacks' in process ? (process.stacks[0]?.image ?? []) : [process.image],
  );
  const uses = (image: ImagePlan) =>
    images.filter(({ reference }) => reference === image.reference).length;
  return images.toSorted((a, b) => uses(b) - uses(a))[0];
}

function released({ tag, digest }: ReleasedImage): ReleasedImage {
  return {
    ...(tag === undefined ? {} : { tag }),
    ...(digest === undefined ? {} : { digest }),
  };
}
