// The configuration files of containerd, kubelet, kube-proxy and CNI, and why each setting differs from its default.

/** What the settings depend on. */
export interface ClusterSettings {
  /** Name of the cluster, of its cgroups and of its first node. */
  readonly id: string;
  /** Folder that holds everything the cluster writes. */
  readonly run: string;
  readonly proxyMode: 'iptables' | 'nftables';
  readonly nodes: readonly NodeSettings[];
}

/** One node: its name and what belongs to it alone. */
export interface NodeSettings {
  readonly name: string;
  /** From 1. */
  readonly number: number;
  readonly address: string;
  /** Addresses of its pods. */
  readonly pods: string;
}

/** So many nodes; further ones are named after the first. */
export function nodesOf(id: string, count: number): readonly NodeSettings[] {
  return Array.from({ length: count }, (_, index) => ({
    name: index === 0 ? id : `${id}-${index + 1}`,
    number: index + 1,
    address: `172.31.0.${index + 2}`,
    pods: `10.244.${index}.0/24`,
  }));
}

/** Addresses inside the namespaces; they are the same in every cluster, for nothing leads from one to another. */
export const addresses = {
  services: '10.96.0.0/16',
  kubernetes: '10.96.0.1',
  dns: '10.96.0.10',
  pods: '10.244.0.0/16',
} as const;

/** File names below the cluster's folder, and their texts. */
export function configurationFiles(settings: ClusterSettings): Readonly<Record<string, string>> {
  const json = (value: object): string => JSON.stringify(value, undefined, 2);
  return {
    'resolv.conf': 'nameserver 127.0.0.1\n',
    ...Object.fromEntries(
      settings.nodes.flatMap((node) =>
        Object.entries({
          'containerd.toml': containerd(settings, node),
          'kubelet.json': json(kubelet(settings, node)),
          'kube-proxy.json': json(kubeProxy(settings, node)),
          'cni/10-bridge.conflist': json(network(settings, node)),
        }).map(([file, text]) => [`node-${node.number}/${file}`, text]),
      ),
    ),
  };
}

function containerd({ run }: ClusterSettings, { number }: NodeSettings): string {
  return `version = 3
root = "/var/lib/containerd"
state = "/run/containerd"
# Lowering a score takes CAP_SYS_RESOURCE, which root inside a container or a small virtual machine may lack.
oom_score = 0
disabled_plugins = ["io.containerd.snapshotter.v1.blockfile", "io.containerd.snapshotter.v1.devmapper", "io.containerd.snapshotter.v1.erofs"]
[grpc]
address = "/run/containerd/containerd.sock"
[plugins.'io.containerd.cri.v1.images']
snapshotter = "overlayfs"
[plugins.'io.containerd.cri.v1.images'.pinned_images]
sandbox = "localhost/slipway/pause:test"
[plugins.'io.containerd.cri.v1.runtime']
restrict_oom_score_adj = true
disable_apparmor = true
disable_hugetlb_controller = true
tolerate_missing_hugetlb_controller = true
[plugins.'io.containerd.cri.v1.runtime'.containerd.runtimes.runc]
runtime_type = "io.containerd.runc.v2"
[plugins.'io.containerd.cri.v1.runtime'.containerd.runtimes.runc.options]
SystemdCgroup = false
[plugins.'io.containerd.cri.v1.runtime'.cni]
bin_dirs = ["/usr/lib/cni"]
conf_dir = "${run}/node-${number}/cni"
`;
}

function kubelet({ id, run }: ClusterSettings, { name, number }: NodeSettings): object {
  return {
    apiVersion: 'kubelet.config.k8s.io/v1beta1',
    kind: 'KubeletConfiguration',
    failCgroupV1: false,
    cgroupDriver: 'cgroupfs',
    cgroupRoot: `/${id}/${name}`,
    containerRuntimeEndpoint: 'unix:///run/containerd/containerd.sock',
    failSwapOn: false,
    oomScoreAdj: 0,
    authentication: {
      anonymous: { enabled: false },
      webhook: { enabled: true },
      x509: { clientCAFile: `${run}/pki/ca.crt` },
    },
    authorization: { mode: 'Webhook' },
    tlsCertFile: `${run}/pki/kubelet-${number}.crt`,
    tlsPrivateKeyFile: `${run}/pki/kubelet-${number}.key`,
    clusterDomain: 'cluster.local',
    clusterDNS: [addresses.dns],
    resolvConf: `${run}/resolv.conf`,
    volumePluginDir: '/var/lib/kubelet/volume-plugins',
    // The disk is the machine's: how full it is, is no reason to evict pods or to remove images here.
    evictionHard: {
      'memory.available': '100Mi',
      'nodefs.available': '1%',
      'imagefs.available': '1%',
    },
    imageGCHighThresholdPercent: 100,
    imageGCLowThresholdPercent: 99,
    nodeStatusUpdateFrequency: '4s',
    // A changed ConfigMap reaches running pods within this time and the cache's; one minute would make tests wait.
    syncFrequency: '10s',
  };
}

function kubeProxy({ run, proxyMode }: ClusterSettings, { name }: NodeSettings): object {
  return {
    apiVersion: 'kubeproxy.config.k8s.io/v1alpha1',
    kind: 'KubeProxyConfiguration',
    clientConnection: { kubeconfig: `${run}/pki/kube-proxy.kubeconfig` },
    mode: proxyMode,
    clusterCIDR: addresses.pods,
    hostnameOverride: name,
    oomScoreAdj: 0,
    // Limits of connection tracking belong to the machine and cannot be written from these namespaces.
    conntrack: { maxPerCore: 0, min: 0, tcpEstablishedTimeout: '0s', tcpCloseWaitTimeout: '0s' },
  };
}

function network({ run }: ClusterSettings, { number, pods }: NodeSettings): object {
  return {
    cniVersion: '1.0.0',
    name: 'pods',
    plugins: [
      {
        type: 'bridge',
        bridge: 'pods0',
        isGateway: true,
        ipMasq: true,
        // A pod that reaches itself through its Service.
        hairpinMode: true,
        ipam: {
          type: 'host-local',
          dataDir: `${run}/node-${number}/cni-addresses`,
          ranges: [[{ subnet: pods }]],
          routes: [{ dst: '0.0.0.0/0' }],
        },
      },
      { type: 'portmap', capabilities: { portMappings: true } },
    ],
  };
}
