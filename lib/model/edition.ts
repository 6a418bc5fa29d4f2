/** model › edition: what an edition is: the constants and defaults a description under it is resolved with. */

import type { KubernetesVersion } from './kubernetes-version.ts';

/** Editions a description may name. A new one is a number here and a table in `resolve/edition.ts`. */
export type EditionNumber = 1;

/** Tables by number; another set is handed in where a future edition is tried out. */
export type Editions = Readonly<Record<number, Edition>>;

/** Constants and defaults; what each is for stands beside its value. */
export interface Edition {
  readonly kubernetes: KubernetesVersion;
  readonly port: number;
  readonly requestTimeoutSeconds: number;
  readonly taskTimeoutSeconds: number;
  readonly startupTimeoutSeconds: number;
  readonly slackSeconds: number;
  readonly cpu: string;
  readonly memory: string;
  readonly shortCpu: string;
  readonly shortMemory: string;
  readonly writableSize: string;
  readonly uploadsAtOnce: number;
  readonly runAsUser: number;
  readonly startupProbePeriodSeconds: number;
  readonly startupProbeTimeoutSeconds: number;
  readonly readinessPeriodSeconds: number;
  readonly readinessTimeoutSeconds: number;
  readonly readinessFailures: number;
  readonly livenessPeriodSeconds: number;
  readonly livenessTimeoutSeconds: number;
  readonly livenessFailures: number;
  readonly proxyLivenessFailures: number;
  readonly proxyStartupFailures: number;
  readonly scaleDownWindowSeconds: number;
  readonly scaleDownPercent: number;
  readonly scaleDownPeriodSeconds: number;
  readonly cronDeadlineSeconds: number;
  readonly migrateDeadlineSeconds: number;
  readonly startingDeadlineSeconds: number;
  readonly jobGraceSeconds: number;
  readonly checkTimeoutSeconds: number;
  readonly checkPeriodSeconds: number;
  readonly clusterInternalPauseSeconds: number;
  readonly monitoringNamespace: string;
}
