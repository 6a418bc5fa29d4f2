// The check of law 3 itself: a fully wired release passes, and each wire cut is seen, on the object that held it.
import { describe, expect, test } from 'vitest';
import { withAt } from '../kubernetes-object.ts';
import { danglingReferences } from './dangling-references.ts';

const labels = { app: 'shop', component: 'web' };
const meta = (name: string, more: object = {}): object => ({ name, namespace: 'shop', ...more });

/** A release in which everything that can refer to something does. */
const release = {
  config: {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: meta('shop'),
    data: { 'a.py': '', A: '1' },
  },
  account: {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: meta('shop'),
    imagePullSecrets: [{ name: 'registry' }],
  },
  claim: { apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata: meta('media'), spec: {} },
  deployment: {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: meta('web'),
    spec: {
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          serviceAccountName: 'shop',
          topologySpreadConstraints: [{ labelSelector: { matchLabels: labels } }],
          affinity: {
            podAntiAffinity: {
              preferredDuringSchedulingIgnoredDuringExecution: [
                { podAffinityTerm: { labelSelector: { matchLabels: labels } } },
              ],
            },
          },
          initContainers: [{ name: 'wait', envFrom: [{ secretRef: { name: 'db' } }] }],
          containers: [
            {
              name: 'web',
              ports: [
                { name: 'http', containerPort: 8000 },
                { name: 'metrics', containerPort: 9090 },
              ],
              env: [
                { name: 'URL', valueFrom: { secretKeyRef: { name: 'db', key: 'url' } } },
                { name: 'A', valueFrom: { configMapKeyRef: { name: 'shop', key: 'A' } } },
                {
                  name: 'M',
                  valueFrom: {
                    resourceFieldRef: { containerName: 'web', resource: 'limits.memory' },
                  },
                },
                {
                  name: 'MAYBE',
                  valueFrom: { secretKeyRef: { name: 'nowhere', key: 'x', optional: true } },
                },
              ],
              envFrom: [{ configMapRef: { name: 'shop' } }],
              readinessProbe: { httpGet: { port: 'http' } },
              livenessProbe: { tcpSocket: { port: 'http' } },
              startupProbe: { tcpSocket: { port: 8000 } },
              lifecycle: { preStop: { httpGet: { port: 'http' } } },
              volumeMounts: [
                { name: 'config' },
                { name: 'media' },
                { name: 'both' },
                { name: 'tls' },
              ],
            },
          ],
          volumes: [
            { name: 'config', configMap: { name: 'shop', items: [{ key: 'a.py', path: 'a.py' }] } },
            { name: 'media', persistentVolumeClaim: { claimName: 'media' } },
            {
              name: 'tls',
              secret: { secretName: 'shop-tls', items: [{ key: 'tls.crt', path: 'c' }] },
            },
            {
              name: 'both',
              projected: {
                sources: [
                  { configMap: { name: 'kube-root-ca.crt' } },
                  { secret: { name: 'sealed', items: [{ key: 'token', path: 't' }] } },
                ],
              },
            },
          ],
        },
      },
    },
  },
  cron: {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: meta('clean'),
    spec: {
      jobTemplate: {
        spec: {
          template: {
            metadata: { labels: { app: 'shop', component: 'clean' } },
            spec: {
              containers: [{ name: 'clean', envFrom: [{ configMapRef: { name: 'shop' } }] }],
            },
          },
        },
      },
    },
  },
  database: {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: meta('cache'),
    spec: {
      serviceName: 'cache',
      selector: { matchLabels: { app: 'cache' } },
      template: {
        metadata: { labels: { app: 'cache' } },
        spec: { containers: [{ name: 'cache', volumeMounts: [{ name: 'data' }] }] },
      },
      volumeClaimTemplates: [{ metadata: { name: 'data' } }],
    },
  },
  cacheService: {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: meta('cache'),
    spec: { clusterIP: 'None', selector: { app: 'cache' }, ports: [{ port: 6379 }] },
  },
  service: {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: meta('web', { labels: { app: 'shop' } }),
    spec: {
      selector: labels,
      ports: [
        { name: 'http', port: 80, targetPort: 'http' },
        { name: 'metrics', port: 9090 },
      ],
    },
  },
  external: {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: meta('legacy'),
    spec: { type: 'ExternalName', externalName: 'legacy.example.com' },
  },
  autoscaler: {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: meta('web'),
    spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' } },
  },
  budget: {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: meta('web'),
    spec: { selector: { matchLabels: labels } },
  },
  policy: {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: meta('web'),
    spec: {
      podSelector: { matchLabels: labels },
      ingress: [
        {
          from: [{ namespaceSelector: {}, podSelector: { matchLabels: { app: 'nginx' } } }],
          ports: [{ port: 'http' }],
        },
        { from: [{ podSelector: { matchLabels: { component: 'clean' } } }] },
      ],
      egress: [
        { to: [{ podSelector: { matchLabels: { app: 'cache' } } }], ports: [{ port: 6379 }] },
      ],
    },
  },
  ingress: {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: meta('web', { annotations: { 'cert-manager.io/issuer': 'le' } }),
    spec: {
      tls: [{ secretName: 'issued-tls' }],
      rules: [
        {
          http: {
            paths: [
              { backend: { service: { name: 'web', port: { name: 'http' } } } },
              { backend: { service: { name: 'web', port: { number: 80 } } } },
            ],
          },
        },
      ],
    },
  },
  issuer: { apiVersion: 'cert-manager.io/v1', kind: 'Issuer', metadata: meta('le'), spec: {} },
  certificate: {
    apiVersion: 'cert-manager.io/v1',
    kind: 'Certificate',
    metadata: meta('web'),
    spec: { secretName: 'shop-tls', issuerRef: { name: 'le' } },
  },
  gateway: {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'Gateway',
    metadata: meta('public'),
    spec: {
      listeners: [{ name: 'https', port: 443, tls: { certificateRefs: [{ name: 'shop-tls' }] } }],
    },
  },
  route: {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'HTTPRoute',
    metadata: meta('web'),
    spec: {
      parentRefs: [{ name: 'public', sectionName: 'https' }],
      rules: [
        {
          backendRefs: [{ name: 'web', port: 80 }],
          filters: [
            { type: 'RequestMirror', requestMirror: { backendRef: { name: 'web', port: 80 } } },
          ],
        },
      ],
    },
  },
  role: { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'Role', metadata: meta('shop') },
  binding: {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'RoleBinding',
    metadata: meta('shop'),
    roleRef: { kind: 'Role', name: 'shop' },
    subjects: [{ kind: 'ServiceAccount', name: 'shop', namespace: 'shop' }],
  },
  externalSecret: {
    apiVersion: 'external-secrets.io/v1',
    kind: 'ExternalSecret',
    metadata: meta('db'),
    spec: {
      secretStoreRef: { name: 'vault', kind: 'ClusterSecretStore' },
      data: [{ secretKey: 'url' }],
    },
  },
  sealedSecret: {
    apiVersion: 'bitnami.com/v1alpha1',
    kind: 'SealedSecret',
    metadata: meta('sealed'),
    spec: { encryptedData: { token: 'x' } },
  },
  monitor: {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'ServiceMonitor',
    metadata: meta('web'),
    spec: { selector: { matchLabels: { app: 'shop' } }, endpoints: [{ port: 'metrics' }] },
  },
  podMonitor: {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'PodMonitor',
    metadata: meta('web'),
    spec: { selector: { matchLabels: labels }, podMetricsEndpoints: [{ port: 'metrics' }] },
  },
  scaledObject: {
    apiVersion: 'keda.sh/v1alpha1',
    kind: 'ScaledObject',
    metadata: meta('cache'),
    spec: {
      scaleTargetRef: { kind: 'StatefulSet', name: 'cache' },
      triggers: [{ authenticationRef: { name: 'broker' } }],
    },
  },
  triggerAuthentication: {
    apiVersion: 'keda.sh/v1alpha1',
    kind: 'TriggerAuthentication',
    metadata: meta('broker'),
    spec: { secretTargetRef: [{ parameter: 'host', name: 'db', key: 'url' }] },
  },
  analysis: {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'AnalysisTemplate',
    metadata: meta('rate'),
    spec: {
      args: [{ name: 'token', valueFrom: { secretKeyRef: { name: 'sealed', key: 'token' } } }],
    },
  },
  rollout: {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Rollout',
    metadata: meta('web'),
    spec: {
      workloadRef: { kind: 'Deployment', name: 'web' },
      strategy: {
        canary: {
          stableService: 'web',
          canaryService: 'web',
          steps: [{ setWeight: 10 }, { analysis: { templates: [{ templateName: 'rate' }] } }],
          trafficRouting: {
            nginx: { stableIngress: 'web' },
            plugins: { 'argoproj-labs/gatewayAPI': { httpRoute: 'web', namespace: 'shop' } },
          },
        },
      },
    },
  },
  virtualServer: {
    apiVersion: 'k8s.nginx.org/v1',
    kind: 'VirtualServer',
    metadata: meta('web'),
    spec: {
      tls: { secret: 'shop-tls' },
      policies: [{ name: 'limit' }],
      upstreams: [{ name: 'web', service: 'web', port: 80 }],
      routes: [
        { path: '/', action: { pass: 'web' } },
        { path: '/a', splits: [{ weight: 100, action: { pass: 'web' } }] },
      ],
    },
  },
  nginxPolicy: {
    apiVersion: 'k8s.nginx.org/v1',
    kind: 'Policy',
    metadata: meta('limit'),
    spec: {},
  },
  gitRepository: {
    apiVersion: 'source.toolkit.fluxcd.io/v1',
    kind: 'GitRepository',
    metadata: meta('shop'),
  },
  kustomization: {
    apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
    kind: 'Kustomization',
    metadata: meta('shop'),
    spec: { sourceRef: { kind: 'GitRepository', name: 'shop' } },
  },
  helmRelease: {
    apiVersion: 'helm.toolkit.fluxcd.io/v2',
    kind: 'HelmRelease',
    metadata: meta('shop'),
    spec: {
      chart: { spec: { sourceRef: { kind: 'GitRepository', name: 'shop' } } },
      valuesFrom: [{ kind: 'ConfigMap', name: 'shop', valuesKey: 'A' }],
    },
  },
} as const;

type Part = keyof typeof release;

const outside = ['Secret/registry', 'ClusterSecretStore/vault'] as const;

/** The release with one place changed; without a value, the place is removed. */
function spoilt(part: Part, at: readonly (string | number)[], value?: unknown): readonly unknown[] {
  return Object.values({ ...release, [part]: withAt(release[part], at, value) });
}

const without = (part: Part): readonly unknown[] =>
  Object.values(Object.fromEntries(Object.entries(release).filter(([key]) => key !== part)));

test('a fully wired release has nothing dangling', () => {
  expect(danglingReferences(Object.values(release), { outside })).toEqual([]);
});

const pod = ['spec', 'template', 'spec'] as const;
const container = [...pod, 'containers', 0] as const;
const path = ['spec', 'rules', 0, 'http', 'paths', 0, 'backend', 'service'] as const;
const rolloutCanary = ['spec', 'strategy', 'canary'] as const;

interface Cut {
  readonly symptom: string;
  readonly part: Part;
  readonly at: readonly (string | number)[];
  readonly value?: unknown;
  readonly from: string;
  readonly to: string;
}

const cuts: readonly Cut[] = [
  {
    symptom: 'a Secret nobody makes',
    part: 'deployment',
    at: [...container, 'env', 0, 'valueFrom', 'secretKeyRef', 'name'],
    value: 'nope',
    from: 'Deployment/web',
    to: 'Secret/nope#url',
  },
  {
    symptom: 'a key the ExternalSecret does not fetch',
    part: 'deployment',
    at: [...container, 'env', 0, 'valueFrom', 'secretKeyRef', 'key'],
    value: 'uri',
    from: 'Deployment/web',
    to: 'Secret/db#uri',
  },
  {
    symptom: 'a key the ConfigMap does not have',
    part: 'deployment',
    at: [...container, 'env', 1, 'valueFrom', 'configMapKeyRef', 'key'],
    value: 'B',
    from: 'Deployment/web',
    to: 'ConfigMap/shop#B',
  },
  {
    symptom: 'a container of a resource field',
    part: 'deployment',
    at: [...container, 'env', 2, 'valueFrom', 'resourceFieldRef', 'containerName'],
    value: 'app',
    from: 'Deployment/web',
    to: 'container/app',
  },
  {
    symptom: 'a whole ConfigMap',
    part: 'deployment',
    at: [...container, 'envFrom', 0, 'configMapRef', 'name'],
    value: 'nope',
    from: 'Deployment/web',
    to: 'ConfigMap/nope',
  },
  {
    symptom: 'a Secret of an init container',
    part: 'deployment',
    at: [...pod, 'initContainers', 0, 'envFrom', 0, 'secretRef', 'name'],
    value: 'nope',
    from: 'Deployment/web',
    to: 'Secret/nope',
  },
  {
    symptom: 'a ConfigMap of a CronJob',
    part: 'cron',
    at: ['spec', 'jobTemplate', ...pod, 'containers', 0, 'envFrom', 0, 'configMapRef', 'name'],
    value: 'nope',
    from: 'CronJob/clean',
    to: 'ConfigMap/nope',
  },
  {
    symptom: 'a file the ConfigMap does not have',
    part: 'deployment',
    at: [...pod, 'volumes', 0, 'configMap', 'items', 0, 'key'],
    value: 'b.py',
    from: 'Deployment/web',
    to: 'ConfigMap/shop#b.py',
  },
  {
    symptom: 'a claim',
    part: 'deployment',
    at: [...pod, 'volumes', 1, 'persistentVolumeClaim', 'claimName'],
    value: 'nope',
    from: 'Deployment/web',
    to: 'PersistentVolumeClaim/nope',
  },
  {
    symptom: 'a file the certificate does not have',
    part: 'deployment',
    at: [...pod, 'volumes', 2, 'secret', 'items', 0, 'key'],
    value: 'cert.pem',
    from: 'Deployment/web',
    to: 'Secret/shop-tls#cert.pem',
  },
  {
    symptom: 'a projected key',
    part: 'deployment',
    at: [...pod, 'volumes', 3, 'projected', 'sources', 1, 'secret', 'items', 0, 'key'],
    value: 'nope',
    from: 'Deployment/web',
    to: 'Secret/sealed#nope',
  },
  {
    symptom: 'a mount of no volume',
    part: 'deployment',
    at: [...container, 'volumeMounts', 0, 'name'],
    value: 'nope',
    from: 'Deployment/web',
    to: 'volume/nope',
  },
  {
    symptom: 'a mount of no claim template',
    part: 'database',
    at: [...container, 'volumeMounts', 0, 'name'],
    value: 'nope',
    from: 'StatefulSet/cache',
    to: 'volume/nope',
  },
  {
    symptom: 'a probe of no port',
    part: 'deployment',
    at: [...container, 'readinessProbe', 'httpGet', 'port'],
    value: 'web',
    from: 'Deployment/web',
    to: 'port/web',
  },
  {
    symptom: 'a hook of no port',
    part: 'deployment',
    at: [...container, 'lifecycle', 'preStop', 'httpGet', 'port'],
    value: 'web',
    from: 'Deployment/web',
    to: 'port/web',
  },
  {
    symptom: 'a service account',
    part: 'deployment',
    at: [...pod, 'serviceAccountName'],
    value: 'nope',
    from: 'Deployment/web',
    to: 'ServiceAccount/nope',
  },
  {
    symptom: 'a selector of another template',
    part: 'deployment',
    at: ['spec', 'selector', 'matchLabels'],
    value: { app: 'x' },
    from: 'Deployment/web',
    to: 'Pods/app=x',
  },
  {
    symptom: 'a spread over other pods',
    part: 'deployment',
    at: [...pod, 'topologySpreadConstraints', 0, 'labelSelector', 'matchLabels'],
    value: { app: 'x' },
    from: 'Deployment/web',
    to: 'Pods/app=x',
  },
  {
    symptom: 'an affinity to no pods',
    part: 'deployment',
    at: [
      ...pod,
      'affinity',
      'podAntiAffinity',
      'preferredDuringSchedulingIgnoredDuringExecution',
      0,
      'podAffinityTerm',
      'labelSelector',
      'matchLabels',
    ],
    value: { app: 'x' },
    from: 'Deployment/web',
    to: 'Pods/app=x',
  },
  {
    symptom: 'a governing Service',
    part: 'database',
    at: ['spec', 'serviceName'],
    value: 'nope',
    from: 'StatefulSet/cache',
    to: 'Service/nope',
  },
  {
    symptom: 'a pull secret of an account',
    part: 'account',
    at: ['imagePullSecrets', 0, 'name'],
    value: 'nope',
    from: 'ServiceAccount/shop',
    to: 'Secret/nope',
  },
  {
    symptom: 'a Service that selects nothing',
    part: 'service',
    at: ['spec', 'selector', 'component'],
    value: 'api',
    from: 'Service/web',
    to: 'Pods/app=shop,component=api',
  },
  {
    symptom: 'a Service that selects the cron job too',
    part: 'service',
    at: ['spec', 'selector', 'component'],
    from: 'Service/web',
    to: 'Pods/app=shop',
  },
  {
    symptom: 'a target port by a wrong name',
    part: 'service',
    at: ['spec', 'ports', 0, 'targetPort'],
    value: 'web',
    from: 'Service/web',
    to: 'port/web',
  },
  {
    symptom: 'a target port of the other protocol',
    part: 'service',
    at: ['spec', 'ports', 0, 'protocol'],
    value: 'UDP',
    from: 'Service/web',
    to: 'port/http',
  },
  {
    symptom: 'a target port by a wrong number',
    part: 'service',
    at: ['spec', 'ports', 1, 'targetPort'],
    value: 8080,
    from: 'Service/web',
    to: 'port/8080',
  },
  {
    symptom: 'a target of an autoscaler',
    part: 'autoscaler',
    at: ['spec', 'scaleTargetRef', 'name'],
    value: 'shop',
    from: 'HorizontalPodAutoscaler/web',
    to: 'Deployment/shop',
  },
  {
    symptom: 'a target of another kind',
    part: 'autoscaler',
    at: ['spec', 'scaleTargetRef', 'kind'],
    value: 'StatefulSet',
    from: 'HorizontalPodAutoscaler/web',
    to: 'StatefulSet/web',
  },
  {
    symptom: 'a budget of no pods',
    part: 'budget',
    at: ['spec', 'selector', 'matchLabels', 'app'],
    value: 'x',
    from: 'PodDisruptionBudget/web',
    to: 'Pods/app=x,component=web',
  },
  {
    symptom: 'a budget of everything',
    part: 'budget',
    at: ['spec', 'selector'],
    value: {},
    from: 'PodDisruptionBudget/web',
    to: 'Pods/',
  },
  {
    symptom: 'a policy of no pods',
    part: 'policy',
    at: ['spec', 'podSelector', 'matchLabels', 'app'],
    value: 'x',
    from: 'NetworkPolicy/web',
    to: 'Pods/app=x,component=web',
  },
  {
    symptom: 'a peer that is no pod',
    part: 'policy',
    at: ['spec', 'ingress', 1, 'from', 0, 'podSelector', 'matchLabels', 'component'],
    value: 'cron',
    from: 'NetworkPolicy/web',
    to: 'Pods/component=cron',
  },
  {
    symptom: 'a named port of a policy',
    part: 'policy',
    at: ['spec', 'ingress', 0, 'ports', 0, 'port'],
    value: 'web',
    from: 'NetworkPolicy/web',
    to: 'port/web',
  },
  {
    symptom: 'a named port of the pods that are reached',
    part: 'policy',
    at: ['spec', 'egress', 0, 'ports', 0, 'port'],
    value: 'redis',
    from: 'NetworkPolicy/web',
    to: 'port/redis',
  },
  {
    symptom: 'a backend',
    part: 'ingress',
    at: [...path, 'name'],
    value: 'shop',
    from: 'Ingress/web',
    to: 'Service/shop:http',
  },
  {
    symptom: 'a port name of a backend',
    part: 'ingress',
    at: [...path, 'port', 'name'],
    value: 'web',
    from: 'Ingress/web',
    to: 'Service/web:web',
  },
  {
    symptom: "a port number of a backend that is the pod's",
    part: 'ingress',
    at: [...path, 'port'],
    value: { number: 8000 },
    from: 'Ingress/web',
    to: 'Service/web:8000',
  },
  {
    symptom: 'an issuer in an annotation',
    part: 'ingress',
    at: ['metadata', 'annotations', 'cert-manager.io/issuer'],
    value: 'nope',
    from: 'Ingress/web',
    to: 'Issuer/nope',
  },
  {
    symptom: 'a certificate nobody issues',
    part: 'ingress',
    at: ['metadata', 'annotations'],
    value: {},
    from: 'Ingress/web',
    to: 'Secret/issued-tls',
  },
  {
    symptom: 'a password file in an annotation',
    part: 'ingress',
    at: ['metadata', 'annotations', 'nginx.org/basic-auth-secret'],
    value: 'nope',
    from: 'Ingress/web',
    to: 'Secret/nope',
  },
  {
    symptom: 'a listener',
    part: 'route',
    at: ['spec', 'parentRefs', 0, 'sectionName'],
    value: 'http',
    from: 'HTTPRoute/web',
    to: 'Gateway/public:http',
  },
  {
    symptom: 'a Gateway of another namespace',
    part: 'route',
    at: ['spec', 'parentRefs', 0, 'namespace'],
    value: 'infra',
    from: 'HTTPRoute/web',
    to: 'Gateway/public:https',
  },
  {
    symptom: 'a backend of a route',
    part: 'route',
    at: ['spec', 'rules', 0, 'backendRefs', 0, 'port'],
    value: 8000,
    from: 'HTTPRoute/web',
    to: 'Service/web:8000',
  },
  {
    symptom: 'a mirror of a route',
    part: 'route',
    at: ['spec', 'rules', 0, 'filters', 0, 'requestMirror', 'backendRef', 'name'],
    value: 'nope',
    from: 'HTTPRoute/web',
    to: 'Service/nope:80',
  },
  {
    symptom: 'an extension of a route',
    part: 'route',
    at: ['spec', 'rules', 0, 'filters', 1],
    value: { extensionRef: { kind: 'SnippetsFilter', name: 'nope' } },
    from: 'HTTPRoute/web',
    to: 'SnippetsFilter/nope',
  },
  {
    symptom: 'a certificate of a Gateway',
    part: 'gateway',
    at: ['spec', 'listeners', 0, 'tls', 'certificateRefs', 0, 'name'],
    value: 'nope',
    from: 'Gateway/public',
    to: 'Secret/nope',
  },
  {
    symptom: 'a role',
    part: 'binding',
    at: ['roleRef', 'name'],
    value: 'nope',
    from: 'RoleBinding/shop',
    to: 'Role/nope',
  },
  {
    symptom: 'a subject of another namespace',
    part: 'binding',
    at: ['subjects', 0, 'namespace'],
    value: 'other',
    from: 'RoleBinding/shop',
    to: 'ServiceAccount/shop',
  },
  {
    symptom: 'an issuer',
    part: 'certificate',
    at: ['spec', 'issuerRef', 'kind'],
    value: 'ClusterIssuer',
    from: 'Certificate/web',
    to: 'ClusterIssuer/le',
  },
  {
    symptom: 'a store',
    part: 'externalSecret',
    at: ['spec', 'secretStoreRef', 'name'],
    value: 'nope',
    from: 'ExternalSecret/db',
    to: 'ClusterSecretStore/nope',
  },
  {
    symptom: 'a monitor of no Service',
    part: 'monitor',
    at: ['spec', 'selector', 'matchLabels', 'app'],
    value: 'x',
    from: 'ServiceMonitor/web',
    to: 'Services/app=x',
  },
  {
    symptom: 'a port of a monitor',
    part: 'monitor',
    at: ['spec', 'endpoints', 0, 'port'],
    value: 'prom',
    from: 'ServiceMonitor/web',
    to: 'port/prom',
  },
  {
    symptom: 'a port of a pod monitor',
    part: 'podMonitor',
    at: ['spec', 'podMetricsEndpoints', 0, 'port'],
    value: 'prom',
    from: 'PodMonitor/web',
    to: 'port/prom',
  },
  {
    symptom: 'a monitor of no pods',
    part: 'podMonitor',
    at: ['spec', 'selector', 'matchLabels'],
    value: { app: 'x' },
    from: 'PodMonitor/web',
    to: 'Pods/app=x',
  },
  {
    symptom: 'a scaled workload',
    part: 'scaledObject',
    at: ['spec', 'scaleTargetRef', 'kind'],
    from: 'ScaledObject/cache',
    to: 'Deployment/cache',
  },
  {
    symptom: "a trigger's credentials",
    part: 'scaledObject',
    at: ['spec', 'triggers', 0, 'authenticationRef', 'name'],
    value: 'nope',
    from: 'ScaledObject/cache',
    to: 'TriggerAuthentication/nope',
  },
  {
    symptom: 'a key of credentials',
    part: 'triggerAuthentication',
    at: ['spec', 'secretTargetRef', 0, 'key'],
    value: 'nope',
    from: 'TriggerAuthentication/broker',
    to: 'Secret/db#nope',
  },
  {
    symptom: "a canary's Service",
    part: 'rollout',
    at: [...rolloutCanary, 'canaryService'],
    value: 'nope',
    from: 'Rollout/web',
    to: 'Service/nope',
  },
  {
    symptom: 'an analysis',
    part: 'rollout',
    at: [...rolloutCanary, 'steps', 1, 'analysis', 'templates', 0, 'templateName'],
    value: 'nope',
    from: 'Rollout/web',
    to: 'AnalysisTemplate/nope',
  },
  {
    symptom: 'a routed Ingress',
    part: 'rollout',
    at: [...rolloutCanary, 'trafficRouting', 'nginx', 'stableIngress'],
    value: 'nope',
    from: 'Rollout/web',
    to: 'Ingress/nope',
  },
  {
    symptom: 'a routed HTTPRoute',
    part: 'rollout',
    at: [...rolloutCanary, 'trafficRouting', 'plugins', 'argoproj-labs/gatewayAPI', 'httpRoute'],
    value: 'nope',
    from: 'Rollout/web',
    to: 'HTTPRoute/nope',
  },
  {
    symptom: 'a rolled out workload',
    part: 'rollout',
    at: ['spec', 'workloadRef', 'name'],
    value: 'nope',
    from: 'Rollout/web',
    to: 'Deployment/nope',
  },
  {
    symptom: 'a key of an analysis',
    part: 'analysis',
    at: ['spec', 'args', 0, 'valueFrom', 'secretKeyRef', 'key'],
    value: 'nope',
    from: 'AnalysisTemplate/rate',
    to: 'Secret/sealed#nope',
  },
  {
    symptom: "an upstream's Service",
    part: 'virtualServer',
    at: ['spec', 'upstreams', 0, 'port'],
    value: 8000,
    from: 'VirtualServer/web',
    to: 'Service/web:8000',
  },
  {
    symptom: 'an upstream of a split',
    part: 'virtualServer',
    at: ['spec', 'routes', 1, 'splits', 0, 'action', 'pass'],
    value: 'nope',
    from: 'VirtualServer/web',
    to: 'upstream/nope',
  },
  {
    symptom: 'a policy of a VirtualServer',
    part: 'virtualServer',
    at: ['spec', 'policies', 0, 'name'],
    value: 'nope',
    from: 'VirtualServer/web',
    to: 'Policy/nope',
  },
  {
    symptom: 'a delegated route',
    part: 'virtualServer',
    at: ['spec', 'routes', 0],
    value: { path: '/', route: 'other/nope' },
    from: 'VirtualServer/web',
    to: 'VirtualServerRoute/nope',
  },
  {
    symptom: 'a source',
    part: 'kustomization',
    at: ['spec', 'sourceRef', 'kind'],
    value: 'OCIRepository',
    from: 'Kustomization/shop',
    to: 'OCIRepository/shop',
  },
  {
    symptom: 'a release that is waited for',
    part: 'helmRelease',
    at: ['spec', 'dependsOn'],
    value: [{ name: 'nope' }],
    from: 'HelmRelease/shop',
    to: 'HelmRelease/nope',
  },
  {
    symptom: 'values of a release',
    part: 'helmRelease',
    at: ['spec', 'valuesFrom', 0, 'valuesKey'],
    from: 'HelmRelease/shop',
    to: 'ConfigMap/shop#values.yaml',
  },
];

test.each(cuts)('$symptom that leads nowhere is seen on $from', ({ part, at, value, from, to }) => {
  const found = danglingReferences(spoilt(part, at, value), { outside });
  expect(found.map((one) => `${one.from} → ${one.to}`)).toContain(`${from} → ${to}`);
});

test.each([
  ['config', 'ConfigMap/shop'],
  ['account', 'ServiceAccount/shop'],
  ['claim', 'PersistentVolumeClaim/media'],
  ['externalSecret', 'Secret/db'],
  ['certificate', 'Secret/shop-tls'],
  ['sealedSecret', 'Secret/sealed'],
  ['service', 'Service/web'],
  ['deployment', 'Deployment/web'],
  ['gateway', 'Gateway/public'],
  ['gitRepository', 'GitRepository/shop'],
] as const)('without %s, what refers to %s dangles', (part, to) => {
  const found = danglingReferences(without(part), { outside }).map((one) => one.to);
  expect(found.some((one) => one.startsWith(to))).toBe(true);
});

describe('what is outside', () => {
  const dangling = (at: string): readonly string[] =>
    danglingReferences(spoilt('deployment', [...pod, 'serviceAccountName'], 'ops'), {
      outside: [...outside, at],
    }).map(({ to }) => to);

  test.each(['ServiceAccount/ops', 'ServiceAccount/shop/ops', 'ServiceAccount/*'])(
    '%s declares the account',
    (entry) => expect(dangling(entry)).toEqual([]),
  );

  test.each(['ServiceAccount/other/ops', 'Secret/ops', 'ServiceAccount/op'])(
    '%s does not',
    (entry) => expect(dangling(entry)).toEqual(['ServiceAccount/ops']),
  );

  test('pods of a selector can be outside, as they are reported', () => {
    const manifests = spoilt(
      'policy',
      ['spec', 'egress', 0, 'to', 0, 'podSelector', 'matchLabels'],
      { app: 'redis' },
    );
    expect(danglingReferences(manifests, { outside })).toHaveLength(1);
    expect(danglingReferences(manifests, { outside: [...outside, 'Pods/app=redis'] })).toEqual([]);
  });

  test('nothing is outside unless it is declared', () => {
    const found = danglingReferences(Object.values(release)).map(({ to }) => to);
    expect(found).toEqual(['Secret/registry', 'ClusterSecretStore/vault']);
  });
});

describe('exactly one', () => {
  test('an object that is there twice is no answer', () => {
    const [first] = danglingReferences([...Object.values(release), release.config], { outside });
    expect(first?.message).toMatch(/2 objects/);
  });

  test('an object of another namespace is no answer, and the message says where it is', () => {
    const moved = spoilt('claim', ['metadata', 'namespace'], 'other');
    expect(danglingReferences(moved, { outside })).toEqual([
      {
        from: 'Deployment/web',
        to: 'PersistentVolumeClaim/media',
        message: 'not in namespace shop, but in other',
      },
    ]);
  });

  test('a selector may select several workloads where that is said', () => {
    const both = spoilt('service', ['spec', 'selector'], { app: 'shop' });
    const paths = danglingReferences(both, { outside }).map(({ message }) => message);
    expect(paths[0]).toBe('selects the pods of several workloads: Deployment/web, CronJob/clean');
    const named = spoilt('budget', ['spec', 'selector', 'matchLabels'], { app: 'shop' });
    const options = { outside, several: ['PodDisruptionBudget/web'] };
    expect(danglingReferences(named, options)).toEqual([]);
  });

  test('a monitor of two Services would scrape the same pods twice', () => {
    const second = {
      ...release.service,
      metadata: { ...release.service.metadata, name: 'preview' },
    };
    const found = danglingReferences([...Object.values(release), second], { outside });
    expect(found).toEqual([
      {
        from: 'ServiceMonitor/web',
        to: 'Services/app=shop',
        message: 'selects 2 Services: web, preview',
      },
    ]);
  });

  test('a port name that two containers have is no answer', () => {
    const ports = [{ name: 'http', containerPort: 1 }];
    const twice = spoilt('deployment', [...pod, 'containers', 1], { name: 'b', ports });
    const [first] = danglingReferences(twice, { outside });
    expect(first).toMatchObject({ from: 'Service/web', to: 'port/http' });
    expect(first?.message).toMatch(/2 ports of this name/);
  });
});

test('a port by number must have the protocol too', () => {
  const udp = spoilt('service', ['spec', 'ports', 1, 'protocol'], 'UDP');
  // The pod declares no UDP port at all: nothing can be said. With one, 9090 is missing.
  expect(danglingReferences(udp, { outside })).toEqual([]);
  const manifests = udp.map((manifest) =>
    manifest === release.deployment
      ? withAt(manifest, [...container, 'ports', 2], { containerPort: 53, protocol: 'UDP' })
      : manifest,
  );
  expect(danglingReferences(manifests, { outside })).toMatchObject([
    { from: 'Service/web', to: 'port/9090' },
  ]);
});

test('the default account is in every namespace', () => {
  const manifests = spoilt('deployment', [...pod, 'serviceAccountName'], 'default');
  expect(danglingReferences(manifests, { outside })).toEqual([]);
});

test('an ExternalSecret that takes all keys of a store may have any', () => {
  const manifests = spoilt('externalSecret', ['spec', 'dataFrom'], [{ extract: { key: 'db' } }]);
  const other = manifests.map((manifest) =>
    manifest === release.deployment
      ? withAt(manifest, [...container, 'env', 0, 'valueFrom', 'secretKeyRef', 'key'], 'any')
      : manifest,
  );
  expect(danglingReferences(other, { outside })).toEqual([]);
});

test('an issuer of the cluster is found from any namespace', () => {
  const issuer = {
    apiVersion: 'cert-manager.io/v1',
    kind: 'ClusterIssuer',
    metadata: { name: 'le' },
  };
  const manifests = spoilt('certificate', ['spec', 'issuerRef', 'kind'], 'ClusterIssuer');
  expect(danglingReferences([...manifests, issuer], { outside })).toEqual([]);
});

test('the Services that Flagger makes are there', () => {
  const canary = {
    apiVersion: 'flagger.app/v1beta1',
    kind: 'Canary',
    metadata: meta('web'),
    spec: { targetRef: { kind: 'Deployment', name: 'web' }, service: { port: 80 } },
  };
  const backends = ['web-primary', 'web-canary'].map((name) => ({ name, port: 80 }));
  const manifests = [
    ...spoilt('route', ['spec', 'rules', 0, 'backendRefs'], backends),
    canary,
  ].filter((manifest) => manifest !== release.service && manifest !== release.monitor);
  expect(
    danglingReferences(manifests, { outside }).filter(({ from }) => from.startsWith('HTTPRoute')),
  ).toEqual([]);
  const wrong = {
    ...canary,
    spec: { ...canary.spec, targetRef: { kind: 'Deployment', name: 'x' } },
  };
  expect(danglingReferences([wrong])).toEqual([expect.objectContaining({ to: 'Deployment/x' })]);
});
