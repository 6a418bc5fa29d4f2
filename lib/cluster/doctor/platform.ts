/** cluster › doctor › platform: version, kinds, classes, issuers and metrics that the manifests count on. */

import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { itemsAt, textAt } from '../../diff/read-manifest.ts';
import { groupOf, refOf, refText } from '../../deploy/object-ref.ts';
import type { Manifest } from '../../kubernetes/manifest.ts';
import type { Objects } from '../objects.ts';
import type { Patient } from './patient.ts';
import { notReady } from './not-ready.ts';
import { storeFindings } from './secret-stores.ts';
import {
  CLASS_MISSING,
  CLUSTER_OLD,
  found,
  GATEWAY_MISSING,
  ISSUER_MISSING,
  KIND_NOT_SERVED,
  METRICS_MISSING,
} from './findings.ts';

/** Who brings the kinds of a group. */
const BRINGERS: Readonly<Record<string, string>> = {
  'bitnami.com': 'Sealed Secrets',
  'cert-manager.io': 'cert-manager',
  'external-secrets.io': 'the External Secrets Operator',
  'gateway.networking.k8s.io': 'the resource definitions of the Gateway API',
  'gateway.nginx.org': 'NGINX Gateway Fabric',
  'k8s.nginx.org': "F5's NGINX Ingress Controller",
  'keda.sh': 'KEDA',
  'monitoring.coreos.com': 'the Prometheus Operator',
  'externaldns.k8s.io': 'external-dns',
  'secrets-store.csi.x-k8s.io': 'the Secrets Store CSI driver',
};

/** Findings about what an administrator installs. */
export async function platformFindings(
  objects: Objects,
  patient: Patient,
): Promise<readonly Diagnostic[]> {
  const { manifests } = patient;
  const served = await Promise.all(
    manifests.map(({ apiVersion, kind }) => objects.serves(apiVersion, kind)),
  );
  const known = manifests.filter((_, index) => served[index] === true);
  return [
    ...(await versionFindings(objects, patient)),
    ...kindFindings(manifests.filter((_, index) => served[index] !== true)),
    ...(await classFindings(objects, known)),
    ...(await gatewayFindings(objects, known)),
    ...(await issuerFindings(objects, known, manifests)),
    ...(await storeFindings(objects, known)),
    ...(await metricsFindings(objects, known)),
  ];
}

async function versionFindings(
  objects: Objects,
  { plan }: Patient,
): Promise<readonly Diagnostic[]> {
  const { body } = await objects.cluster.send({ method: 'GET', path: '/version' });
  const text = textAt(body, 'gitVersion') ?? '';
  const minor = Number(/^v1\.(\d+)/.exec(text)?.[1]);
  const target = Number(/^1\.(\d+)/.exec(plan.kubernetes)?.[1]);
  if (!(minor < target)) return [];
  return [
    found(
      CLUSTER_OLD,
      'Cluster',
      `The cluster is Kubernetes ${text}, the description is for ${plan.kubernetes}.`,
      `Set \`kubernetes: '1.${minor}'\` in the description, or upgrade the cluster.`,
    ),
  ];
}

function kindFindings(unserved: readonly Manifest[]): readonly Diagnostic[] {
  const groups = Map.groupBy(unserved, ({ apiVersion, kind }) => `${kind} of ${apiVersion}`);
  return [...groups].map(([what, [first]]) => {
    const bringer = BRINGERS[groupOf(first?.apiVersion ?? '')];
    return found(
      KIND_NOT_SERVED,
      first === undefined ? what : refText(refOf(first)),
      `The cluster does not know ${what}.`,
      bringer === undefined
        ? 'Install what brings the kind, or take it out of the description.'
        : `Install ${bringer}, or choose another variant in the description.`,
    );
  });
}

async function classFindings(
  objects: Objects,
  manifests: readonly Manifest[],
): Promise<readonly Diagnostic[]> {
  const of = (kind: string) => manifests.filter((manifest) => manifest.kind === kind);
  const check = async (
    manifest: Manifest,
    [apiVersion, kind]: readonly [string, string],
    name: string | undefined,
  ): Promise<readonly Diagnostic[]> => {
    const classes = (await objects.list({ apiVersion, kind })).map(({ metadata }) => metadata);
    const isDefault = classes.some(
      ({ annotations }) => annotations?.['ingressclass.kubernetes.io/is-default-class'] === 'true',
    );
    if (name === undefined ? isDefault : classes.some((one) => one.name === name)) return [];
    const there = classes.map((one) => `\`${one.name}\``).join(', ') || 'none';
    return [
      found(
        CLASS_MISSING,
        refText(refOf(manifest)),
        name === undefined
          ? `It names no ${kind}, and none is the default; there are ${there}.`
          : `There is no ${kind} \`${name}\`; there are ${there}.`,
        classes.length === 0
          ? 'Install the controller that is described, e.g. with its Helm chart.'
          : 'Name one of these in the description, or install the controller that is described.',
      ),
    ];
  };
  const ingresses = of('Ingress').map((manifest) =>
    check(
      manifest,
      ['networking.k8s.io/v1', 'IngressClass'],
      textAt(manifest, 'spec', 'ingressClassName'),
    ),
  );
  const gateways = of('Gateway').map((manifest) =>
    check(
      manifest,
      [manifest.apiVersion, 'GatewayClass'],
      textAt(manifest, 'spec', 'gatewayClassName') ?? '',
    ),
  );
  return (await Promise.all([...ingresses, ...gateways])).flat();
}

async function gatewayFindings(
  objects: Objects,
  manifests: readonly Manifest[],
): Promise<readonly Diagnostic[]> {
  const own = new Set(manifests.filter(({ kind }) => kind === 'Gateway').map(nameOf));
  const routes = manifests.filter(
    ({ apiVersion, kind }) =>
      groupOf(apiVersion) === 'gateway.networking.k8s.io' && kind.endsWith('Route'),
  );
  const checks = routes.flatMap((route) =>
    itemsAt(route, 'spec', 'parentRefs').map(async (parent) => {
      const name = textAt(parent, 'name') ?? '';
      const namespace = textAt(parent, 'namespace') ?? route.metadata.namespace ?? 'default';
      if ((textAt(parent, 'kind') ?? 'Gateway') !== 'Gateway' || own.has(`${namespace}/${name}`)) {
        return [];
      }
      const ref = { apiVersion: route.apiVersion, kind: 'Gateway', namespace, name };
      if ((await objects.get(ref)) !== undefined) return [];
      return [
        found(
          GATEWAY_MISSING,
          refText(refOf(route)),
          `The Gateway \`${name}\` in the namespace \`${namespace}\` does not exist.`,
          'Name one that exists (`kubectl get gateways -A`), or let the description make one with `createGateway`.',
        ),
      ];
    }),
  );
  return (await Promise.all(checks)).flat();
}

function nameOf({ metadata }: Manifest): string {
  return `${metadata.namespace ?? 'default'}/${metadata.name}`;
}

/** @see https://cert-manager.io/docs/usage/ingress/#supported-annotations */
const ISSUERS = {
  'cert-manager.io/cluster-issuer': 'ClusterIssuer',
  'cert-manager.io/issuer': 'Issuer',
} as const;

async function issuerFindings(
  objects: Objects,
  manifests: readonly Manifest[],
  all: readonly Manifest[],
): Promise<readonly Diagnostic[]> {
  const apiVersion = 'cert-manager.io/v1';
  // One that is written here comes with the deployment.
  const own = new Set(
    all.flatMap(({ kind, metadata }) => (kind === 'Issuer' ? [metadata.name] : [])),
  );
  const checks = manifests.flatMap((manifest) =>
    Object.entries(ISSUERS).map(async ([annotation, kind]) => {
      const name = manifest.metadata.annotations?.[annotation];
      if (name === undefined || (kind === 'Issuer' && own.has(name))) return [];
      const { namespace } = manifest.metadata;
      const scope = kind === 'Issuer' && namespace !== undefined ? { namespace } : {};
      const is = await notReady(objects, { apiVersion, kind, ...scope, name }, 'cert-manager');
      return is === undefined
        ? []
        : [
            found(
              ISSUER_MISSING,
              refText(refOf(manifest)),
              `No certificate can be made: ${is}.`,
              'Install cert-manager and make the issuer, or name one that exists in `tls.issuer`.',
            ),
          ];
    }),
  );
  return (await Promise.all(checks)).flat();
}

async function metricsFindings(
  objects: Objects,
  manifests: readonly Manifest[],
): Promise<readonly Diagnostic[]> {
  const scaler = manifests.find(
    (manifest) =>
      manifest.kind === 'HorizontalPodAutoscaler' &&
      itemsAt(manifest, 'spec', 'metrics').some((metric) =>
        ['Resource', 'ContainerResource'].includes(textAt(metric, 'type') ?? ''),
      ),
  );
  if (scaler === undefined) return [];
  // Asked of the registration: the group itself answers 503 while its server is down.
  const service = await objects.get({
    ...{ apiVersion: 'apiregistration.k8s.io/v1', kind: 'APIService' },
    name: 'v1beta1.metrics.k8s.io',
  });
  const available = itemsAt(service, 'status', 'conditions').find(
    (condition) => textAt(condition, 'type') === 'Available',
  );
  if (textAt(available, 'status') === 'True') return [];
  return [
    found(
      METRICS_MISSING,
      refText(refOf(scaler)),
      service === undefined
        ? 'No metrics-server is installed: nobody measures CPU and memory of pods.'
        : `The metrics-server does not answer: ${textAt(available, 'message') ?? 'it says nothing'}`,
      'Install or mend metrics-server (https://github.com/kubernetes-sigs/metrics-server); `kubectl top pods` must answer.',
    ),
  ];
}
