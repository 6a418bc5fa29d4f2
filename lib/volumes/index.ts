/** volumes: what is stored beyond a container; anybody's own value of the same shape does as well. */

import { configMapRef, fieldRef, secretRef, serviceAccountToken } from '../model/spec/values.ts';
import type { Volume } from '../model/volume.ts';
import { claim } from './claim/claim.ts';
import { ephemeral } from './ephemeral/ephemeral.ts';
import { existingClaim } from './existing-claim/existing-claim.ts';
import { perPod } from './per-pod/per-pod.ts';
import { projected } from './projected/projected.ts';

export { claim } from './claim/claim.ts';
export { ephemeral } from './ephemeral/ephemeral.ts';
export { existingClaim } from './existing-claim/existing-claim.ts';
export { perPod } from './per-pod/per-pod.ts';
export { projected } from './projected/projected.ts';

/** One volume of each kind: what holds for every volume is tested with these. */
export const VOLUME_EXAMPLES: readonly Volume[] = [
  claim({ size: '20Gi' }),
  claim({ size: '1Ti', accessMode: 'ReadWriteMany', storageClass: 'nfs', keep: false }),
  existingClaim({ name: 'models', accessMode: 'ReadOnlyMany' }),
  perPod({ size: '10Gi', storageClass: 'fast', accessMode: 'ReadWriteOncePod' }),
  ephemeral({ size: '100Gi' }),
  projected({
    files: {
      'tls/ca.pem': configMapRef('trust', 'ca.pem'),
      'tls/server.crt': secretRef('shop-tls', 'tls.crt'),
      'tls/server.key': secretRef('shop-tls', 'tls.key'),
      'extra.pem': secretRef('extra', 'pem', { optional: true }),
      token: serviceAccountToken({ audience: 'vault', expiration: '2h' }),
      labels: fieldRef('metadata.labels'),
    },
  }),
];
