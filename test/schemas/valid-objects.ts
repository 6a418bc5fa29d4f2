// Test support: one full, valid object of each kind that matters most, to accept as it is and to spoil in one place.

const labels = { 'app.kubernetes.io/name': 'shop', 'app.kubernetes.io/component': 'web' };
const selector = { matchLabels: labels };

const podSpec = {
  serviceAccountName: 'shop',
  automountServiceAccountToken: false,
  terminationGracePeriodSeconds: 45,
  securityContext: {
    runAsNonRoot: true,
    runAsUser: 10001,
    fsGroup: 10001,
    seccompProfile: { type: 'RuntimeDefault' },
  },
  topologySpreadConstraints: [
    {
      maxSkew: 1,
      topologyKey: 'topology.kubernetes.io/zone',
      whenUnsatisfiable: 'ScheduleAnyway',
      labelSelector: selector,
    },
  ],
  initContainers: [
    { name: 'wait', image: 'ghcr.io/acme/shop:1.4.2', command: ['migrate', 'check'] },
  ],
  containers: [
    {
      name: 'web',
      image: 'ghcr.io/acme/shop:1.4.2',
      imagePullPolicy: 'IfNotPresent',
      args: ['gunicorn', 'shop.wsgi:application'],
      env: [
        { name: 'PORT', value: '8000' },
        { name: 'DATABASE_URL', valueFrom: { secretKeyRef: { name: 'shop-db', key: 'url' } } },
        { name: 'POD_IP', valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } },
        {
          name: 'MEMORY',
          valueFrom: { resourceFieldRef: { resource: 'limits.memory', divisor: '1Mi' } },
        },
      ],
      envFrom: [{ configMapRef: { name: 'shop' } }],
      ports: [
        { name: 'http', containerPort: 8000, protocol: 'TCP' },
        { name: 'dns-tcp', containerPort: 53 },
        { name: 'dns-udp', containerPort: 53, protocol: 'UDP' },
      ],
      resources: {
        requests: { cpu: '250m', memory: '256Mi', 'ephemeral-storage': '1.5Gi' },
        limits: { memory: '512Mi' },
      },
      startupProbe: {
        httpGet: { path: '/healthz', port: 'http', httpHeaders: [{ name: 'Host', value: 'shop' }] },
        failureThreshold: 30,
        periodSeconds: 2,
      },
      livenessProbe: { tcpSocket: { port: 8000 }, periodSeconds: 10 },
      readinessProbe: { httpGet: { path: '/healthz', port: 8000 }, timeoutSeconds: 2 },
      lifecycle: { preStop: { sleep: { seconds: 5 } } },
      securityContext: {
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      },
      volumeMounts: [
        { name: 'tmp', mountPath: '/tmp' },
        { name: 'config', mountPath: '/etc/shop', readOnly: true },
      ],
    },
  ],
  volumes: [
    { name: 'tmp', emptyDir: { medium: 'Memory', sizeLimit: '64Mi' } },
    { name: 'config', configMap: { name: 'shop', items: [{ key: 'a.py', path: 'a.py' }] } },
  ],
};

const template = {
  metadata: { labels, annotations: { 'checksum/config': 'abc' } },
  spec: podSpec,
};

const metadata = { name: 'shop-web', namespace: 'shop', labels };

/** Valid on every version from 1.29 on. */
export const valid = {
  deployment: {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata,
    spec: {
      replicas: 2,
      revisionHistoryLimit: 5,
      progressDeadlineSeconds: 600,
      selector,
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: '25%', maxUnavailable: 0 } },
      template,
    },
  },
  statefulSet: {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata,
    spec: {
      serviceName: 'shop',
      selector,
      template,
      volumeClaimTemplates: [
        {
          metadata: { name: 'data' },
          spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '10Gi' } } },
        },
      ],
    },
  },
  job: {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata,
    spec: {
      backoffLimit: 3,
      podReplacementPolicy: 'Failed',
      podFailurePolicy: {
        rules: [{ action: 'FailJob', onExitCodes: { operator: 'In', values: [2] } }],
      },
      template: { ...template, spec: { ...podSpec, restartPolicy: 'Never' } },
    },
  },
  cronJob: {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata,
    spec: {
      schedule: '0 3 * * *',
      timeZone: 'Europe/Berlin',
      concurrencyPolicy: 'Forbid',
      jobTemplate: {
        spec: { template: { ...template, spec: { ...podSpec, restartPolicy: 'OnFailure' } } },
      },
    },
  },
  service: {
    apiVersion: 'v1',
    kind: 'Service',
    metadata,
    spec: {
      selector: labels,
      ports: [
        { name: 'http', port: 80, targetPort: 'http', appProtocol: 'http' },
        { name: 'dns', port: 53, targetPort: 53, protocol: 'UDP' },
      ],
    },
  },
  configMap: { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { A: '1' }, immutable: false },
  secret: { apiVersion: 'v1', kind: 'Secret', metadata, type: 'Opaque', data: { url: 'YWJj' } },
  serviceAccount: {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata,
    automountServiceAccountToken: false,
    imagePullSecrets: [{ name: 'registry' }],
  },
  namespace: { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop', labels } },
  ingress: {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata,
    spec: {
      ingressClassName: 'nginx',
      rules: [
        {
          host: 'shop.example.com',
          http: {
            paths: [
              {
                path: '/',
                pathType: 'Prefix',
                backend: { service: { name: 'shop-web', port: { name: 'http' } } },
              },
            ],
          },
        },
      ],
      tls: [{ hosts: ['shop.example.com'], secretName: 'shop-tls' }],
    },
  },
  networkPolicy: {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata,
    spec: {
      podSelector: selector,
      policyTypes: ['Ingress', 'Egress'],
      ingress: [{ from: [{ namespaceSelector: {} }], ports: [{ port: 'http' }] }],
      egress: [
        { to: [{ ipBlock: { cidr: '10.0.0.0/8', except: ['10.1.0.0/16'] } }] },
        { ports: [{ port: 5000, endPort: 5100, protocol: 'TCP' }] },
      ],
    },
  },
  horizontalPodAutoscaler: {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata,
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'shop-web' },
      minReplicas: 2,
      maxReplicas: 10,
      metrics: [
        {
          type: 'Resource',
          resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 70 } },
        },
      ],
      behavior: {
        scaleDown: {
          stabilizationWindowSeconds: 300,
          policies: [{ type: 'Percent', value: 50, periodSeconds: 60 }],
        },
      },
    },
  },
  podDisruptionBudget: {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata,
    spec: { maxUnavailable: '25%', selector, unhealthyPodEvictionPolicy: 'AlwaysAllow' },
  },
  role: {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'Role',
    metadata,
    rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get', 'list'] }],
  },
  roleBinding: {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'RoleBinding',
    metadata,
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'shop-web' },
    subjects: [{ kind: 'ServiceAccount', name: 'shop', namespace: 'shop' }],
  },
  httpRoute: {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'HTTPRoute',
    metadata,
    spec: {
      parentRefs: [{ name: 'public' }],
      hostnames: ['shop.example.com'],
      rules: [
        {
          matches: [{ path: { type: 'PathPrefix', value: '/' } }],
          timeouts: { request: '30s' },
          backendRefs: [
            { name: 'shop-web', port: 80, weight: 90 },
            { name: 'shop-canary', port: 80, weight: 10 },
          ],
        },
      ],
    },
  },
  gateway: {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'Gateway',
    metadata,
    spec: {
      gatewayClassName: 'nginx',
      listeners: [
        {
          name: 'https',
          port: 443,
          protocol: 'HTTPS',
          hostname: 'shop.example.com',
          tls: { certificateRefs: [{ name: 'shop-tls' }] },
        },
      ],
    },
  },
  certificate: {
    apiVersion: 'cert-manager.io/v1',
    kind: 'Certificate',
    metadata,
    spec: {
      secretName: 'shop-tls',
      dnsNames: ['shop.example.com'],
      issuerRef: { name: 'letsencrypt', kind: 'ClusterIssuer' },
    },
  },
  prometheusRule: {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'PrometheusRule',
    metadata,
    spec: {
      groups: [
        {
          name: 'shop',
          partial_response_strategy: 'Warn',
          rules: [
            { alert: 'Down', expr: 'up == 0', for: '10m', labels: { severity: 'page' } },
            { record: 'shop:ratio', expr: 1 },
          ],
        },
      ],
    },
  },
  serviceMonitor: {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'ServiceMonitor',
    metadata,
    spec: { selector, endpoints: [{ port: 'metrics', interval: '30s' }] },
  },
  scaledObject: {
    apiVersion: 'keda.sh/v1alpha1',
    kind: 'ScaledObject',
    metadata,
    spec: {
      scaleTargetRef: { name: 'shop-web' },
      triggers: [{ type: 'cpu', metricType: 'Utilization', metadata: { value: '70' } }],
    },
  },
  externalSecret: {
    apiVersion: 'external-secrets.io/v1',
    kind: 'ExternalSecret',
    metadata,
    spec: {
      refreshInterval: '1h',
      secretStoreRef: { name: 'vault', kind: 'ClusterSecretStore' },
      target: { name: 'shop-db' },
      data: [{ secretKey: 'url', remoteRef: { key: 'shop/db', property: 'url' } }],
    },
  },
  sealedSecret: {
    apiVersion: 'bitnami.com/v1alpha1',
    kind: 'SealedSecret',
    metadata,
    spec: { encryptedData: { url: 'AgBy' }, template: { metadata: { name: 'shop-db' } } },
  },
  rollout: {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Rollout',
    metadata,
    spec: {
      selector,
      template,
      strategy: {
        canary: {
          canaryService: 'shop-canary',
          stableService: 'shop-web',
          steps: [{ setWeight: 10 }, { pause: { duration: '5m' } }, { pause: {} }],
        },
      },
    },
  },
  application: {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata,
    spec: {
      project: 'default',
      source: { repoURL: 'https://git.example.com/shop.git', path: 'dist', targetRevision: 'main' },
      destination: { server: 'https://kubernetes.default.svc', namespace: 'shop' },
      syncPolicy: { automated: { prune: true, selfHeal: true } },
    },
  },
  canary: {
    apiVersion: 'flagger.app/v1beta1',
    kind: 'Canary',
    metadata,
    spec: {
      targetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'shop-web' },
      service: { port: 80, targetPort: 'http' },
      analysis: { interval: '1m', threshold: 5, maxWeight: 50, stepWeight: 10 },
    },
  },
  fluxKustomization: {
    apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
    kind: 'Kustomization',
    metadata,
    spec: {
      interval: '10m',
      path: './dist/gitops/production',
      prune: true,
      wait: true,
      sourceRef: { kind: 'GitRepository', name: 'shop' },
    },
  },
  gitRepository: {
    apiVersion: 'source.toolkit.fluxcd.io/v1',
    kind: 'GitRepository',
    metadata,
    spec: { interval: '5m', url: 'https://git.example.com/shop.git', ref: { branch: 'main' } },
  },
  helmRelease: {
    apiVersion: 'helm.toolkit.fluxcd.io/v2',
    kind: 'HelmRelease',
    metadata,
    spec: {
      interval: '10m',
      chart: {
        spec: { chart: './helm/shop', sourceRef: { kind: 'GitRepository', name: 'shop' } },
      },
      values: { anything: { goes: ['here'] } },
    },
  },
  virtualServer: {
    apiVersion: 'k8s.nginx.org/v1',
    kind: 'VirtualServer',
    metadata,
    spec: {
      host: 'shop.example.com',
      upstreams: [{ name: 'web', service: 'shop-web', port: 80, keepalive: 16 }],
      routes: [{ path: '/', action: { pass: 'web' } }],
    },
  },
} as const;
