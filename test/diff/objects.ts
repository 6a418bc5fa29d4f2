// Objects to compare, each right in itself.
import type { Effect } from '../../lib/diff/change.ts';
import { diffObjects } from '../../lib/diff/diff.ts';
import type { Manifest } from '../../lib/kubernetes/manifest.ts';

/** An object in namespace `shop`. */
export function object(
  kind: string,
  name: string,
  fields: Readonly<Record<string, unknown>> = {},
  apiVersion = 'v1',
): Manifest {
  return { apiVersion, kind, metadata: { name, namespace: 'shop' }, ...fields };
}

/** A Deployment as it is written for a web process; `pod` and `spec` replace members. */
export function deployment(
  {
    pod = {},
    container = {},
    spec = {},
  }: {
    readonly pod?: Readonly<Record<string, unknown>>;
    readonly container?: Readonly<Record<string, unknown>>;
    readonly spec?: Readonly<Record<string, unknown>>;
  } = {},
  name = 'web',
): Manifest {
  return object(
    'Deployment',
    name,
    {
      spec: {
        minReadySeconds: 10,
        replicas: 4,
        selector: { matchLabels: { app: name } },
        strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: '25%', maxUnavailable: 0 } },
        template: {
          metadata: { labels: { app: name } },
          spec: {
            automountServiceAccountToken: false,
            terminationGracePeriodSeconds: 50,
            securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
            containers: [
              {
                name: 'web',
                image: 'ghcr.io/acme/shop:1',
                resources: { requests: { cpu: '250m', memory: '512Mi' } },
                securityContext: {
                  allowPrivilegeEscalation: false,
                  capabilities: { drop: ['ALL'] },
                  readOnlyRootFilesystem: true,
                },
                startupProbe: { httpGet: { port: 'http' }, periodSeconds: 2, failureThreshold: 30 },
                ...container,
              },
            ],
            ...pod,
          },
        },
        ...spec,
      },
    },
    'apps/v1',
  );
}

/** An autoscaler of `web`. */
export function scaler(minReplicas: number, maxReplicas: number): Manifest {
  return object(
    'HorizontalPodAutoscaler',
    'web',
    { spec: { scaleTargetRef: { kind: 'Deployment', name: 'web' }, minReplicas, maxReplicas } },
    'autoscaling/v2',
  );
}

/** All changes between two lists of objects of `production`. */
export function changesOf(before: readonly Manifest[], after: readonly Manifest[]) {
  const placed = (objects: readonly Manifest[]) =>
    objects.map((manifest) => ({ environment: 'production', manifest }));
  return diffObjects(placed(before), placed(after));
}

/** The effects on the only object that changes, as `kind: words`, with `!` where it is destructive. */
export function effects(
  before: readonly Manifest[],
  after: readonly Manifest[],
): readonly string[] {
  return changesOf(before, after).flatMap((change) =>
    change.effects.map(
      ({ kind, says, destructive }: Effect) => `${destructive === true ? '!' : ''}${kind}: ${says}`,
    ),
  );
}
