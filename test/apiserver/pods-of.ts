// Makes the Pod a controller would make: admission refuses Pods, and only warns about the workloads that make them.
import type { KubernetesObject } from '../support/kubernetes-object.ts';
import { at, isFields, listAt, textAt } from '../support/kubernetes-object.ts';

const templatePaths: Readonly<Record<string, readonly string[]>> = {
  Deployment: ['spec', 'template'],
  ReplicaSet: ['spec', 'template'],
  StatefulSet: ['spec', 'template'],
  DaemonSet: ['spec', 'template'],
  Job: ['spec', 'template'],
  CronJob: ['spec', 'jobTemplate', 'spec', 'template'],
  Rollout: ['spec', 'template'],
};

/** The Pod of a workload's template, or undefined for an object without one. */
export function podOf(object: KubernetesObject): KubernetesObject | undefined {
  const path = templatePaths[object.kind];
  const template = path === undefined ? undefined : at(object, ...path);
  if (!isFields(template)) return undefined;
  const { name, namespace } = object.metadata;
  const metadata = at(template, 'metadata');
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      ...(isFields(metadata) ? metadata : {}),
      name: `${name.slice(0, 40)}-pod`,
      ...(namespace === undefined ? {} : { namespace }),
    },
    spec: withOwnVolumes(at(template, 'spec'), object),
  };
}

/** What the controller of a StatefulSet adds for the claims of each pod. */
function withOwnVolumes(spec: unknown, object: KubernetesObject): unknown {
  const templates = listAt(object, 'spec', 'volumeClaimTemplates');
  if (templates.length === 0 || !isFields(spec)) return spec;
  const own = templates.map((claim) => {
    const name = textAt(claim, 'metadata', 'name') ?? '';
    return { name, persistentVolumeClaim: { claimName: `${name}-${object.metadata.name}-0` } };
  });
  return { ...spec, volumes: [...listAt(spec, 'volumes'), ...own] };
}
