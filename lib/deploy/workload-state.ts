/** deploy › waiting: how far a workload or a run to the end has come, by what its controller reports. */

import { at, itemsAt, numberAt, textAt } from '../diff/read-manifest.ts';

/** How far an object has come. */
export interface WorkloadState {
  readonly done: boolean;
  /** Why it will come no further. */
  readonly failed?: string;
  /** Pods of the new version that are available, and how many there are to be. */
  readonly ready: number;
  readonly wanted: number;
  /** What its controller complains of meanwhile, e.g. an exceeded quota. */
  readonly complaint?: string;
}

/** The state of a Deployment, StatefulSet, DaemonSet, Job or maker of a Secret as the API server returns it. */
export function workloadState(object: unknown): WorkloadState {
  switch (textAt(object, 'kind') ?? '') {
    case 'Job':
      return jobState(object);
    case 'StatefulSet':
      return statefulSetState(object);
    case 'DaemonSet':
      return daemonSetState(object);
    case 'ExternalSecret':
      return madeState(object, 'Ready', isRefreshed(object));
    case 'SealedSecret':
      return madeState(object, 'Synced', isSeen(object));
    default:
      return deploymentState(object);
  }
}

/** A controller that has not seen the newest change reports of the one before. */
function isSeen(object: unknown): boolean {
  const generation = numberAt(object, 0, 'metadata', 'generation');
  return numberAt(object, 0, 'status', 'observedGeneration') >= generation;
}

function condition(object: unknown, type: string): unknown {
  return itemsAt(object, 'status', 'conditions').find((item) => textAt(item, 'type') === type);
}

/** As `kubectl rollout status` reads it. @see kubectl pkg/polymorphichelpers/rollout_status.go, v0.35.4 */
function deploymentState(object: unknown): WorkloadState {
  const wanted = numberAt(object, 1, 'spec', 'replicas');
  if (!isSeen(object)) return { done: false, ready: 0, wanted };
  const count = (name: string) => numberAt(object, 0, 'status', name);
  const updated = count('updatedReplicas');
  const available = count('availableReplicas');
  const old = count('replicas') - updated;
  const progressing = condition(object, 'Progressing');
  const refused = condition(object, 'ReplicaFailure');
  const complaint = textAt(refused, 'status') === 'True' ? textAt(refused, 'message') : undefined;
  return {
    done: updated >= wanted && old <= 0 && available >= updated,
    ...(textAt(progressing, 'reason') === 'ProgressDeadlineExceeded'
      ? {
          failed: `it made no progress for ${numberAt(object, 600, 'spec', 'progressDeadlineSeconds')} s`,
        }
      : {}),
    ready: Math.max(0, Math.min(updated, available - Math.max(0, old))),
    wanted,
    ...(complaint === undefined ? {} : { complaint }),
  };
}

function statefulSetState(object: unknown): WorkloadState {
  const wanted = numberAt(object, 1, 'spec', 'replicas');
  if (!isSeen(object)) return { done: false, ready: 0, wanted };
  const first = numberAt(object, 0, 'spec', 'ordinals', 'start');
  const partition = numberAt(object, 0, 'spec', 'updateStrategy', 'rollingUpdate', 'partition');
  // With a partition the rest keeps its version, and the revisions never become one.
  const held = Math.min(wanted, Math.max(0, partition - first));
  const onDelete = textAt(object, 'spec', 'updateStrategy', 'type') === 'OnDelete';
  const updated = numberAt(object, 0, 'status', 'updatedReplicas');
  // Ready for minReadySeconds: until then a further update may replace all pods at once, where they are started in parallel
  // (updateStatefulSetAfterInvariantEstablished in pkg/controller/statefulset/stateful_set_control.go, v1.37.2).
  const ready = numberAt(
    object,
    numberAt(object, 0, 'status', 'readyReplicas'),
    ...['status', 'availableReplicas'],
  );
  const isNew =
    onDelete ||
    (held > 0 && updated >= wanted - held) ||
    (updated >= wanted &&
      textAt(object, 'status', 'currentRevision') === textAt(object, 'status', 'updateRevision'));
  return { done: ready >= wanted && (wanted === 0 || isNew), ready, wanted };
}

function daemonSetState(object: unknown): WorkloadState {
  const wanted = numberAt(object, 0, 'status', 'desiredNumberScheduled');
  if (!isSeen(object)) return { done: false, ready: 0, wanted };
  const ready = numberAt(object, 0, 'status', 'numberAvailable');
  const updated = numberAt(object, 0, 'status', 'updatedNumberScheduled');
  return { done: ready >= wanted && updated >= wanted, ready: Math.min(ready, updated), wanted };
}

function jobState(object: unknown): WorkloadState {
  const wanted = numberAt(object, 1, 'spec', 'completions');
  const is = (type: string) => textAt(condition(object, type), 'status') === 'True';
  const ready = numberAt(object, 0, 'status', 'succeeded');
  const failed = condition(object, 'Failed');
  return {
    // A run that is kept suspended is started by somebody else.
    done: is('Complete') || at(object, 'spec', 'suspend') === true,
    ...(is('Failed')
      ? { failed: textAt(failed, 'message') ?? textAt(failed, 'reason') ?? 'it failed' }
      : {}),
    ready,
    wanted,
  };
}

/** External Secrets Operator writes generation and a hash of the metadata: `GetResourceVersion` in pkg/controllers/util of v1.3.2. */
function isRefreshed(object: unknown): boolean {
  const generation = numberAt(object, 0, 'metadata', 'generation');
  return textAt(object, 'status', 'syncedResourceVersion')?.startsWith(`${generation}-`) === true;
}

/** An operator that fails tries again, so it is no more than a complaint. */
function madeState(object: unknown, type: string, isCurrent: boolean): WorkloadState {
  const made = condition(object, type);
  const done = isCurrent && textAt(made, 'status') === 'True';
  const complaint = textAt(made, 'status') === 'False' ? textAt(made, 'message') : undefined;
  return {
    done,
    ready: done ? 1 : 0,
    wanted: 1,
    ...(complaint === undefined ? {} : { complaint }),
  };
}
