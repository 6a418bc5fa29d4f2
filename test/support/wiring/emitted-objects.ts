// Test support: an index of what a list of objects brings into being, itself or through a controller, to resolve references in.
import { at, isFields, listAt, textAt } from '../kubernetes-object.ts';
import { namespaceOf, podTemplatesOf } from '../pod-templates.ts';
import type { Labels } from '../label-selectors.ts';
import type { PodTemplate } from '../pod-templates.ts';

/** A reference that leads nowhere, or to more than one object. */
export interface Dangling {
  /** `Deployment/shop-web`. */
  readonly from: string;
  /** `Secret/shop-db#url`, `Service/shop-web:http`, `Pods/app=web`. */
  readonly to: string;
  readonly message: string;
}

/** A reference to an object by its name. */
export interface Reference {
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
  /** Key of a ConfigMap or Secret that must be there. */
  readonly key?: string | undefined;
  /** Port of a Service or listener of a Gateway, by name or number. */
  readonly port?: string | number | undefined;
}

/** What there is, and what is declared to be outside. */
export interface EmittedObjects {
  readonly manifests: readonly unknown[];
  readonly pods: readonly PodTemplate[];
  /** What is wrong with a reference; nothing when it leads to exactly one object, or outside. */
  resolve(from: string, reference: Reference): readonly Dangling[];
  /** The pod templates of a namespace that have certain labels. */
  podsIn(namespace: string, chosen: (labels: Labels) => boolean): readonly PodTemplate[];
}

/**
 * Indexes objects.
 *
 * @param outside what exists already: `Kind/name`, or `Kind/namespace/name`; `*` stands for any name
 */
export function emittedObjects(
  manifests: readonly unknown[],
  outside: readonly string[] = [],
): EmittedObjects {
  const things = manifests.flatMap((manifest) => [thingOf(manifest), ...madeFrom(manifest)]);
  const pods = podTemplatesOf(manifests);
  const isOutside = (kind: string, namespace: string, name: string): boolean =>
    [`${kind}/${name}`, `${kind}/${namespace}/${name}`, `${kind}/*`, `${kind}/${namespace}/*`].some(
      (entry) => outside.includes(entry),
    );
  return {
    manifests,
    pods,
    podsIn: (namespace, chosen) =>
      pods.filter((pod) => pod.namespace === namespace && chosen(pod.labels)),
    resolve: (from, reference) => {
      const { kind, name, namespace } = reference;
      if (isOutside(kind, namespace, name) || isAlwaysThere(kind, name)) return [];
      const named = things.filter((thing) => thing.kind === kind && thing.name === name);
      const here = named.filter(
        (thing) => clusterScoped.has(kind) || thing.namespace === namespace,
      );
      const message = complaint(reference, here, named);
      return message === undefined ? [] : [{ from, to: targetOf(reference), message }];
    },
  };
}

interface Thing {
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
  /** Keys of a ConfigMap or Secret, as far as they are known. */
  readonly keys?: readonly string[];
  /** Ports of a Service or listeners of a Gateway: everything each may be called. */
  readonly ports?: readonly (string | number)[];
}

const clusterScoped = new Set([
  'ClusterAnalysisTemplate',
  'ClusterIssuer',
  'ClusterRole',
  'ClusterSecretStore',
  'ClusterTriggerAuthentication',
  'Namespace',
]);

/** Made by the controller manager in every namespace. */
function isAlwaysThere(kind: string, name: string): boolean {
  return (
    (kind === 'ServiceAccount' && name === 'default') ||
    (kind === 'ConfigMap' && name === 'kube-root-ca.crt')
  );
}

function complaint(
  { key, port, namespace }: Reference,
  here: readonly Thing[],
  elsewhere: readonly Thing[],
): string | undefined {
  const [found, second] = here;
  if (!found) {
    const places = elsewhere.map((thing) => thing.namespace).join(', ');
    return places === ''
      ? 'neither among the objects nor declared to be outside'
      : `not in namespace ${namespace}, but in ${places}`;
  }
  if (second) return `there are ${here.length} objects of this kind and name`;
  if (key !== undefined && found.keys && !found.keys.includes(key))
    return `has no key ${key}, only ${found.keys.join(', ') || 'none'}`;
  if (port === undefined || !found.ports) return undefined;
  if (!found.ports.includes(port))
    return `has no port ${port}, only ${found.ports.join(', ') || 'none'}`;
  return undefined;
}

function targetOf({ kind, name, key, port }: Reference): string {
  return `${kind}/${name}${key === undefined ? '' : `#${key}`}${port === undefined ? '' : `:${port}`}`;
}

function thingOf(manifest: unknown): Thing {
  const kind = textAt(manifest, 'kind') ?? '';
  const thing = {
    kind,
    name: textAt(manifest, 'metadata', 'name') ?? '',
    namespace: namespaceOf(manifest),
  };
  const fields = (...members: readonly string[]): readonly string[] =>
    members.flatMap((member) => keysAt(manifest, member));
  switch (kind) {
    case 'ConfigMap':
      return { ...thing, keys: fields('data', 'binaryData') };
    case 'Secret':
      return { ...thing, keys: fields('data', 'stringData') };
    case 'Service':
      return { ...thing, ports: portsAt(manifest, ['name', 'port'], 'spec', 'ports') };
    case 'Gateway':
      return { ...thing, ports: portsAt(manifest, ['name', 'port'], 'spec', 'listeners') };
    default:
      return thing;
  }
}

/** What controllers make from an object. */
function madeFrom(manifest: unknown): readonly Thing[] {
  const namespace = namespaceOf(manifest);
  const name = textAt(manifest, 'metadata', 'name') ?? '';
  const spec = at(manifest, 'spec');
  const secret = (secretName: string | undefined, keys?: readonly string[]): readonly Thing[] => [
    { kind: 'Secret', namespace, name: secretName ?? name, ...(keys && { keys }) },
  ];
  switch (textAt(manifest, 'kind') ?? '') {
    case 'Certificate':
      return secret(textAt(spec, 'secretName'), ['tls.crt', 'tls.key', 'ca.crt']);
    case 'ExternalSecret': {
      const keys = listAt(spec, 'data').map((entry) => textAt(entry, 'secretKey') ?? '');
      // dataFrom takes whatever keys the store has; a template makes keys of its own.
      const open = listAt(spec, 'dataFrom').length > 0 || isFields(at(spec, 'target', 'template'));
      return secret(textAt(spec, 'target', 'name'), open ? undefined : keys);
    }
    case 'SealedSecret': {
      const keys = [...keysAt(spec, 'encryptedData'), ...keysAt(at(spec, 'template'), 'data')];
      return secret(textAt(spec, 'template', 'metadata', 'name'), keys);
    }
    case 'Ingress':
      return issuesCertificates(manifest) ? certificatesOf(manifest, namespace) : [];
    case 'Canary': // https://docs.flagger.app/usage/how-it-works#canary-service
      return flaggerServices(manifest, name, namespace);
    default:
      return [];
  }
}

/** cert-manager makes the Secrets of an Ingress that names an issuer. @see https://cert-manager.io/docs/usage/ingress/ */
function issuesCertificates(ingress: unknown): boolean {
  const annotations = at(ingress, 'metadata', 'annotations');
  return ['cert-manager.io/issuer', 'cert-manager.io/cluster-issuer'].some(
    (annotation) => at(annotations, annotation) !== undefined,
  );
}

function certificatesOf(ingress: unknown, namespace: string): readonly Thing[] {
  return listAt(ingress, 'spec', 'tls').map((tls) => ({
    kind: 'Secret',
    namespace,
    name: textAt(tls, 'secretName') ?? '',
    keys: ['tls.crt', 'tls.key', 'ca.crt'],
  }));
}

function flaggerServices(canary: unknown, name: string, namespace: string): readonly Thing[] {
  const service = at(canary, 'spec', 'service');
  const base = textAt(service, 'name') ?? textAt(canary, 'spec', 'targetRef', 'name') ?? name;
  const port = Number(at(service, 'port'));
  const ports = [port, textAt(service, 'portName') ?? 'http'];
  return ['', '-primary', '-canary'].map((suffix) => ({
    kind: 'Service',
    namespace,
    name: base + suffix,
    ports,
  }));
}

function keysAt(value: unknown, member: string): readonly string[] {
  const found = at(value, member);
  return isFields(found) ? Object.keys(found) : [];
}

function portsAt(
  value: unknown,
  members: readonly string[],
  ...path: readonly string[]
): readonly (string | number)[] {
  return listAt(value, ...path)
    .flatMap((port) => members.map((member) => at(port, member)))
    .filter((port) => typeof port === 'string' || typeof port === 'number');
}
