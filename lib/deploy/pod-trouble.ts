/** deploy › pods: why a pod is not ready, in the words of its kubelet and scheduler. */

import { at, itemsAt, numberAt, textAt } from '../diff/read-manifest.ts';

/** What keeps a pod from being ready. */
export interface PodTrouble {
  readonly pod: string;
  /** Absent when the pod as a whole is concerned. */
  readonly container?: string;
  /** Kubernetes' own word, e.g. `ImagePullBackOff`, `CrashLoopBackOff`, `Unschedulable`. */
  readonly reason: string;
  readonly message: string;
  /**
   * `waits`: time may mend it, e.g. with a new node. `stuck`: it does not mend itself, though a retry may succeed.
   * `never`: a retry is bound to fail.
   */
  readonly outlook: 'waits' | 'stuck' | 'never';
  /** Whether the container wrote a log before it ended. */
  readonly hasLog: boolean;
}

/** Reasons of waiting containers. @see pkg/kubelet/images/types.go and pkg/kubelet/container/sync_result.go, Kubernetes v1.37.2 */
const OUTLOOKS: Readonly<Record<string, PodTrouble['outlook']>> = {
  InvalidImageName: 'never',
  ErrImageNeverPull: 'never',
  ErrImagePull: 'stuck',
  ImagePullBackOff: 'stuck',
  ImageInspectError: 'stuck',
  RegistryUnavailable: 'waits',
  CreateContainerConfigError: 'stuck',
  CreateContainerError: 'stuck',
  RunContainerError: 'stuck',
  CrashLoopBackOff: 'stuck',
};

/** How often a container that ended is started again before it counts as crashing. A choice. */
const RESTARTS = 1;

/** Everything wrong with a pod; empty for one that starts, runs or has done its work. */
export function troublesOf(pod: unknown): readonly PodTrouble[] {
  const name = textAt(pod, 'metadata', 'name') ?? '';
  const statuses = [
    ...itemsAt(pod, 'status', 'initContainerStatuses'),
    ...itemsAt(pod, 'status', 'containerStatuses'),
  ];
  const containers = statuses.flatMap((status) => containerTrouble(name, status) ?? []);
  return [...containers, ...podTroubles(name, pod)];
}

function containerTrouble(pod: string, status: unknown): PodTrouble | undefined {
  const container = textAt(status, 'name') ?? '';
  const waiting = textAt(status, 'state', 'waiting', 'reason');
  const ended = at(status, 'state', 'terminated') ?? at(status, 'lastState', 'terminated');
  const restarts = numberAt(status, 0, 'restartCount');
  if (waiting !== undefined && Object.hasOwn(OUTLOOKS, waiting)) {
    return {
      pod,
      container,
      reason: waiting,
      message: endedText(ended) ?? textAt(status, 'state', 'waiting', 'message') ?? '',
      outlook: OUTLOOKS[waiting] ?? 'waits',
      hasLog: ended !== undefined,
    };
  }
  const code = numberAt(status, 0, 'state', 'terminated', 'exitCode');
  if (code !== 0 || (restarts > RESTARTS && at(status, 'ready') === false)) {
    return {
      pod,
      container,
      reason: code === 0 ? 'Restarting' : (textAt(ended, 'reason') ?? 'Error'),
      message: endedText(ended) ?? `started ${restarts + 1} times`,
      outlook: 'waits',
      hasLog: ended !== undefined,
    };
  }
  return undefined;
}

/** `ended with exit code 3 (OOMKilled)`. */
function endedText(ended: unknown): string | undefined {
  if (ended === undefined) return undefined;
  const reason = textAt(ended, 'reason');
  const why = reason === undefined || reason === 'Error' ? '' : ` (${reason})`;
  return `ended with exit code ${numberAt(ended, 0, 'exitCode')}${why}`;
}

function podTroubles(pod: string, object: unknown): readonly PodTrouble[] {
  const unscheduled = itemsAt(object, 'status', 'conditions').find(
    (condition) =>
      textAt(condition, 'type') === 'PodScheduled' && textAt(condition, 'status') === 'False',
  );
  const reason = textAt(object, 'status', 'reason');
  const failed = textAt(object, 'status', 'phase') === 'Failed' && reason !== undefined;
  const whole = (why: string, message: string): PodTrouble => ({
    ...{ pod, reason: why, message },
    ...{ outlook: 'waits', hasLog: false },
  });
  return [
    ...(unscheduled === undefined
      ? []
      : [
          whole(
            textAt(unscheduled, 'reason') ?? 'Unschedulable',
            textAt(unscheduled, 'message') ?? 'no node takes it',
          ),
        ]),
    ...(failed ? [whole(reason, textAt(object, 'status', 'message') ?? '')] : []),
  ];
}
