/** resolve › edition: the constants and defaults of edition 1, each with its unit and reason. A later edition is another table. */

import type { KubernetesVersion } from '../model/kubernetes-version.ts';

/** Constants and defaults; changing one changes everybody's output, so it needs a new edition. */
export const EDITION_1 = {
  /** Oldest release that has everything used by default and is still patched by the large providers at the end of 2026. */
  kubernetes: '1.33' satisfies KubernetesVersion,
  port: 8000,
  requestTimeoutSeconds: 30,
  taskTimeoutSeconds: 60,
  startupTimeoutSeconds: 60,
  /** Kubelet floors seconds and needs time to deliver a signal: kuberuntime_container.go killContainer, v1.37.2. */
  slackSeconds: 5,
  /** Smallest request that leaves two Python workers room at start-up; a CPU limit would cap latency under load (measured 2026-11-22). */
  cpu: '250m',
  memory: '512Mi',
  shortCpu: '100m',
  shortMemory: '256Mi',
  writableSize: '64Mi',
  /** Uploads a pod is given room for when its server does not bound requests: those of gunicorn's 2 × 16 threads. */
  uploadsAtOnce: 32,
  runAsUser: 10001,
  startupProbePeriodSeconds: 2,
  startupProbeTimeoutSeconds: 2,
  readinessPeriodSeconds: 5,
  readinessTimeoutSeconds: 2,
  /** Two misses: a pod that hangs leaves the endpoints after 10 s. */
  readinessFailures: 2,
  livenessPeriodSeconds: 10,
  livenessTimeoutSeconds: 5,
  /** A minute: a restart is worse than a slow minute, and must not beat the readiness probe. */
  livenessFailures: 6,
  /** Half of that: a proxy that hangs is restarted before the server behind it, whose probes pass through it. */
  proxyLivenessFailures: 3,
  /** Half a minute to read a configuration on a node that is short of CPU. */
  proxyStartupFailures: 15,
  /** Pace of scaling down: each pod that goes has time to drain before the next. */
  scaleDownWindowSeconds: 300,
  scaleDownPercent: 25,
  scaleDownPeriodSeconds: 60,
  cronDeadlineSeconds: 3600,
  migrateDeadlineSeconds: 900,
  startingDeadlineSeconds: 300,
  jobGraceSeconds: 30,
  checkTimeoutSeconds: 300,
  checkPeriodSeconds: 3,
  clusterInternalPauseSeconds: 5,
  monitoringNamespace: 'monitoring',
} as const;
