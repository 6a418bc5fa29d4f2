/** exposures › load balancer › platforms: how each cloud's load balancer is told what is wanted, as data. */

/** Parts of the options that only some platforms have. */
export type PlatformOption = 'subnets' | 'addresses' | 'addressPool' | 'dnsLabel' | 'idleTimeout';

/** What a platform does and how it is told. */
export interface LoadBalancerPlatform {
  readonly title: string;
  readonly className?: string;
  /** Annotations of every load balancer. */
  readonly always: Readonly<Record<string, string>>;
  /** Annotations by reach; undefined where the platform has none for it. */
  readonly public: Readonly<Record<string, string>>;
  readonly internal: Readonly<Record<string, string>> | undefined;
  /** Annotation of each option it has. */
  readonly options: Readonly<Partial<Record<PlatformOption, string>>>;
  /** Whether pods are reached directly, not by a port of their node. */
  readonly direct: boolean;
  /** Pause in seconds until a stopping pod gets no new connections. */
  readonly propagationSeconds: number;
  /** Seconds without a byte after which a connection is dropped; absent where none is known. */
  readonly idleSeconds?: number;
}

const AWS = 'service.beta.kubernetes.io/aws-load-balancer-';
const AZURE = 'service.beta.kubernetes.io/azure-';

/** An AWS Network Load Balancer whose targets are pods. */
const NLB = {
  always: { [`${AWS}nlb-target-type`]: 'ip' },
  public: { [`${AWS}scheme`]: 'internet-facing' },
  internal: { [`${AWS}scheme`]: 'internal' },
  options: { subnets: `${AWS}subnets` },
  direct: true,
  // Deregistering a target takes tens of seconds, in which it still gets connections.
  propagationSeconds: 30,
  // https://docs.aws.amazon.com/elasticloadbalancing/latest/network/network-load-balancers.html#connection-idle-timeout
  idleSeconds: 350,
} as const;

/**
 * The platforms. Keys are those of aws-load-balancer-controller pkg/annotations/constants.go, cloud-provider-azure
 * pkg/consts/consts.go, ingress-gce pkg/annotations (v1.30) and metallb (v0.16).
 */
export const LOAD_BALANCER_PLATFORMS = {
  generic: {
    title: 'any platform',
    always: {},
    public: {},
    internal: undefined,
    options: {},
    direct: false,
    propagationSeconds: 10,
  },
  eks: { title: 'AWS Load Balancer Controller', className: 'service.k8s.aws/nlb', ...NLB },
  'eks-auto': { title: 'EKS Auto Mode', className: 'eks.amazonaws.com/nlb', ...NLB },
  gke: {
    title: 'Google Kubernetes Engine',
    always: {},
    public: { 'cloud.google.com/l4-rbs': 'enabled' },
    internal: { 'networking.gke.io/load-balancer-type': 'Internal' },
    options: { subnets: 'networking.gke.io/load-balancer-subnet' },
    direct: false,
    propagationSeconds: 30,
    // https://cloud.google.com/load-balancing/docs/passthrough-network-load-balancer: connection tracking forgets after 10 min.
    idleSeconds: 600,
  },
  aks: {
    title: 'Azure Kubernetes Service',
    always: {},
    public: {},
    internal: { [`${AZURE}load-balancer-internal`]: 'true' },
    options: {
      subnets: `${AZURE}load-balancer-internal-subnet`,
      addresses: `${AZURE}pip-name`,
      dnsLabel: `${AZURE}dns-label-name`,
      idleTimeout: `${AZURE}load-balancer-tcp-idle-timeout`,
    },
    direct: false,
    // The health probe asks every 5 s and needs two failures.
    propagationSeconds: 15,
    // https://learn.microsoft.com/azure/load-balancer/load-balancer-tcp-idle-timeout: 4 minutes unless set.
    idleSeconds: 240,
  },
  metallb: {
    title: 'MetalLB',
    always: {},
    public: {},
    internal: {},
    options: { addresses: 'metallb.io/loadBalancerIPs', addressPool: 'metallb.io/address-pool' },
    direct: false,
    propagationSeconds: 10,
  },
} as const satisfies Readonly<Record<string, LoadBalancerPlatform>>;

/** Name of a platform. */
export type LoadBalancerPlatformName = keyof typeof LOAD_BALANCER_PLATFORMS;
