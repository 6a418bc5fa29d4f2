// Test support: the pods that a list of objects will bring about, for whatever reasons about pods rather than workloads.
import { at, isFields, listAt, textAt } from './kubernetes-object.ts';
import { labelsAt } from './label-selectors.ts';
import type { Labels } from './label-selectors.ts';

/** What all pods of a workload have in common. */
export interface PodTemplate {
  /** `Deployment/shop-web`. */
  readonly owner: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
  readonly labels: Labels;
  /** The PodSpec, as written. */
  readonly spec: unknown;
  readonly ports: readonly NamedPort[];
}

/** A port of a container that has a name. */
export interface NamedPort {
  readonly name: string;
  readonly port: number;
  readonly protocol: string;
}

const templateIn: Readonly<Record<string, readonly string[]>> = {
  Pod: [],
  Deployment: ['spec', 'template'],
  StatefulSet: ['spec', 'template'],
  DaemonSet: ['spec', 'template'],
  ReplicaSet: ['spec', 'template'],
  Rollout: ['spec', 'template'],
  Job: ['spec', 'template'],
  CronJob: ['spec', 'jobTemplate', 'spec', 'template'],
};

/** The namespace an object lands in: its own, or the one it would be applied to. */
export function namespaceOf(manifest: unknown, fallback = 'default'): string {
  return textAt(manifest, 'metadata', 'namespace') ?? fallback;
}

/** The pod templates of the workloads among some objects, in their order. */
export function podTemplatesOf(manifests: readonly unknown[]): readonly PodTemplate[] {
  return manifests.flatMap((manifest) => {
    const kind = textAt(manifest, 'kind') ?? '';
    const template = at(manifest, ...(templateIn[kind] ?? ['nowhere']));
    const spec = at(template, 'spec');
    // A Rollout may refer to a Deployment's template instead of having its own.
    if (!isFields(spec)) return [];
    const name = textAt(manifest, 'metadata', 'name') ?? '';
    return [
      {
        owner: `${kind}/${name}`,
        kind,
        name,
        namespace: namespaceOf(manifest),
        labels: labelsAt(template, 'metadata', 'labels'),
        spec,
        ports: namedPorts(spec),
      },
    ];
  });
}

/** All containers of a PodSpec: the main ones first, then those that run before or beside them. */
export function containersOf(spec: unknown): readonly unknown[] {
  return [...listAt(spec, 'containers'), ...listAt(spec, 'initContainers')];
}

/** The named ports of a PodSpec. Init containers count only when they keep running as sidecars. */
export function namedPorts(spec: unknown): readonly NamedPort[] {
  const sidecars = listAt(spec, 'initContainers').filter(
    (container) => at(container, 'restartPolicy') === 'Always',
  );
  return [...listAt(spec, 'containers'), ...sidecars]
    .flatMap((container) => listAt(container, 'ports'))
    .flatMap((port) => {
      const name = textAt(port, 'name');
      if (name === undefined) return [];
      const protocol = textAt(port, 'protocol') ?? 'TCP';
      return [{ name, port: Number(at(port, 'containerPort')), protocol }];
    });
}
