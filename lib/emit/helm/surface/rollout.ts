/** emit › helm › surface of rollouts: slot, phase and images of parallel versions, so that a change is a matter of values. */

import { isRecord } from '../../../kubernetes/is-manifest.ts';
import { placeAt } from '../change.ts';
import type { Described, Parameter } from '../parameter.ts';
import { imageSurface } from './service.ts';

const PHASES = ['stable', 'stage', 'warm', 'promote', 'hold', 'retire'] as const;

/** Values of a blue/green rollout; the state of others stands in the description alone. */
export function rolloutSurface(environments: readonly Described[]): readonly Parameter[] {
  if (!environments.every(({ spec }) => spec.rollout?.kind === 'blueGreen')) return [];
  const slots = [...new Set(environments.flatMap(slotNames))];
  return [
    {
      path: ['rollout', 'active'],
      domain: { kind: 'choice', values: slots },
      description: 'Slot that serves.',
      sets: 'rollout.active',
      read: ({ spec }) => placeAt(spec, ['rollout', 'active']) ?? slots[0],
      write: (value) => [{ at: ['rollout', 'active'], to: value }],
    },
    {
      path: ['rollout', 'phase'],
      domain: { kind: 'choice', values: PHASES },
      description:
        'Phase of the change: stage the other slot, warm it up, promote it, hold the way back open, retire the old one.',
      sets: 'rollout.phase',
      read: ({ spec }) => placeAt(spec, ['rollout', 'phase']) ?? 'stable',
      write: (value) => [{ at: ['rollout', 'phase'], to: value }],
    },
    ...slots.flatMap((slot) =>
      imageSurface(
        ['rollout', 'slots', slot, 'image'],
        ['rollout', 'slots', slot, 'image'],
        environments,
      ).filter(({ path }) => path.at(-1) !== 'repository'),
    ),
  ];
}

function slotNames({ spec }: Described): readonly string[] {
  const slots = placeAt(spec, ['rollout', 'slots']);
  return isRecord(slots) ? Object.keys(slots).toSorted() : ['blue', 'green'];
}
