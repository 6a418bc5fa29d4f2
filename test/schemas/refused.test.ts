// Seeded faults: one place of a valid object spoilt; every version must refuse it, there.
import { expect, test } from 'vitest';
import { withAt } from '../support/kubernetes-object.ts';
import { kubernetesVersions, validateManifest } from '../support/schemas.ts';
import { valid } from './valid-objects.ts';

interface Fault {
  readonly symptom: string;
  readonly of: keyof typeof valid;
  readonly at: readonly (string | number)[];
  readonly value: unknown;
  /** Where the complaint must stand; by default where the fault is. */
  readonly path?: string;
  /** First version that knows; by default all. */
  readonly since?: string;
}

const container = ['spec', 'template', 'spec', 'containers', 0] as const;
const inContainer = 'spec.template.spec.containers[0]';

const faults: readonly Fault[] = [
  { symptom: 'a typo in a field', of: 'deployment', at: ['spec', 'replica'], value: 2 },
  { symptom: 'a number as text', of: 'deployment', at: ['spec', 'replicas'], value: '2' },
  { symptom: 'a fraction of a replica', of: 'deployment', at: ['spec', 'replicas'], value: 1.5 },
  { symptom: 'an int32 overflow', of: 'deployment', at: ['spec', 'replicas'], value: 2147483648 },
  { symptom: 'a null', of: 'deployment', at: ['spec', 'paused'], value: null },
  {
    symptom: 'a strategy that is none',
    of: 'deployment',
    at: ['spec', 'strategy', 'type'],
    value: 'Rolling',
  },
  {
    symptom: 'a pull policy in lower case',
    of: 'deployment',
    at: [...container, 'imagePullPolicy'],
    value: 'always',
    path: `${inContainer}.imagePullPolicy`,
  },
  {
    symptom: 'a container without a name',
    of: 'deployment',
    at: [...container, 'name'],
    value: undefined,
    path: `${inContainer}.name`,
  },
  {
    symptom: 'no containers',
    of: 'deployment',
    at: ['spec', 'template', 'spec', 'containers'],
    value: undefined,
  },
  { symptom: 'no selector', of: 'deployment', at: ['spec', 'selector'], value: undefined },
  {
    symptom: 'an unquoted variable',
    of: 'deployment',
    at: [...container, 'env', 0, 'value'],
    value: 8000,
    path: `${inContainer}.env[0].value`,
  },
  {
    symptom: 'a variable twice',
    of: 'deployment',
    at: [...container, 'env', 1],
    value: { name: 'PORT', value: '1' },
    path: `${inContainer}.env`,
  },
  {
    symptom: 'a mount path twice',
    of: 'deployment',
    at: [...container, 'volumeMounts', 1, 'mountPath'],
    value: '/tmp',
    path: `${inContainer}.volumeMounts`,
  },
  {
    symptom: 'a container port twice, once with the default protocol',
    of: 'deployment',
    at: [...container, 'ports', 2],
    value: { containerPort: 8000 },
    path: `${inContainer}.ports`,
  },
  {
    symptom: 'a volume twice',
    of: 'deployment',
    at: ['spec', 'template', 'spec', 'volumes', 1, 'name'],
    value: 'tmp',
    path: 'spec.template.spec.volumes',
  },
  {
    symptom: 'a second container of the same name',
    of: 'deployment',
    at: ['spec', 'template', 'spec', 'containers', 1],
    value: { name: 'web' },
    path: 'spec.template.spec.containers',
  },
  {
    symptom: 'megabytes spelt MB',
    of: 'deployment',
    at: [...container, 'resources', 'limits', 'memory'],
    value: '512MB',
    path: `${inContainer}.resources.limits.memory`,
  },
  {
    symptom: 'a quantity with a space',
    of: 'deployment',
    at: [...container, 'resources', 'limits', 'memory'],
    value: '512 Mi',
    path: `${inContainer}.resources.limits.memory`,
  },
  {
    symptom: 'a quantity with two suffixes',
    of: 'deployment',
    at: [...container, 'resources', 'limits', 'memory'],
    value: '512KiMi',
    path: `${inContainer}.resources.limits.memory`,
  },
  {
    symptom: 'a probe under the wrong key',
    of: 'deployment',
    at: [...container, 'readinessProbe', 'http'],
    value: {},
    path: `${inContainer}.readinessProbe.http`,
  },
  {
    symptom: 'a probe without a port',
    of: 'deployment',
    at: [...container, 'readinessProbe', 'httpGet', 'port'],
    value: undefined,
    path: `${inContainer}.readinessProbe.httpGet.port`,
  },
  {
    symptom: 'a label that is a number',
    of: 'deployment',
    at: ['metadata', 'labels', 'release'],
    value: 1,
  },
  {
    symptom: 'an annotation that is true',
    of: 'deployment',
    at: ['metadata', 'annotations'],
    value: { on: true },
    path: 'metadata.annotations.on',
  },
  { symptom: 'a status', of: 'deployment', at: ['status'], value: {} },
  {
    symptom: 'metadata the server assigns',
    of: 'deployment',
    at: ['metadata', 'creationTimestamp'],
    value: '2026-01-01T00:00:00Z',
  },
  { symptom: 'no metadata', of: 'configMap', at: ['metadata'], value: undefined },
  {
    symptom: 'no name',
    of: 'configMap',
    at: ['metadata', 'name'],
    value: undefined,
    path: 'metadata',
  },
  {
    symptom: 'a seccomp type that is none',
    of: 'deployment',
    at: ['spec', 'template', 'spec', 'securityContext', 'seccompProfile', 'type'],
    value: 'Default',
  },
  {
    symptom: 'an access mode that is none',
    of: 'statefulSet',
    at: ['spec', 'volumeClaimTemplates', 0, 'spec', 'accessModes', 0],
    value: 'ReadWrite',
    path: 'spec.volumeClaimTemplates[0].spec.accessModes[0]',
    since: '1.30',
  },
  {
    symptom: 'a concurrency policy that is none',
    of: 'cronJob',
    at: ['spec', 'concurrencyPolicy'],
    value: 'forbid',
  },
  {
    symptom: 'a time zone below the wrong parent',
    of: 'cronJob',
    at: ['spec', 'jobTemplate', 'spec', 'timeZone'],
    value: 'Europe/Berlin',
  },
  { symptom: 'a Job without a template', of: 'job', at: ['spec', 'template'], value: undefined },
  {
    symptom: 'a failure policy action that is none',
    of: 'job',
    at: ['spec', 'podFailurePolicy', 'rules', 0, 'action'],
    value: 'Fail',
    path: 'spec.podFailurePolicy.rules[0].action',
  },
  {
    symptom: 'a service port twice',
    of: 'service',
    at: ['spec', 'ports', 1],
    value: { name: 'again', port: 80, protocol: 'TCP' },
    path: 'spec.ports',
  },
  {
    symptom: 'a service type that is none',
    of: 'service',
    at: ['spec', 'type'],
    value: 'Loadbalancer',
  },
  {
    symptom: 'a selector like a workload has',
    of: 'service',
    at: ['spec', 'selector'],
    value: { matchLabels: { a: 'b' } },
    path: 'spec.selector.matchLabels',
  },
  { symptom: 'config that is a number', of: 'configMap', at: ['data', 'A'], value: 1 },
  { symptom: 'a secret in the clear', of: 'secret', at: ['data', 'url'], value: 'postgres://' },
  { symptom: 'a secret without padding', of: 'secret', at: ['data', 'url'], value: 'YWI' },
  {
    symptom: 'an Ingress path without a type',
    of: 'ingress',
    at: ['spec', 'rules', 0, 'http', 'paths', 0, 'pathType'],
    value: undefined,
    path: 'spec.rules[0].http.paths[0].pathType',
  },
  {
    symptom: 'a backend as it was in v1beta1',
    of: 'ingress',
    at: ['spec', 'rules', 0, 'http', 'paths', 0, 'backend'],
    value: { serviceName: 'shop', servicePort: 80 },
    path: 'spec.rules[0].http.paths[0].backend.serviceName',
  },
  {
    symptom: 'a policy type in lower case',
    of: 'networkPolicy',
    at: ['spec', 'policyTypes', 0],
    value: 'ingress',
    path: 'spec.policyTypes[0]',
    since: '1.30',
  },
  {
    symptom: 'an end of a port range that is text',
    of: 'networkPolicy',
    at: ['spec', 'egress', 1, 'ports', 0, 'endPort'],
    value: '5100',
    path: 'spec.egress[1].ports[0].endPort',
  },
  {
    symptom: 'an autoscaler without a maximum',
    of: 'horizontalPodAutoscaler',
    at: ['spec', 'maxReplicas'],
    value: undefined,
  },
  {
    symptom: 'a metric of autoscaling/v1',
    of: 'horizontalPodAutoscaler',
    at: ['spec', 'targetCPUUtilizationPercentage'],
    value: 70,
  },
  {
    symptom: 'an eviction policy that is none',
    of: 'podDisruptionBudget',
    at: ['spec', 'unhealthyPodEvictionPolicy'],
    value: 'Always',
  },
  {
    symptom: 'a rule without verbs',
    of: 'role',
    at: ['rules', 0, 'verbs'],
    value: undefined,
    path: 'rules[0].verbs',
  },
  { symptom: 'a binding without a role', of: 'roleBinding', at: ['roleRef'], value: undefined },
  {
    symptom: 'a removed API version',
    of: 'podDisruptionBudget',
    at: ['apiVersion'],
    value: 'policy/v1beta1',
    path: '',
  },
  {
    symptom: 'a kind nobody knows',
    of: 'deployment',
    at: ['kind'],
    value: 'Deployement',
    path: '',
  },
  {
    symptom: 'a route with an unknown path type',
    of: 'httpRoute',
    at: ['spec', 'rules', 0, 'matches', 0, 'path', 'type'],
    value: 'Prefix',
    path: 'spec.rules[0].matches[0].path.type',
  },
  {
    symptom: 'a timeout that is a number',
    of: 'httpRoute',
    at: ['spec', 'rules', 0, 'timeouts', 'request'],
    value: 30,
    path: 'spec.rules[0].timeouts.request',
  },
  {
    symptom: 'a weight beyond its range',
    of: 'httpRoute',
    at: ['spec', 'rules', 0, 'backendRefs', 0, 'weight'],
    value: 1000001,
    path: 'spec.rules[0].backendRefs[0].weight',
  },
  {
    symptom: 'a listener twice',
    of: 'gateway',
    at: ['spec', 'listeners', 1],
    value: { name: 'https', port: 80, protocol: 'HTTP' },
    path: 'spec.listeners',
  },
  {
    symptom: 'a field of the experimental channel',
    of: 'httpRoute',
    at: ['spec', 'rules', 0, 'retry'],
    value: { attempts: 2 },
    path: 'spec.rules[0].retry',
  },
  {
    symptom: 'a certificate without an issuer',
    of: 'certificate',
    at: ['spec', 'issuerRef'],
    value: undefined,
  },
  {
    symptom: 'a duration in words',
    of: 'prometheusRule',
    at: ['spec', 'groups', 0, 'rules', 0, 'for'],
    value: '10 minutes',
    path: 'spec.groups[0].rules[0].for',
  },
  {
    symptom: 'a rule with a wrong key',
    of: 'prometheusRule',
    at: ['spec', 'groups', 0, 'rules', 0, 'expression'],
    value: 'up',
    path: 'spec.groups[0].rules[0].expression',
  },
  {
    symptom: 'a response strategy that is none',
    of: 'prometheusRule',
    at: ['spec', 'groups', 0, 'partial_response_strategy'],
    value: 'panic',
    path: 'spec.groups[0].partial_response_strategy',
  },
  {
    symptom: 'a rule group twice',
    of: 'prometheusRule',
    at: ['spec', 'groups', 1],
    value: { name: 'shop' },
    path: 'spec.groups',
  },
  {
    symptom: 'a trigger value that is a number',
    of: 'scaledObject',
    at: ['spec', 'triggers', 0, 'metadata', 'value'],
    value: 70,
    path: 'spec.triggers[0].metadata.value',
  },
  {
    symptom: 'a store kind that is none',
    of: 'externalSecret',
    at: ['spec', 'secretStoreRef', 'kind'],
    value: 'Vault',
  },
  {
    symptom: 'an API version that is served no more',
    of: 'externalSecret',
    at: ['apiVersion'],
    value: 'external-secrets.io/v1beta1',
    path: '',
  },
  {
    symptom: 'sealed data in the wrong place',
    of: 'sealedSecret',
    at: ['spec', 'data'],
    value: { url: 'x' },
    path: 'spec.data',
  },
  {
    symptom: 'a canary step with a typo',
    of: 'rollout',
    at: ['spec', 'strategy', 'canary', 'steps', 0],
    value: { setWeigth: 10 },
    path: 'spec.strategy.canary.steps[0].setWeigth',
  },
  {
    symptom: 'an application without a project',
    of: 'application',
    at: ['spec', 'project'],
    value: undefined,
  },
  {
    symptom: 'an interval without a unit',
    of: 'fluxKustomization',
    at: ['spec', 'interval'],
    value: '10',
  },
  {
    symptom: 'an unknown source kind',
    of: 'fluxKustomization',
    at: ['spec', 'sourceRef', 'kind'],
    value: 'Git',
  },
  {
    symptom: 'an upstream port that is text',
    of: 'virtualServer',
    at: ['spec', 'upstreams', 0, 'port'],
    value: '80',
    path: 'spec.upstreams[0].port',
  },
  {
    symptom: 'a chart without a source',
    of: 'helmRelease',
    at: ['spec', 'chart', 'spec', 'sourceRef'],
    value: undefined,
  },
];

test.each(faults)('$symptom is refused in a $of', ({ of, at, value, path, since = '1.29' }) => {
  const spoilt = withAt(valid[of], at, value);
  expect(validateManifest(valid[of], '1.35')).toEqual([]);
  for (const version of kubernetesVersions.slice(kubernetesVersions.indexOf(since))) {
    const paths = validateManifest(spoilt, version).map((problem) => problem.path);
    expect(paths, version).toContain(path ?? at.join('.'));
  }
});

test('the message says what is accepted', () => {
  const spoilt = withAt(valid.deployment, ['spec', 'strategy', 'type'], 'Rolling');
  expect(validateManifest(spoilt, '1.35')).toEqual([
    { path: 'spec.strategy.type', message: '"Rolling" is none of Recreate, RollingUpdate' },
  ]);
});

test('an unknown kind is a problem that says so', () => {
  const [problem] = validateManifest(
    { apiVersion: 'v2', kind: 'Pod', metadata: { name: 'a' } },
    '1.35',
  );
  expect(problem?.message).toMatch(/no schema of v2\/Pod/);
  expect(validateManifest('text', '1.35')).not.toEqual([]);
  expect(validateManifest(null, '1.35')).not.toEqual([]);
});

test('all faults are told at once', () => {
  const twice = withAt(withAt(valid.deployment, ['spec', 'replica'], 2), ['spec', 'paused'], 'no');
  expect(validateManifest(twice, '1.35')).toHaveLength(2);
});
