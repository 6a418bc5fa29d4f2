/** deploy › order: what is applied before what, so that nothing starts without what it needs and traffic moves last. */

import { isClusterScoped } from '../kubernetes/cluster-scoped.ts';
import type { Manifest } from '../kubernetes/manifest.ts';
import { groupOf, refKey, refOf } from './object-ref.ts';

/** The phases of a deployment in their order. */
export const PHASES = [
  'prerequisites',
  'configuration',
  'migration',
  'workloads',
  'exposure',
] as const;

/** One phase. */
export type Phase = (typeof PHASES)[number];

/** Manifests by phase. */
export type Phased = Readonly<Record<Phase, readonly Manifest[]>>;

/** Kinds whose pods are waited for. */
const WORKLOADS = new Set(['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet']);
/** Kinds that belong to pods and mean nothing before they exist. */
const BESIDE_WORKLOADS = new Set(['CronJob', 'HorizontalPodAutoscaler', 'PodDisruptionBudget']);
/** Groups whose objects send requests to pods. */
const ROUTES = new Set([
  'gateway.networking.k8s.io',
  'gateway.nginx.org',
  'k8s.nginx.org',
  'traefik.io',
  'networking.istio.io',
  'externaldns.k8s.io',
]);
/** Objects others are made in or from, in the order in which they need one another. */
const FIRST = ['Namespace', 'CustomResourceDefinition'];

/**
 * The phases of a set of manifests. A Service that exists already is applied after the workloads, because changing its
 * selector moves traffic (the switch of a blue/green); a new one comes first, because nobody uses it yet.
 * @param exists whether the cluster has the object, by `refKey`
 */
export function phasesOf(manifests: readonly Manifest[], exists: (key: string) => boolean): Phased {
  const groups = Map.groupBy(manifests, (manifest) => phaseOf(manifest, exists));
  const of = (phase: Phase) => groups.get(phase) ?? [];
  return {
    prerequisites: of('prerequisites').toSorted((a, b) => rankFirst(a) - rankFirst(b)),
    configuration: of('configuration'),
    migration: of('migration'),
    // Pods before what scales and protects them.
    workloads: of('workloads').toSorted((a, b) => Number(!isWorkload(a)) - Number(!isWorkload(b))),
    exposure: of('exposure'),
  };
}

/** Whether pods of this object are waited for. */
export function isWorkload({ apiVersion, kind }: Manifest): boolean {
  return groupOf(apiVersion) === 'apps' && WORKLOADS.has(kind);
}

/** Groups of operators that make Secrets, by kind. */
const MAKERS: Readonly<Record<string, string>> = {
  ExternalSecret: 'external-secrets.io',
  SealedSecret: 'bitnami.com',
};

/** Whether an operator makes a Secret of this object, which is waited for: pods that start before it have the old one. */
export function makesSecret({ apiVersion, kind }: Manifest): boolean {
  return MAKERS[kind] === groupOf(apiVersion);
}

/** Whether this object is a run to its end that is waited for, as a migration is. */
export function isJob({ apiVersion, kind }: Pick<Manifest, 'apiVersion' | 'kind'>): boolean {
  return groupOf(apiVersion) === 'batch' && kind === 'Job';
}

function phaseOf(manifest: Manifest, exists: (key: string) => boolean): Phase {
  const { apiVersion, kind } = manifest;
  const group = groupOf(apiVersion);
  if (isClusterScoped(apiVersion, kind)) return 'prerequisites';
  if (isJob(manifest)) return 'migration';
  if (isWorkload(manifest) || BESIDE_WORKLOADS.has(kind)) return 'workloads';
  if (group === '' && kind === 'Service') {
    return exists(refKey(refOf(manifest))) ? 'exposure' : 'configuration';
  }
  return ROUTES.has(group) || kind === 'Ingress' ? 'exposure' : 'configuration';
}

function rankFirst({ kind }: Manifest): number {
  const rank = FIRST.indexOf(kind);
  return rank < 0 ? FIRST.length : rank;
}
