/** exposures › internal › options: who inside the cluster may call a service that has no route from outside. */

import * as v from 'valibot';
import type { ExposureOptions } from '../../model/exposure.ts';
import { textOf } from '../../model/unit-shape.ts';
import { parseDnsLabel } from '../../units/dns-name.ts';
import { parseLabelKey, parseLabelValue } from '../../units/label.ts';
import { neutralEntries } from '../neutral-options.ts';

/** Options of `internal`. */
export interface InternalOptions extends ExposureOptions {
  /** Who may call. Default: every pod of the service's own namespace. */
  readonly from?: readonly CallerSpec[];
}

/** Pods that may call. */
export interface CallerSpec {
  /** Name of their namespace; `*` for every namespace. Default: the service's own. */
  readonly namespace?: string;
  /** Their labels. Default: every pod there. */
  readonly podLabels?: Readonly<Record<string, string>>;
}

/** Shape of `InternalOptions`. @internal */
export const internalShape = v.strictObject({
  ...neutralEntries,
  from: v.optional(
    v.pipe(
      v.array(
        v.strictObject({
          namespace: v.optional(v.union([v.literal('*'), textOf((name) => parseDnsLabel(name))])),
          podLabels: v.optional(v.record(textOf(parseLabelKey), textOf(parseLabelValue))),
        }),
      ),
      v.minLength(1, 'An empty list would let nobody call: name somebody, or leave it out.'),
    ),
  ),
});
