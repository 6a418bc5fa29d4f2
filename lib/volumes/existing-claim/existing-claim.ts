/** volumes › existing claim: a claim that somebody else has made in the namespace of the service. */

import * as v from 'valibot';
import type { AccessMode } from '../../model/plan/volume-plan.ts';
import { checkShape, remake } from '../../model/shape.ts';
import { textOf } from '../../model/unit-shape.ts';
import type { Volume } from '../../model/volume.ts';
import { parseObjectName } from '../../units/dns-name.ts';
import { accessModeShape } from '../request.ts';

/** Which claim is meant. */
export interface ExistingClaimOptions {
  /** Name of the PersistentVolumeClaim, in the namespace of the service. */
  readonly name: string;
  /** Its access mode: which processes may share it follows from it. */
  readonly accessMode: AccessMode;
}

const shape = v.strictObject({
  name: textOf((text) => parseObjectName('PersistentVolumeClaim', text)),
  accessMode: accessModeShape,
});

/**
 * Uses a claim that is there already.
 * @see https://kubernetes.io/docs/concepts/storage/persistent-volumes/#claims-as-volumes
 * @example existingClaim({ name: 'models', accessMode: 'ReadOnlyMany' })
 */
export function existingClaim(
  options: ExistingClaimOptions,
): Volume<'existingClaim', ExistingClaimOptions> {
  return {
    family: 'volume',
    kind: 'existingClaim',
    options,
    with: remake(existingClaim),
    check: () => checkShape(shape, options),
    facts: () => ({
      title: `claim ${options.name} (${options.accessMode})`,
      plan: {
        kind: 'claim',
        claimName: options.name,
        accessMode: options.accessMode,
        keep: true,
      },
    }),
  };
}
