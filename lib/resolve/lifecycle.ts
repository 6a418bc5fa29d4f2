/** resolve › lifecycle: the chain from leaving the endpoints to SIGKILL, every link derived from the one before. */

import type { ExposurePlan } from '../model/plan/exposure-plan.ts';
import type { LifecyclePlan } from '../model/plan/container-plan.ts';
import type { DrainFacts } from '../model/server.ts';
import type { ProxyFacts } from '../model/proxy.ts';
import type { LifecycleSpec } from '../model/spec/process-spec.ts';
import { seconds, secondsIfGiven } from './amounts.ts';
import { atLeast, type Context } from './context.ts';
import type { AuthoredProcess } from './processes.ts';

const GRACE_SOURCE =
  'https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination';
const ENDPOINTS_SOURCE =
  'kubernetes v1.37.2 staging/src/k8s.io/endpointslice/utils.go podToEndpoint: removal and SIGTERM start at once';

/** Time in-flight requests get: what is said, else the request timeout. */
export function gracefulTimeoutOf(
  { trace }: Context,
  process: AuthoredProcess,
  lifecycle: LifecycleSpec | undefined,
  longest: { readonly seconds: number; readonly what: string },
): number {
  return trace.choose(
    `processes.${process.name}.lifecycle.gracefulTimeoutSeconds`,
    {
      value: secondsIfGiven(lifecycle?.gracefulTimeout),
      from: `${process.path}.lifecycle.gracefulTimeout`,
    },
    {
      value: longest.seconds,
      because: `${longest.what} = ${longest.seconds} s: whoever is being served when SIGTERM arrives is served to the end`,
    },
  );
}

/** What the chain is derived from. */
export interface LifecycleInput {
  readonly lifecycle: LifecycleSpec | undefined;
  readonly drain: DrainFacts;
  /** Exposures in front of the process. */
  readonly exposures: readonly ExposurePlan[];
  /** A proxy in the pod: how long the server goes on for it, and how long it goes on after the server. */
  readonly proxy?: Pick<ProxyFacts, 'title' | 'handoverSeconds' | 'drainExtraSeconds'>;
}

/** The whole chain for a process that runs until it is replaced. */
export function resolveLifecycle(
  context: Context,
  process: AuthoredProcess,
  { lifecycle, drain, exposures, proxy }: LifecycleInput,
): LifecyclePlan {
  const { trace } = context;
  const at = `processes.${process.name}.lifecycle`;
  const pause = pauseSeconds(context, process, lifecycle, exposures);
  const preStopSeconds =
    proxy === undefined
      ? pause
      : trace.derive(
          `${at}.preStopSeconds`,
          pause + proxy.handoverSeconds,
          `${pause} s until ${proxy.title} stops accepting + ${proxy.handoverSeconds} s for what it still hands over`,
          ENDPOINTS_SOURCE,
        );
  const { gracefulTimeoutSeconds } = drain;
  const extraSeconds = drain.extraSeconds + (proxy?.drainExtraSeconds ?? 0);
  const drainSeconds = trace.derive(
    `${at}.drainSeconds`,
    gracefulTimeoutSeconds + extraSeconds,
    `gracefulTimeout ${gracefulTimeoutSeconds} s + ${extraSeconds} s the server${proxy === undefined ? '' : ` and ${proxy.title}`} may need beyond it`,
  );
  const slackSeconds = trace.derive(
    `${at}.slackSeconds`,
    context.edition.slackSeconds,
    'the kubelet floors seconds and a signal takes time',
    'kubernetes v1.37.2 pkg/kubelet/kuberuntime/kuberuntime_container.go killContainer',
  );
  const needed = preStopSeconds + drainSeconds + slackSeconds;
  const formula = `preStop ${preStopSeconds} s + drain ${drainSeconds} s (gracefulTimeout ${gracefulTimeoutSeconds} + ${extraSeconds}) + slack ${slackSeconds} s = ${needed} s`;
  const authored = lifecycle?.terminationGracePeriod;
  return {
    preStopSeconds,
    preStop: preStopKind(context, process, preStopSeconds, lifecycle),
    gracefulTimeoutSeconds,
    drainSeconds,
    slackSeconds,
    terminationGracePeriodSeconds:
      authored === undefined
        ? trace.derive(`${at}.terminationGracePeriodSeconds`, needed, formula, GRACE_SOURCE)
        : trace.spec(
            `${at}.terminationGracePeriodSeconds`,
            seconds(authored),
            `${process.path}.lifecycle.terminationGracePeriod`,
          ),
  };
}

/** Pause between leaving the endpoints and the first stop: what is said, else what the slowest proxy in front needs. */
export function pauseSeconds(
  { edition, trace }: Context,
  process: AuthoredProcess,
  lifecycle: LifecycleSpec | undefined,
  exposures: readonly ExposurePlan[],
): number {
  return trace.choose(
    `processes.${process.name}.lifecycle.preStopSeconds`,
    { value: secondsIfGiven(lifecycle?.preStop), from: `${process.path}.lifecycle.preStop` },
    pauseFor(process, exposures, edition.clusterInternalPauseSeconds),
  );
}

function pauseFor(
  process: AuthoredProcess,
  exposures: readonly ExposurePlan[],
  inCluster: number,
): { readonly value: number; readonly because: string; readonly source?: string } {
  if (process.kind !== 'web') {
    return { value: 0, because: 'nobody connects to it, so there is nothing to wait for' };
  }
  const slowest = exposures.reduce<ExposurePlan | undefined>(
    (worst, exposure) =>
      worst === undefined || exposure.proxy.propagationSeconds > worst.proxy.propagationSeconds
        ? exposure
        : worst,
    undefined,
  );
  if (slowest === undefined) {
    return {
      value: inCluster,
      because: `${inCluster} s for kube-proxy to forget the pod`,
      source: ENDPOINTS_SOURCE,
    };
  }
  return {
    value: slowest.proxy.propagationSeconds,
    because: `${slowest.title} may send new requests for ${slowest.proxy.propagationSeconds} s after the pod began to stop`,
    source: ENDPOINTS_SOURCE,
  };
}

function preStopKind(
  context: Context,
  process: AuthoredProcess,
  pause: number,
  lifecycle: LifecycleSpec | undefined,
): LifecyclePlan['preStop'] {
  const { kubernetes, trace } = context;
  const at = `processes.${process.name}.lifecycle.preStop`;
  if (pause === 0) return trace.derive(at, 'none', 'there is nothing to wait for');
  // KEP-3960: beta and on by default since 1.30.
  if (atLeast(context, '1.30')) {
    const because = `the kubelet of Kubernetes ${kubernetes} pauses by itself, with no program of the image`;
    return trace.derive(at, 'sleepAction', because, 'KEP-3960');
  }
  return trace.choose(
    at,
    {
      value: lifecycle?.preStopCommand === 'python' ? 'pythonCommand' : undefined,
      from: `${process.path}.lifecycle.preStopCommand`,
    },
    {
      value: 'sleepCommand',
      because: `Kubernetes ${kubernetes} cannot pause by itself, and nearly every image has \`sleep\``,
    },
  );
}
