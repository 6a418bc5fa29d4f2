/** cluster › waiting: until workloads run as described or runs have ended, and not longer than they may take. */

import { at } from '../diff/read-manifest.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { deadlineOf } from '../deploy/deadline.ts';
import { refKey, refOf, refText } from '../deploy/object-ref.ts';
import { isJob } from '../deploy/phases.ts';
import type { PodTrouble } from '../deploy/pod-trouble.ts';
import { workloadState } from '../deploy/workload-state.ts';
import type { Manifest } from '../kubernetes/manifest.ts';
import { ClusterError } from './cluster-error.ts';
import { inParallel } from './in-parallel.ts';
import type { Objects } from './objects.ts';
import { pause } from './pause.ts';
import { lastLines, logFollower, newPods, troublesIn } from './pods.ts';
import type { Report, Waiting } from './progress.ts';

/** What is waited for, and how. */
export interface WaitOptions {
  /** All manifests of the service: an autoscaler decides how many pods there are. */
  readonly beside: readonly Manifest[];
  readonly report: Report;
  /** Called with every look, e.g. to say that the deployment lives. */
  readonly onLook: () => Promise<void>;
  readonly signal?: AbortSignal;
  /** Instead of the time that follows from the manifests, in seconds. */
  readonly timeoutSeconds?: number;
}

/** Between two looks. A choice. */
const LOOK_MS = 1000;
/** A pod that cannot start and does not mend itself in this time is given up: three tries of a pull or a start. A choice. */
const STUCK_SECONDS = 60;

/**
 * Waits for all of them.
 * @throws ClusterError SW6020 or, of a run to its end, SW6022 when one fails or its time is over, with the reason and the last lines of its log; Interrupted
 */
export async function waitFor(
  objects: Objects,
  manifests: readonly Manifest[],
  options: WaitOptions,
): Promise<void> {
  const started = Date.now();
  const logs = new Map<string, ReturnType<typeof logFollower>>();
  const stuckSince = new Map<string, number>();
  if (manifests.length === 0) return;
  for (;;) {
    const seconds = Math.round((Date.now() - started) / 1000);
    const waiting: Waiting[] = [];
    for (const manifest of manifests) {
      const look = await lookAt(objects, manifest);
      if (isJob(manifest)) await showLogs(objects, look, logs, options.report);
      waiting.push(look.waiting);
      const limit = options.timeoutSeconds ?? deadlineOf(manifest, options.beside);
      const problem =
        look.failed ??
        givenUp(look.waiting, stuckSince) ??
        (seconds > limit && !look.waiting.done ? `it was not ready within ${limit} s` : undefined);
      if (problem !== undefined) {
        options.report({ kind: 'waiting', workloads: waiting, seconds });
        throw new ClusterError(await failure(objects, manifest, look.waiting, problem));
      }
    }
    options.report({ kind: 'waiting', workloads: waiting, seconds });
    if (waiting.every(({ done }) => done)) return;
    await options.onLook();
    await pause(LOOK_MS, options.signal);
  }
}

interface Look {
  readonly waiting: Waiting;
  readonly failed?: string;
  readonly pods: readonly Manifest[];
}

async function lookAt(objects: Objects, manifest: Manifest): Promise<Look> {
  const object = refText(refOf(manifest));
  const live = await objects.get(refOf(manifest));
  if (live === undefined) {
    const waiting = { object, ready: 0, wanted: 1, done: false, troubles: [] };
    return { waiting, failed: 'somebody deleted it', pods: [] };
  }
  const { failed, ...state } = workloadState(live);
  // Logs of a run that has just ended are of interest too.
  const pods = state.done && !isJob(manifest) ? [] : await newPods(objects, live);
  const waiting = { object, ...state, troubles: state.done ? [] : troublesIn(pods) };
  return { waiting, ...(failed === undefined ? {} : { failed }), pods };
}

async function showLogs(
  objects: Objects,
  { waiting, pods }: Look,
  logs: Map<string, ReturnType<typeof logFollower>>,
  report: Report,
): Promise<void> {
  const namespace = pods[0]?.metadata.namespace;
  if (namespace === undefined) return;
  const follow = logs.get(waiting.object) ?? logFollower(objects, namespace);
  logs.set(waiting.object, follow);
  for (const { pod, line } of await follow(pods)) report({ kind: 'log', pod, line });
}

/** Why there is no point in waiting on. */
function givenUp(
  { object, troubles, complaint }: Waiting,
  since: Map<string, number>,
): string | undefined {
  const hopeless = troubles.find(({ outlook }) => outlook === 'never');
  if (hopeless !== undefined) return says(hopeless);
  const stuck = troubles.find(({ outlook }) => outlook === 'stuck');
  const reason = stuck === undefined ? complaint : says(stuck);
  if (reason === undefined) {
    since.delete(object);
    return undefined;
  }
  const first = since.get(object) ?? Date.now();
  since.set(object, first);
  return Date.now() - first > STUCK_SECONDS * 1000 ? reason : undefined;
}

/** `container web of shop-web-5d… : ImagePullBackOff, …`. */
function says({ pod, container, reason, message }: PodTrouble): string {
  const where = container === undefined ? pod : `container ${container} of ${pod}`;
  return `${where}: ${reason}${message === '' ? '' : `, ${message}`}`;
}

async function failure(
  objects: Objects,
  manifest: Manifest,
  { object, troubles, complaint }: Waiting,
  problem: string,
): Promise<Diagnostic> {
  const namespace = manifest.metadata.namespace ?? 'default';
  const crashed = troubles.find(({ hasLog }) => hasLog);
  const lines = crashed === undefined ? [] : await lastLines(objects, namespace, crashed);
  const others = troubles.map(says).filter((text) => text !== problem);
  const details = [
    ...(complaint === undefined || complaint === problem ? [] : [complaint]),
    ...others,
  ];
  return {
    ...(isJob(manifest)
      ? { code: 'SW6022', name: 'migration-failed' }
      : { code: 'SW6020', name: 'workload-not-ready' }),
    severity: 'error',
    at: { object },
    message: [
      `${object}: ${problem.replace(/\.$/, '')}.`,
      ...[...new Set(details)].slice(0, 5),
      ...(lines.length === 0
        ? []
        : [
            `Last lines of ${crashed?.pod ?? ''} (${crashed?.container ?? ''}):`,
            ...lines.map((line) => `  ${line}`),
          ]),
    ].join('\n'),
    because: adviceFor(troubles, complaint),
    fix: `kubectl -n ${namespace} describe ${manifest.kind.toLowerCase()} ${manifest.metadata.name}`,
  };
}

/** What the reasons usually mean. */
function adviceFor(troubles: readonly PodTrouble[], complaint: string | undefined): string {
  const reasons = new Set(troubles.map(({ reason }) => reason));
  if (
    reasons.has('ImagePullBackOff') ||
    reasons.has('ErrImagePull') ||
    reasons.has('InvalidImageName')
  ) {
    return 'The image cannot be pulled: it does not exist under this name, or its registry asks for credentials the pods do not have.';
  }
  if (reasons.has('CreateContainerConfigError')) {
    return 'A Secret, a ConfigMap or a key of one that the pods read does not exist; `slipway doctor` names it.';
  }
  if (reasons.has('Unschedulable') || reasons.has('SchedulingGated')) {
    return 'No node has room for the pods or is allowed to take them.';
  }
  if (complaint !== undefined && /quota/i.test(complaint)) {
    return 'The quota of the namespace does not allow so many pods, or as much as they ask for.';
  }
  if (reasons.has('CrashLoopBackOff')) return 'The program ends as soon as it is started.';
  return 'The new version did not come up.';
}

/** Objects by what names them, e.g. to tell which exist. */
export async function liveObjects(
  objects: Objects,
  manifests: readonly Manifest[],
): Promise<ReadonlyMap<string, Manifest>> {
  const found = await inParallel(
    manifests.map(refOf),
    async (ref) => [refKey(ref), await objects.get(ref)] as const,
  );
  return new Map(
    found.flatMap(([key, live]) =>
      live === undefined || at(live, 'metadata', 'deletionTimestamp') !== undefined
        ? []
        : [[key, live] as const],
    ),
  );
}
