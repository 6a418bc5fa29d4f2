/** volumes › ephemeral: a disk of its own for each pod, gone with it; lowering makes a generic ephemeral volume of it. */

import * as v from 'valibot';
import { checkShape, remake } from '../../model/shape.ts';
import type { Volume } from '../../model/volume.ts';
import { requestEntries, requestOf, type RequestOptions } from '../request.ts';

/** How large the disk is, and of which class. */
export type EphemeralOptions = RequestOptions;

const shape = v.strictObject(requestEntries);

/**
 * Gives each pod a disk of its own that is deleted with it: more room than a node has to spare, without touching its disk.
 * @see https://kubernetes.io/docs/concepts/storage/ephemeral-volumes/#generic-ephemeral-volumes
 * @example ephemeral({ size: '100Gi' })
 */
export function ephemeral(options: EphemeralOptions): Volume<'ephemeral', EphemeralOptions> {
  return {
    family: 'volume',
    kind: 'ephemeral',
    options,
    with: remake(ephemeral),
    check: () => checkShape(shape, options),
    facts: () => {
      const request = requestOf(options, 'ReadWriteOnce');
      return { title: `${request.size} while the pod lives`, plan: { kind: 'ephemeral', request } };
    },
  };
}
