/** rollouts › blueGreen: what an author may say, as a type and as its shape. */

import * as v from 'valibot';
import type { BlueGreenPhase } from '../../model/plan/rollout-plan.ts';
import type { ImageSpec } from '../../model/spec/image-spec.ts';
import { textOf, wholeNumber } from '../../model/unit-shape.ts';
import { parseDnsLabel } from '../../units/dns-name.ts';
import { type RollingOptions, rollingShape } from '../rolling-update.ts';
import { versionImageShape } from '../version-image.ts';

/** State of a change; each commit changes one or two of these values. */
export interface BlueGreenOptions {
  /** Slot that serves. Default: the first by name. */
  readonly active?: string;
  /** Default: `stable`. */
  readonly phase?: BlueGreenPhase;
  /** The two slots. Default: blue and green, with the image of the service. */
  readonly slots?: Readonly<Record<string, SlotOptions>>;
  /** Fewest pods of the staged version. Default: 1. */
  readonly previewReplicas?: number;
  /** Fewest pods of either version around the switch. Default: half of the most, at least the fewest; give what serves at peak. */
  readonly warmReplicas?: number;
  /** Fewest pods of the old version while the way back is open. Default: `warmReplicas`. */
  readonly rollbackReplicas?: number;
  /** How pods of one slot are replaced when its own image changes. */
  readonly within?: RollingOptions;
}

/** One of the two stacks. */
export interface SlotOptions {
  /** What differs from the image of the service. */
  readonly image?: Partial<ImageSpec>;
}

/** Names of slots end names of objects: `shop-web-green`. */
const MAX_SLOT_NAME = 10;
const replicas = wholeNumber(1, 10_000, 'The number of pods');

/** The shape of BlueGreenOptions. @internal */
export const blueGreenShape = v.strictObject({
  active: v.optional(v.string()),
  phase: v.optional(v.picklist(['stable', 'stage', 'warm', 'promote', 'hold', 'retire'])),
  slots: v.optional(
    v.record(
      textOf((text) => parseDnsLabel(text, MAX_SLOT_NAME)),
      v.strictObject({
        image: v.optional(versionImageShape),
      }),
    ),
  ),
  previewReplicas: v.optional(replicas),
  warmReplicas: v.optional(replicas),
  rollbackReplicas: v.optional(replicas),
  within: v.optional(rollingShape),
});
