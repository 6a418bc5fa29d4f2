// Fields that came or went between versions.
import type { valid } from './valid-objects.ts';

/** A field, and the versions that know it. */
export interface Field {
  readonly field: string;
  readonly of: keyof typeof valid;
  readonly at: readonly (string | number)[];
  readonly value: unknown;
  readonly since: string;
  /** First version without it again. */
  readonly until?: string;
}

const pod = ['spec', 'template', 'spec'] as const;
const container = [...pod, 'containers', 0] as const;

/** Fields of which some version knows nothing, or that our output relies on. */
export const fields: readonly Field[] = [
  {
    field: 'lifecycle.preStop.sleep',
    of: 'deployment',
    at: [...container, 'lifecycle', 'preStop', 'sleep'],
    value: { seconds: 3 },
    since: '1.29',
  },
  {
    field: 'a sidecar, restartPolicy of an init container',
    of: 'deployment',
    at: [...pod, 'initContainers', 0, 'restartPolicy'],
    value: 'Always',
    since: '1.29',
  },
  {
    field: 'trafficDistribution',
    of: 'service',
    at: ['spec', 'trafficDistribution'],
    value: 'PreferClose',
    since: '1.30',
  },
  {
    field: 'appArmorProfile',
    of: 'deployment',
    at: [...pod, 'securityContext', 'appArmorProfile'],
    value: { type: 'RuntimeDefault' },
    since: '1.30',
  },
  {
    field: 'recursiveReadOnly',
    of: 'deployment',
    at: [...container, 'volumeMounts', 0, 'recursiveReadOnly'],
    value: 'IfPossible',
    since: '1.30',
  },
  {
    field: 'successPolicy',
    of: 'job',
    at: ['spec', 'successPolicy'],
    value: { rules: [{ succeededCount: 1 }] },
    since: '1.30',
  },
  {
    field: 'managedBy',
    of: 'job',
    at: ['spec', 'managedBy'],
    value: 'kueue.x-k8s.io/multikueue',
    since: '1.30',
  },
  {
    field: 'supplementalGroupsPolicy',
    of: 'deployment',
    at: [...pod, 'securityContext', 'supplementalGroupsPolicy'],
    value: 'Strict',
    since: '1.31',
  },
  {
    field: 'an image volume',
    of: 'deployment',
    at: [...pod, 'volumes', 0],
    value: { name: 'tmp', image: { reference: 'a:1' } },
    since: '1.31',
  },
  {
    field: 'resources of the pod',
    of: 'deployment',
    at: [...pod, 'resources'],
    value: { limits: { memory: '1Gi' } },
    since: '1.32',
  },
  {
    field: 'seLinuxChangePolicy',
    of: 'deployment',
    at: [...pod, 'securityContext', 'seLinuxChangePolicy'],
    value: 'Recursive',
    since: '1.32',
  },
  {
    field: 'tolerance of an autoscaler',
    of: 'horizontalPodAutoscaler',
    at: ['spec', 'behavior', 'scaleDown', 'tolerance'],
    value: '0.05',
    since: '1.33',
  },
  {
    field: 'stopSignal',
    of: 'deployment',
    at: [...container, 'lifecycle', 'stopSignal'],
    value: 'SIGQUIT',
    since: '1.33',
  },
  {
    field: 'fileKeyRef',
    of: 'deployment',
    at: [...container, 'env', 0],
    value: { name: 'A', valueFrom: { fileKeyRef: { volumeName: 'tmp', path: 'a', key: 'b' } } },
    since: '1.34',
  },
  {
    field: 'restartPolicyRules',
    of: 'deployment',
    at: [...container, 'restartPolicyRules'],
    value: [{ action: 'Restart', exitCodes: { operator: 'In', values: [1] } }],
    since: '1.34',
  },
  {
    field: 'hostnameOverride',
    of: 'deployment',
    at: [...pod, 'hostnameOverride'],
    value: 'shop',
    since: '1.34',
  },
  {
    field: 'a toleration that compares numbers',
    of: 'deployment',
    at: [...pod, 'tolerations'],
    value: [{ key: 'a', operator: 'Gt', value: '1' }],
    since: '1.35',
  },
  {
    field: 'workloadRef',
    of: 'deployment',
    at: [...pod, 'workloadRef'],
    value: { name: 'a', podGroup: 'b' },
    since: '1.35',
    until: '1.36',
  },
  {
    field: 'schedulingGroup',
    of: 'deployment',
    at: [...pod, 'schedulingGroup'],
    value: { podGroupName: 'a' },
    since: '1.36',
  },
  {
    field: 'the mode of an emptyDir',
    of: 'deployment',
    at: [...pod, 'volumes', 0, 'emptyDir', 'mode'],
    value: 448,
    since: '1.37',
  },
];
