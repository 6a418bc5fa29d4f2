// How far objects have come and what is wrong with pods, read from statuses as controllers and kubelets write them.
import { describe, expect, test } from 'vitest';
import { deadlineOf } from '../../lib/deploy/deadline.ts';
import { exposureState } from '../../lib/deploy/exposure-state.ts';
import { isApplied, takenOver, withoutServerFields } from '../../lib/deploy/live-object.ts';
import { troublesOf } from '../../lib/deploy/pod-trouble.ts';
import { workloadState } from '../../lib/deploy/workload-state.ts';

const deployment = (status: object, generation = 2) => ({
  kind: 'Deployment',
  metadata: { generation },
  spec: { replicas: 3, progressDeadlineSeconds: 300 },
  status: { observedGeneration: 2, ...status },
});

describe('a Deployment', () => {
  const all = { replicas: 3, updatedReplicas: 3, availableReplicas: 3 };
  test('is done when all pods are new and available', () => {
    expect(workloadState(deployment(all))).toEqual({ done: true, ready: 3, wanted: 3 });
  });

  test.each([
    ['its controller has not seen the change', deployment(all, 3)],
    ['old pods are left', deployment({ ...all, replicas: 4 })],
    ['a new pod is missing', deployment({ ...all, updatedReplicas: 2, replicas: 2 })],
    ['a new pod is not available', deployment({ ...all, availableReplicas: 2 })],
  ])('is not done while %s', (_, object) => {
    expect(workloadState(object)).toMatchObject({ done: false });
  });

  test('has failed when its deadline is over, and tells what refuses its pods', () => {
    const conditions = [
      { type: 'Progressing', status: 'False', reason: 'ProgressDeadlineExceeded' },
      { type: 'ReplicaFailure', status: 'True', message: 'exceeded quota: small' },
    ];
    expect(workloadState(deployment({ conditions }))).toMatchObject({
      failed: 'it made no progress for 300 s',
      complaint: 'exceeded quota: small',
    });
  });
});

describe('what an operator makes a Secret of', () => {
  const external = (status: object) => ({
    kind: 'ExternalSecret',
    metadata: { generation: 2 },
    status,
  });
  const sealed = (status: object) => ({
    kind: 'SealedSecret',
    metadata: { generation: 2 },
    status,
  });
  const is = (type: string, status: string) => ({
    conditions: [{ type, status, message: 'could not get secret data from provider' }],
  });

  test('is done when the operator has seen this version of it and made the Secret', () => {
    const refreshed = { syncedResourceVersion: '2-a1b2', ...is('Ready', 'True') };
    expect(workloadState(external(refreshed))).toEqual({ done: true, ready: 1, wanted: 1 });
    const unsealed = { observedGeneration: 2, ...is('Synced', 'True') };
    expect(workloadState(sealed(unsealed))).toEqual({ done: true, ready: 1, wanted: 1 });
  });

  test.each([
    ['no operator has looked at it', external({})],
    [
      'the Secret is that of the version before',
      external({ syncedResourceVersion: '1-a1b2', ...is('Ready', 'True') }),
    ],
    [
      'another number begins alike',
      external({ syncedResourceVersion: '20-a1b2', ...is('Ready', 'True') }),
    ],
    ['no controller has looked at it', sealed({})],
    [
      'what was unsealed is the version before',
      sealed({ observedGeneration: 1, ...is('Synced', 'True') }),
    ],
  ])('is not done while %s', (_, object) => {
    expect(workloadState(object)).toMatchObject({ done: false });
  });

  test('tells why the operator cannot', () => {
    const complaint = 'could not get secret data from provider';
    for (const object of [external(is('Ready', 'False')), sealed(is('Synced', 'False'))]) {
      expect(workloadState(object)).toMatchObject({ done: false, complaint });
    }
  });

  test('may take two minutes, which no timeout of pods decides', () => {
    const manifest = {
      apiVersion: 'external-secrets.io/v1',
      kind: 'ExternalSecret',
      metadata: { name: 'shop-db' },
    };
    expect(deadlineOf(manifest, [])).toBe(120);
  });
});

describe('other workloads', () => {
  const set = (status: object) => ({
    kind: 'StatefulSet',
    metadata: { generation: 1 },
    spec: { replicas: 2 },
    status: { observedGeneration: 1, readyReplicas: 2, updatedReplicas: 2, ...status },
  });
  test('a StatefulSet is done when its revision is the new one', () => {
    const revisions = { currentRevision: 'b', updateRevision: 'b' };
    expect(workloadState(set(revisions)).done).toBe(true);
    expect(workloadState(set({ ...revisions, currentRevision: 'a' })).done).toBe(false);
    expect(workloadState(set({ ...revisions, readyReplicas: 1 })).done).toBe(false);
    // Ready, and not for long enough.
    expect(workloadState(set({ ...revisions, availableReplicas: 1 })).done).toBe(false);
  });

  test('a StatefulSet with a partition is done when the pods above it are new', () => {
    const held = (updatedReplicas: number, partition = 1, start = 0) =>
      workloadState({
        ...set({ updatedReplicas, currentRevision: 'a', updateRevision: 'b' }),
        spec: {
          replicas: 2,
          ordinals: { start },
          updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition } },
        },
      }).done;
    expect([held(0), held(1)]).toEqual([false, true]);
    expect([held(1, 4, 4), held(1, 5, 4), held(0, 9, 4)]).toEqual([false, true, true]);
  });

  test('a Job is done or has failed by its conditions, never by counting', () => {
    const job = (conditions: readonly object[], failed = 0) => ({
      ...{ kind: 'Job', spec: {}, status: { conditions, failed } },
    });
    expect(workloadState(job([], 2))).toMatchObject({ done: false });
    expect(workloadState(job([{ type: 'Complete', status: 'True' }])).done).toBe(true);
    const failed = job([{ type: 'Failed', status: 'True', message: 'BackoffLimitExceeded' }]);
    expect(workloadState(failed)).toMatchObject({ done: false, failed: 'BackoffLimitExceeded' });
  });
});

describe('a pod', () => {
  const pod = (status: object) => ({ metadata: { name: 'web-1' }, status });
  const waiting = (reason: string, more: object = {}) =>
    pod({
      containerStatuses: [{ name: 'web', state: { waiting: { reason, message: 'm' } }, ...more }],
    });

  test.each([
    ['ImagePullBackOff', 'stuck'],
    ['InvalidImageName', 'never'],
    ['CreateContainerConfigError', 'stuck'],
    ['CrashLoopBackOff', 'stuck'],
  ])('in %s is %s', (reason, outlook) => {
    expect(troublesOf(waiting(reason))).toMatchObject([
      { pod: 'web-1', container: 'web', reason, message: 'm', outlook },
    ]);
  });

  test('that crashes says how it ended', () => {
    const lastState = { terminated: { exitCode: 137, reason: 'OOMKilled' } };
    expect(troublesOf(waiting('CrashLoopBackOff', { lastState, restartCount: 4 }))).toMatchObject([
      { message: 'ended with exit code 137 (OOMKilled)', hasLog: true },
    ]);
  });

  test('that no node takes waits, with the reason of the scheduler', () => {
    const conditions = [
      { type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message: '0/3 nodes' },
    ];
    expect(troublesOf(pod({ conditions }))).toEqual([
      {
        ...{ pod: 'web-1', reason: 'Unschedulable', message: '0/3 nodes' },
        ...{ outlook: 'waits', hasLog: false },
      },
    ]);
  });

  test.each([
    ['is being made', waiting('ContainerCreating')],
    ['is initialised', waiting('PodInitializing')],
    ['runs', pod({ containerStatuses: [{ name: 'web', state: { running: {} }, ready: true }] })],
    [
      'has done its work',
      pod({ containerStatuses: [{ name: 'web', state: { terminated: { exitCode: 0 } } }] }),
    ],
    ['was started again once', pod({ containerStatuses: [{ name: 'web', restartCount: 1 }] })],
    ['has no status yet', { metadata: { name: 'web-1' } }],
  ])('that %s is no trouble', (_, object) => {
    expect(troublesOf(object)).toEqual([]);
  });
});

describe('time', () => {
  const metadata = { name: 'x', namespace: 'x' };
  test('of a run is its own deadline and a minute', () => {
    const job = {
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata,
      spec: { activeDeadlineSeconds: 900 },
    };
    expect(deadlineOf(job, [])).toBe(960);
  });

  test('of a workload grows with its waves, and is never less than its controller waits', () => {
    const web = (max: number) => ({
      ...{ apiVersion: 'apps/v1', kind: 'Deployment', metadata },
      spec: {
        replicas: max,
        progressDeadlineSeconds: 600,
        strategy: { rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
      },
    });
    expect(deadlineOf(web(1), [])).toBe(660);
    expect(deadlineOf(web(20), [])).toBeGreaterThan(20 * 120);
  });
});

describe('what a server adds', () => {
  const live = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {
      ...{ name: 'x', uid: 'u', resourceVersion: '1', creationTimestamp: 'now' },
      labels: { a: 'b' },
      annotations: { 'kubectl.kubernetes.io/last-applied-configuration': '{}' },
      managedFields: [],
    },
    spec: { clusterIP: '10.0.0.1' },
    status: { loadBalancer: {} },
  };
  test('is left out of a comparison, and nothing else is', () => {
    expect(withoutServerFields(live)).toEqual({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'x', labels: { a: 'b' } },
      spec: { clusterIP: '10.0.0.1' },
    });
  });

  test('what kubectl applied becomes ours as a whole, and nothing of others does', () => {
    const entry = (manager: string, operation: string, fieldsV1: object) => ({
      manager,
      operation,
      fieldsV1,
    });
    const theirs = entry('kubectl-client-side-apply', 'Update', {
      'f:a': {},
      'f:b': { 'f:c': {} },
    });
    const ours = entry('slipway', 'Apply', { 'f:b': { 'f:d': {} } });
    const other = entry('kube-controller-manager', 'Update', { 'f:status': {} });
    const of = (...managedFields: readonly object[]) => ({ metadata: { managedFields } });
    expect(takenOver(of(theirs, ours, other))).toEqual([
      entry('slipway', 'Apply', { 'f:a': {}, 'f:b': { 'f:c': {}, 'f:d': {} } }),
      other,
    ]);
    expect(takenOver(of(ours, other))).toBeUndefined();
    expect([isApplied(of(ours)), isApplied(of(theirs)), isApplied({})]).toEqual([
      true,
      false,
      false,
    ]);
  });
});

describe('a way in', () => {
  test('is known by its addresses', () => {
    expect(
      exposureState({
        kind: 'Ingress',
        spec: { rules: [{ host: 'a.example.com' }] },
        status: {
          loadBalancer: { ingress: [{ ip: '203.0.113.7' }, { hostname: 'lb.example.com' }] },
        },
      }),
    ).toEqual({
      hosts: ['a.example.com'],
      addresses: ['203.0.113.7', 'lb.example.com'],
      problems: [],
    });
  });

  test('says what its controller refuses', () => {
    const conditions = [
      { type: 'Accepted', status: 'False', reason: 'NoMatchingParent', message: 'no listener' },
      { type: 'ResolvedRefs', status: 'True' },
    ];
    expect(exposureState({ status: { parents: [{ conditions }] } }).problems).toEqual([
      'Accepted: NoMatchingParent, no listener',
    ]);
    const invalid = { kind: 'VirtualServer', status: { state: 'Invalid', message: 'bad host' } };
    expect(exposureState(invalid).problems).toEqual(['Invalid: bad host']);
  });
});
