// Schema generator: which custom resources go into schemas/crds.json, and which Go module publishes each.

/** A module and the kinds taken from it. */
export interface CrdSource {
  readonly module: string;
  readonly version: string;
  /** File or folder below the module that holds the CustomResourceDefinitions. */
  readonly path: string;
  readonly kinds: readonly string[];
  /** What a reader of a verdict should know of this source. */
  readonly note?: string;
}

/** The sources. Newest version of each module that the Go module proxy serves and Go 1.26 accepts. */
export const crdSources: readonly CrdSource[] = [
  {
    module: 'sigs.k8s.io/gateway-api',
    version: 'v1.6.3',
    path: 'config/crd/standard',
    kinds: [
      'BackendTLSPolicy',
      'GRPCRoute',
      'Gateway',
      'GatewayClass',
      'HTTPRoute',
      'ListenerSet',
      'ReferenceGrant',
      'TLSRoute',
    ],
    note: 'standard channel',
  },
  {
    module: 'github.com/cert-manager/cert-manager',
    version: 'v1.21.2',
    path: 'deploy/crds',
    kinds: ['Certificate', 'ClusterIssuer', 'Issuer'],
  },
  {
    module: 'github.com/prometheus-operator/prometheus-operator',
    version: 'v0.85.0',
    path: 'example/prometheus-operator-crd',
    kinds: ['PodMonitor', 'Probe', 'PrometheusRule', 'ServiceMonitor'],
  },
  {
    module: 'github.com/kedacore/keda/v2',
    version: 'v2.21.0',
    path: 'config/crd/bases',
    kinds: ['ClusterTriggerAuthentication', 'ScaledJob', 'ScaledObject', 'TriggerAuthentication'],
  },
  {
    module: 'github.com/external-secrets/external-secrets',
    version: 'v1.3.2',
    path: 'config/crds/bases',
    kinds: ['ClusterSecretStore', 'ExternalSecret', 'SecretStore'],
  },
  {
    module: 'github.com/bitnami-labs/sealed-secrets',
    version: 'v0.40.0',
    path: 'helm/sealed-secrets/crds',
    kinds: ['SealedSecret'],
  },
  {
    module: 'sigs.k8s.io/secrets-store-csi-driver',
    version: 'v1.6.0',
    path: 'config/crd/bases',
    kinds: ['SecretProviderClass'],
  },
  {
    module: 'github.com/argoproj/argo-rollouts',
    version: 'v1.10.1',
    path: 'manifests/crds',
    kinds: ['AnalysisTemplate', 'ClusterAnalysisTemplate', 'Experiment', 'Rollout'],
  },
  {
    module: 'github.com/argoproj/argo-cd/v3',
    version: 'v3.5.7',
    path: 'manifests/crds',
    kinds: ['AppProject', 'Application', 'ApplicationSet'],
  },
  {
    module: 'github.com/fluxcd/flagger',
    version: 'v1.44.0',
    path: 'artifacts/flagger/crd.yaml',
    kinds: ['AlertProvider', 'Canary', 'MetricTemplate'],
  },
  {
    module: 'github.com/fluxcd/kustomize-controller',
    version: 'v1.9.6',
    path: 'config/crd/bases',
    kinds: ['Kustomization'],
  },
  {
    module: 'github.com/fluxcd/source-controller',
    version: 'v1.9.6',
    path: 'config/crd/bases',
    kinds: ['Bucket', 'GitRepository', 'HelmChart', 'HelmRepository', 'OCIRepository'],
  },
  {
    module: 'github.com/fluxcd/helm-controller',
    version: 'v1.4.0',
    path: 'config/crd/bases',
    kinds: ['HelmRelease'],
  },
  {
    module: 'k8s.io/autoscaler/vertical-pod-autoscaler',
    version: 'v1.8.1',
    path: 'deploy/vpa-v1-crd-gen.yaml',
    kinds: ['VerticalPodAutoscaler'],
  },
  {
    module: 'knative.dev/serving',
    version: 'v0.51.0',
    path: 'config/core/300-resources/service.yaml',
    kinds: ['Service'],
  },
  {
    module: 'github.com/nginx/kubernetes-ingress',
    version: 'v1.12.5',
    path: 'deployments/common/crds',
    kinds: ['Policy', 'TransportServer', 'VirtualServer', 'VirtualServerRoute'],
    note: 'old: later releases of the controller are not published as a Go module; fields added since 1.12 are refused here',
  },
  {
    module: 'github.com/nginxinc/nginx-gateway-fabric',
    version: 'v1.6.2',
    path: 'config/crd/bases',
    kinds: [
      'ClientSettingsPolicy',
      'NginxProxy',
      'ObservabilityPolicy',
      'SnippetsFilter',
      'UpstreamSettingsPolicy',
    ],
    note: 'old: later releases are not published as a Go module; fields and kinds added since 1.6 are refused here',
  },
];
