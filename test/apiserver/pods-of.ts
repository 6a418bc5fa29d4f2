// Makes the Pod a controller would make: admission refuses Pods, and only warns about the workloads that make them.
import type { KubernetesObject } from '../support/kubernetes-object.ts';
import { at, isFields } from '../support/kubernetes-object.ts';

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
    spec: at(template, 'spec'),
  };
}
