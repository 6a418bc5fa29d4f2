/** emit › helm › surface: every value a chart should have, in the order a reader meets them. */

import type { Described, Parameter } from '../parameter.ts';
import { exposureSurface } from './exposures.ts';
import { processSurface } from './processes.ts';
import { rolloutSurface } from './rollout.ts';
import { serviceSurface } from './service.ts';
import { volumeSurface } from './volumes.ts';

/** The conventional values for a service; analysis decides which of them a chart can have. */
export function surface(environments: readonly Described[]): readonly Parameter[] {
  return [
    ...serviceSurface(environments),
    ...rolloutSurface(environments),
    ...exposureSurface(environments),
    ...processSurface(environments),
    ...volumeSurface(environments),
  ];
}
