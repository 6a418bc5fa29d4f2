/** resolve › shape: keys that other tools have, and what an author says here instead. */

/** Keys of pods and workloads, at a process. @internal */
export const KEYS_OF_PODS: Readonly<Record<string, string>> = {
  autoscaling: 'Did you mean `scale`? E.g. `scale: { min: 2, max: 6, cpu: 70 }`.',
  env: 'Did you mean `config`?',
  environment: 'Did you mean `config`?',
  livenessProbe: 'Did you mean `health`?',
  readinessProbe: 'Did you mean `health`?',
  replicas: 'Did you mean `scale`? E.g. `scale: 3`.',
  strategy: 'Did you mean `rollout`?',
  volumeMounts: 'Did you mean `mounts`?',
};

/** Keys of charts and workloads, at a service. @internal */
export const KEYS_OF_CHARTS: Readonly<Record<string, string>> = {
  autoscaling: 'Did you mean `scale` of a process? E.g. `web: { scale: { min: 2, max: 6 } }`.',
  dependencies: 'Did you mean `needs`?',
  env: 'Did you mean `config`?',
  ingress: 'Did you mean `expose`? Who else may connect is said in `network.ingress`.',
  replicas: 'Did you mean `scale` of a process? E.g. `web: { scale: 3 }`.',
  strategy: 'Did you mean `rollout`?',
};
