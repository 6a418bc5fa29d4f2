/** resolve › edition: the constants and defaults of every edition, each with its unit and reason; a later edition is another table. */

import type { Edition, EditionNumber, Editions } from '../model/edition.ts';
import type { Service } from '../model/service.ts';

/** Changing one of these changes everybody's output, so it needs a new edition: `{ ...EDITION_1, slackSeconds: 8 }`. */
export const EDITION_1 = {
  /** Oldest release that has everything used by default and is still patched by the large providers at the end of 2026. */
  kubernetes: '1.33',
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
} as const satisfies Edition;

/** Every edition this version can resolve; one is never removed, or its users could not upgrade. */
export const EDITIONS = { 1: EDITION_1 } as const satisfies Readonly<
  Record<EditionNumber, Edition>
>;

/** Edition of a description that names none, for good: an upgrade must change nothing. */
export const FIRST_EDITION: EditionNumber = 1;

/** Numbers of a set of editions, the oldest first. */
export function editionNumbers(editions: Editions): readonly number[] {
  return Object.keys(editions)
    .map(Number)
    .toSorted((a, b) => a - b);
}

/** The edition of a service: the one that is asked for, else the one it names; undefined when there is no such. */
export function editionOf(
  { spec, defaults }: Pick<Service, 'spec' | 'defaults'>,
  asked?: number,
): { readonly number: number; readonly table: Edition | undefined } {
  const number = asked ?? spec.edition ?? FIRST_EDITION;
  return { number, table: defaults.editions[number] };
}
