// The circumstances a rollout is asked in.
import fc from 'fast-check';
import type { RolloutInput } from '../../lib/model/rollout.ts';

/** A web process of two to ten pods. */
export const ORDINARY: RolloutInput = {
  process: 'web',
  kind: 'web',
  minReplicas: 2,
  maxReplicas: 10,
  image: { repository: 'ghcr.io/acme/shop', tag: '1.4.2' },
  exposed: true,
  startupSeconds: 60,
  unreadySeconds: 12,
  objectName: 'shop-web',
  namespace: 'shop',
  servicePort: { name: 'http', port: 80, targetPort: 'http' },
  autoscaled: true,
  routes: [],
};

/** Anything resolve may hand over. */
export const ANY_INPUT: fc.Arbitrary<RolloutInput> = fc
  .record({
    process: fc.constantFrom('web', 'workers.mail'),
    kind: fc.constantFrom('web' as const, 'worker' as const),
    minReplicas: fc.integer({ min: 0, max: 200 }),
    more: fc.integer({ min: 0, max: 200 }),
    image: fc.constantFrom(ORDINARY.image, {
      repository: 'shop',
      digest: `sha256:${'0'.repeat(64)}`,
    }),
    exposed: fc.boolean(),
    autoscaled: fc.boolean(),
    routes: fc.constantFrom(
      [],
      [{ kind: 'ingress-nginx' as const, name: 'shop' }],
      [{ kind: 'httpRoute' as const, name: 'shop' }],
      [{ kind: 'grpcRoute' as const, name: 'shop' }],
    ),
    startupSeconds: fc.integer({ min: 0, max: 7200 }),
    unreadySeconds: fc.integer({ min: 0, max: 3600 }),
  })
  .map(({ more, ...rest }) => ({
    ...{ objectName: 'shop-web', namespace: 'shop', servicePort: ORDINARY.servicePort },
    ...rest,
    maxReplicas: rest.minReplicas + more,
  }));
