/** Manifest rule: what takes a pod out of service is not what restarts it. */

import { dataAt, type Data, isData, numberAt } from '../manifests/data.ts';
import { longRunning, type PodContainer } from '../manifests/pod-template.ts';
import type { ManifestRule } from '../rule.ts';

/** SW4212. @see https://kubernetes.io/docs/concepts/workloads/pods/probes/ */
export const livenessEqualsReadiness: ManifestRule = {
  code: 'SW4212',
  name: 'liveness-equals-readiness',
  level: 'manifest',
  severity: 'warning',
  saidByPlan: 'SW2284',
  summary: 'Liveness and readiness ask the same and give up equally soon.',
  because:
    'A slow database then restarts every pod at once instead of taking them out of service until it is back.',
  check: (set) =>
    set.pods.flatMap((pod) =>
      longRunning(pod)
        .filter(isSame)
        .map((container) => ({
          on: pod.owner,
          path: `${container.path}.livenessProbe`,
          message: `The livenessProbe of container ${container.name} asks what its readinessProbe asks and gives up after ${patience(dataAt(container.body, 'livenessProbe'))} s, readiness after ${patience(dataAt(container.body, 'readinessProbe'))} s.`,
          fix: 'Let liveness ask something that needs no other service, or give it at least twice the patience (periodSeconds × failureThreshold).',
        })),
    ),
};

function isSame({ body }: PodContainer): boolean {
  const { livenessProbe, readinessProbe } = body;
  if (!isData(livenessProbe) || !isData(readinessProbe)) return false;
  // A connection that is accepted says nothing about other services.
  return (
    livenessProbe['tcpSocket'] === undefined &&
    actionOf(livenessProbe) === actionOf(readinessProbe) &&
    patience(livenessProbe) <= patience(readinessProbe)
  );
}

function actionOf(probe: Data): string {
  return JSON.stringify(['httpGet', 'exec', 'grpc'].map((kind) => probe[kind] ?? null));
}

function patience(probe: Data): number {
  return (numberAt(probe, 'periodSeconds') ?? 10) * (numberAt(probe, 'failureThreshold') ?? 3);
}
