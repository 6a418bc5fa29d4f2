/** volumes › claim: one new claim for the whole service; lowering makes a PersistentVolumeClaim of it. */

import * as v from 'valibot';
import type { AccessMode } from '../../model/plan/volume-plan.ts';
import { checkShape, remake } from '../../model/shape.ts';
import type { Volume } from '../../model/volume.ts';
import { accessModeShape, requestEntries, requestOf, type RequestOptions } from '../request.ts';

/** What is claimed. */
export interface ClaimOptions extends RequestOptions {
  /** `ReadWriteOnce` (one node), `ReadWriteOncePod` (one pod), `ReadWriteMany` or `ReadOnlyMany`. Default: `ReadWriteOnce`. */
  readonly accessMode?: AccessMode;
  /** `false` lets tools that prune delete the claim, and what it holds, once it is gone from the description. Default: true. */
  readonly keep?: boolean;
}

const shape = v.strictObject({
  ...requestEntries,
  accessMode: v.optional(accessModeShape),
  keep: v.optional(v.boolean()),
});

/**
 * Claims storage that all pods of the service see and that outlives them.
 * @see https://kubernetes.io/docs/concepts/storage/persistent-volumes/#persistentvolumeclaims
 * @example claim({ size: '20Gi', accessMode: 'ReadWriteMany', storageClass: 'nfs' })
 */
export function claim(options: ClaimOptions): Volume<'claim', ClaimOptions> {
  return {
    family: 'volume',
    kind: 'claim',
    options,
    with: remake(claim),
    check: () => checkShape(shape, options),
    facts: ({ objectName }) => {
      // What providers of disks offer; many pods on one share have to be asked for.
      const request = requestOf(options, options.accessMode ?? 'ReadWriteOnce');
      return {
        title: `${request.size} (${request.accessMode})`,
        plan: {
          kind: 'claim',
          claimName: objectName,
          accessMode: request.accessMode,
          request,
          keep: options.keep ?? true,
        },
      };
    },
  };
}
