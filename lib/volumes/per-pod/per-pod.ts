/** volumes › per pod: a claim of its own for each pod of a stateful process; lowering makes a volumeClaimTemplate of it. */

import * as v from 'valibot';
import { checkShape, remake } from '../../model/shape.ts';
import type { Volume } from '../../model/volume.ts';
import { requestEntries, requestOf, type RequestOptions } from '../request.ts';

/** What is claimed for each pod. */
export interface PerPodOptions extends RequestOptions {
  /** `ReadWriteOncePod` keeps a second pod of the same name out even on the same node. Default: `ReadWriteOnce`. */
  readonly accessMode?: 'ReadWriteOnce' | 'ReadWriteOncePod';
}

const shape = v.strictObject({
  ...requestEntries,
  accessMode: v.optional(v.picklist(['ReadWriteOnce', 'ReadWriteOncePod'])),
});

/**
 * Claims storage for each pod that comes back under the same name: `data-shop-web-0` and so on. Needs `stateful()`.
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#volume-claim-templates
 * @example perPod({ size: '10Gi' })
 */
export function perPod(options: PerPodOptions): Volume<'perPod', PerPodOptions> {
  return {
    family: 'volume',
    kind: 'perPod',
    options,
    with: remake(perPod),
    check: () => checkShape(shape, options),
    facts: () => {
      const request = requestOf(options, options.accessMode ?? 'ReadWriteOnce');
      return { title: `${request.size} for each pod`, plan: { kind: 'perPod', request } };
    },
  };
}
