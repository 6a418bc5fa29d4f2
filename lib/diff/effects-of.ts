/** diff › effects: what a change of one object does to a cluster, by its kind; a kind that is not known says so. */

import { isImmortal } from '../kubernetes/immortal-namespaces.ts';
import { parseQuantity } from '../units/quantity.ts';
import { EFFECT_KINDS, type Effect, type ObjectPair } from './change.ts';
import { configMapEffects } from './config-map-effects.ts';
import { immutableChange } from './immutable.ts';
import { namespaceOpenings, policyEffects, rightsEffects } from './openings.ts';
import { hasPods } from './pods-of.ts';
import { at, textAt } from './read-manifest.ts';
import { storedEffects } from './stored-effects.ts';
import { routeEffects, scalerEffects, serviceEffects } from './traffic-effects.ts';
import { workloadEffects } from './workload-effects.ts';

/** All effects, the worst first; where there is none, that nothing restarts. */
export function effectsOf(pair: ObjectPair): readonly Effect[] {
  const { before, after } = pair;
  const immutable =
    before === undefined || after === undefined ? undefined : immutableChange(before, after);
  const effects = [...(immutable === undefined ? [] : [immutable]), ...byKind(pair)];
  if (effects.length === 0) {
    return [
      { kind: 'none', says: after === undefined ? 'it is removed.' : 'it takes effect in place.' },
    ];
  }
  const rank = ({ kind }: Effect) => EFFECT_KINDS.indexOf(kind);
  return effects.toSorted((a, b) => rank(a) - rank(b));
}

/** Groups whose objects decide where requests go. */
const ROUTES =
  /^(gateway\.networking\.k8s\.io|k8s\.nginx\.org|traefik\.io|networking\.istio\.io)\//;

function byKind(pair: ObjectPair): readonly Effect[] {
  const { kind = '', apiVersion = '' } = pair.after ?? pair.before ?? {};
  if (ROUTES.test(apiVersion)) return routeEffects(pair);
  return Object.hasOwn(KINDS, kind) ? (KINDS[kind]?.(pair) ?? []) : UNKNOWN;
}

const UNKNOWN: readonly Effect[] = [
  { kind: 'none', says: 'what its controller makes of it is not known here.' },
];

const rights = ({ before, after }: ObjectPair): readonly Effect[] =>
  after === undefined ? [] : rightsEffects(before, after);
const nothing = (): readonly Effect[] => [];
const content =
  (says: string) =>
  ({ after }: ObjectPair): readonly Effect[] =>
    after === undefined ? [lost(says)] : [];

/** Kinds whose changes are understood. */
const KINDS: Readonly<Record<string, (pair: ObjectPair) => readonly Effect[]>> = {
  Deployment: workloadEffects,
  StatefulSet: (pair) => [...workloadEffects(pair), ...storedEffects(pair)],
  DaemonSet: workloadEffects,
  ReplicaSet: workloadEffects,
  // Of Argo Rollouts: what a Deployment is, replaced by its controller in steps.
  Rollout: workloadEffects,
  Job: ({ before, after }) =>
    after === undefined || before !== undefined
      ? []
      : [{ kind: 'run', says: 'it runs once when it is applied.' }],
  CronJob: cronEffects,
  Service: serviceEffects,
  Ingress: routeEffects,
  HorizontalPodAutoscaler: scalerEffects,
  ScaledObject: scalerEffects,
  TriggerAuthentication: nothing,
  NetworkPolicy: ({ before, after }) => policyEffects(before, after),
  Role: rights,
  ClusterRole: rights,
  RoleBinding: rights,
  ClusterRoleBinding: rights,
  Namespace: namespaceEffects,
  PersistentVolumeClaim: claimEffects,
  PersistentVolume: content('what is stored on it may be deleted.'),
  CustomResourceDefinition: content('all objects of its kind are deleted with it.'),
  Secret: content('its content is gone, unless it is kept elsewhere.'),
  PodDisruptionBudget: ({ before, after, beside }) =>
    after === undefined &&
    hasPods(at(before, 'spec', 'selector', 'matchLabels'), before?.metadata.namespace, beside.after)
      ? [{ kind: 'traffic', says: 'drains of nodes may stop all pods at once.' }]
      : [],
  ConfigMap: configMapEffects,
  ServiceAccount: nothing,
};

function lost(says: string): Effect {
  return { kind: 'dataLoss', says, destructive: true };
}

function cronEffects({ before, after }: ObjectPair): readonly Effect[] {
  if (after === undefined) {
    return [{ kind: 'stop', says: 'it runs no more.', destructive: true }];
  }
  const schedule = textAt(after, 'spec', 'schedule') ?? '';
  return [
    {
      kind: 'none',
      says:
        before === undefined
          ? `it runs by the schedule \`${schedule}\`.`
          : 'a run that has begun goes on; the next one is as changed.',
    },
  ];
}

function namespaceEffects({ before, after }: ObjectPair): readonly Effect[] {
  if (after === undefined) {
    const { kind, metadata } = before ?? { kind: '', metadata: { name: '' } };
    return isImmortal({ kind, name: metadata.name })
      ? [{ kind: 'none', says: 'it stays, with its labels: the cluster lives in it.' }]
      : [lost('everything in it is deleted, volumes too.')];
  }
  return before === undefined ? [] : namespaceOpenings(before, after);
}

function claimEffects({ before, after }: ObjectPair): readonly Effect[] {
  if (after === undefined) return [lost('what is stored in it may be deleted.')];
  if (before === undefined) return [];
  const size = (manifest: typeof before) => {
    const parsed = parseQuantity(
      textAt(manifest, 'spec', 'resources', 'requests', 'storage') ?? '',
    );
    return parsed.ok ? parsed.value.nano : 0n;
  };
  const text = (manifest: typeof before) =>
    textAt(manifest, 'spec', 'resources', 'requests', 'storage') ?? '';
  if (size(after) > size(before)) {
    return [
      {
        kind: 'resources',
        says: `it grows from ${text(before)} to ${text(after)} in place, where its class allows it (allowVolumeExpansion), and cannot shrink again.`,
      },
    ];
  }
  return size(after) < size(before)
    ? [
        {
          kind: 'recreate',
          says: 'a claim cannot shrink: the API server refuses it.',
          wayOut: 'Make a smaller claim of another name, copy the data, and point the pods to it.',
          destructive: true,
        },
      ]
    : [];
}
