/** The pods an object makes, and their containers, whatever kind the object is. */

import { rememberedOf } from '../../text/remembered.ts';
import { dataAt, type Data, isData, listAt, mapAt, numberAt, textAt } from './data.ts';
import type { ManifestObject } from './manifest-object.ts';

/** The pods an object makes. */
export interface PodTemplate {
  readonly owner: ManifestObject;
  /** Where the pod spec stands in the object, e.g. `spec.template.spec`. */
  readonly path: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly spec: Data;
  /** `running` until replaced, or `ending` by itself as those of jobs. */
  readonly life: 'running' | 'ending';
  readonly containers: readonly PodContainer[];
}

/** A container of a pod. */
export interface PodContainer {
  readonly name: string;
  /** `sidecar`: an init container that keeps running (`restartPolicy: Always`). */
  readonly role: 'main' | 'init' | 'sidecar';
  /** Where it stands in the object, e.g. `spec.template.spec.containers[web]`. */
  readonly path: string;
  readonly body: Data;
}

/** A probe or lifecycle hook of a container. */
export interface Handler {
  readonly kind: 'startupProbe' | 'readinessProbe' | 'livenessProbe' | 'preStop' | 'postStart';
  readonly path: string;
  readonly body: Data;
}

/** The pods an object makes; undefined when it makes none that can be seen. */
export function podTemplateOf(owner: ManifestObject): PodTemplate | undefined {
  const place = placeOf(owner);
  const template = dataAt(owner.body, ...place);
  const spec = dataAt(template, 'spec');
  if (listAt(spec, 'containers').length === 0) return undefined;
  const path = [...place, 'spec'].join('.');
  return {
    owner,
    path,
    labels: owner.kind === 'Pod' ? owner.labels : mapAt(template, 'metadata', 'labels'),
    annotations:
      owner.kind === 'Pod' ? owner.annotations : mapAt(template, 'metadata', 'annotations'),
    spec,
    life: ['Job', 'CronJob'].includes(owner.kind) ? 'ending' : 'running',
    containers: [
      ...listAt(spec, 'initContainers').map((body) => containerOf(body, `${path}.initContainers`)),
      ...listAt(spec, 'containers').map((body) => containerOf(body, `${path}.containers`)),
    ],
  };
}

/** Probes and hooks of a container, those that are there. */
export const handlersOf: (container: PodContainer) => readonly Handler[] =
  rememberedOf(readHandlers);

function readHandlers(container: PodContainer): readonly Handler[] {
  const probes = (['startupProbe', 'readinessProbe', 'livenessProbe'] as const).flatMap((kind) =>
    isData(container.body[kind])
      ? [{ kind, path: `${container.path}.${kind}`, body: container.body[kind] }]
      : [],
  );
  const lifecycle = dataAt(container.body, 'lifecycle');
  const hooks = (['preStop', 'postStart'] as const).flatMap((kind) =>
    isData(lifecycle[kind])
      ? [{ kind, path: `${container.path}.lifecycle.${kind}`, body: lifecycle[kind] }]
      : [],
  );
  return [...probes, ...hooks];
}

/** Containers that run beside one another until the pod ends. */
export const longRunning: (pod: PodTemplate) => readonly PodContainer[] = rememberedOf((pod) =>
  pod.containers.filter((container) => container.role !== 'init'),
);

/** What is said about containers of pods that run until they are replaced: each complaint stands at its container. */
export function aboutServing<T extends object>(
  pods: readonly PodTemplate[],
  check: (pod: PodTemplate, container: PodContainer) => readonly T[],
): readonly (T & { readonly on: ManifestObject; readonly path: string })[] {
  return pods
    .filter((pod) => pod.life === 'running')
    .flatMap((pod) =>
      longRunning(pod).flatMap((container) =>
        check(pod, container).map((found) => ({ on: pod.owner, path: container.path, ...found })),
      ),
    );
}

/** The declared ports of a container. */
export function portsOf(
  container: PodContainer,
): readonly { readonly name?: string; readonly port: number; readonly protocol: string }[] {
  return listAt(container.body, 'ports').flatMap((body) => {
    const port = numberAt(body, 'containerPort');
    const name = textAt(body, 'name');
    if (port === undefined) return [];
    const protocol = textAt(body, 'protocol') ?? 'TCP';
    return [name === undefined ? { port, protocol } : { name, port, protocol }];
  });
}

/** Names of the declared ports of a pod, for messages. */
export function portNamesOf(containers: readonly PodContainer[]): string {
  const names = containers.flatMap(portsOf).map(({ name, port }) => name ?? String(port));
  return names.length === 0 ? 'none' : names.join(', ');
}

/** How many pods an object asks for when nothing scales it. Kubernetes' default: 1. */
export function replicasOf(owner: ManifestObject): number {
  return numberAt(owner.body, 'spec', 'replicas') ?? 1;
}

function placeOf(owner: ManifestObject): readonly string[] {
  if (owner.kind === 'Pod') return [];
  return owner.kind === 'CronJob'
    ? ['spec', 'jobTemplate', 'spec', 'template']
    : ['spec', 'template'];
}

function containerOf(body: Data, list: string): PodContainer {
  const name = textAt(body, 'name') ?? '';
  const init = list.endsWith('initContainers');
  const role = !init ? 'main' : textAt(body, 'restartPolicy') === 'Always' ? 'sidecar' : 'init';
  return { name, role, path: `${list}[${name}]`, body };
}
