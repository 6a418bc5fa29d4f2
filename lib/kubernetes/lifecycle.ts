/** kubernetes › lifecycle: the pause before SIGTERM, in which proxies learn that the pod is leaving. */

import type { k8s } from 'cdk8s-plus-28';
import type { LifecyclePlan } from '../model/plan/container-plan.ts';
import { pythonSleepCommand, sleepCommand } from '../model/plan/pre-stop-command.ts';
import type { Widened } from './plain.ts';

/** `sleep` is newer than the generated types. @see https://kubernetes.io/docs/concepts/containers/container-lifecycle-hooks/ */
type LifecycleHandler = Widened<
  k8s.LifecycleHandler,
  { readonly sleep?: { readonly seconds: number } }
>;

/** The hooks of a container with `preStop` as newer clusters know it. */
export type Lifecycle = Widened<k8s.Lifecycle, { readonly preStop?: LifecycleHandler | undefined }>;

/** A container with the hooks newer clusters know. */
export type Container = Widened<k8s.Container, { readonly lifecycle?: Lifecycle | undefined }>;

/** A pod of such containers. */
export type PodTemplate = Widened<
  k8s.PodTemplateSpec,
  {
    readonly spec: Widened<
      k8s.PodSpec,
      {
        readonly containers: readonly Container[];
        readonly initContainers?: readonly Container[] | undefined;
      }
    >;
  }
>;

/** The hook of a container; undefined when there is no pause. */
export function lowerLifecycle(lifecycle: LifecyclePlan): Lifecycle | undefined {
  switch (lifecycle.preStop) {
    case 'none':
      return undefined;
    case 'sleepAction':
      return { preStop: { sleep: { seconds: lifecycle.preStopSeconds } } };
    case 'sleepCommand':
      return { preStop: { exec: { command: sleepCommand(lifecycle.preStopSeconds) } } };
    case 'pythonCommand':
      return { preStop: { exec: { command: pythonSleepCommand(lifecycle.preStopSeconds) } } };
  }
}
