// The whole list of what is set aside before a rendered chart is compared with the manifests of the same service.
// Nothing else may differ; a new entry here needs a reason in the law itself.
import { isManifest, isRecord } from '../../lib/kubernetes/is-manifest.ts';
import type { Manifest } from '../../lib/kubernetes/manifest.ts';

/** Labels that Helm asks of charts. */
const LABELS = ['helm.sh/chart', 'app.kubernetes.io/managed-by'];
/** Annotations that make an object a hook. */
const HOOK = /^helm\.sh\/hook/;
/** Behind the name of a copy that a hook owns, of an object that belongs to the release. */
const COPY = '-hook';
/** Kinds of which a hook owns copies: what a migration runs under, is let out by, and reads. */
const COPIED: readonly string[] = [
  'ServiceAccount',
  'NetworkPolicy',
  'ExternalSecret',
  'SealedSecret',
  'SecretProviderClass',
];
/** Behind the name of a migration's Job stands a hash of its content. */
const HASHED_JOB = /-[0-9a-f]{10}$/;

/** Objects by kind and name, without what is set aside. */
export function comparable(objects: readonly unknown[]): ReadonlyMap<string, unknown> {
  const manifests = objects.filter(isManifest);
  const copies = manifests.filter(
    (manifest) =>
      manifest.metadata.name.endsWith(COPY) &&
      annotation(manifest, 'helm.sh/hook') !== undefined &&
      COPIED.includes(manifest.kind),
  );
  const originals = new Map(
    copies.map(({ kind, metadata: { name } }) => [`${kind}/${name}`, name.slice(0, -COPY.length)]),
  );
  const kept = manifests.filter(
    (manifest) =>
      manifest.kind !== 'Namespace' &&
      !copies.includes(manifest) &&
      annotation(manifest, 'helm.sh/hook') !== 'test',
  );
  return new Map(kept.map((manifest) => entryOf(manifest, originals)));
}

function entryOf(
  manifest: Manifest,
  originals: ReadonlyMap<string, string>,
): readonly [string, unknown] {
  const { namespace: _namespace, labels, annotations, name, ...rest } = manifest.metadata;
  const ownName = manifest.kind === 'Job' ? name.replace(HASHED_JOB, '') : name;
  const metadata = {
    ...rest,
    name: ownName,
    ...filled(
      'labels',
      without(labels, (key) => LABELS.includes(key)),
    ),
    ...filled(
      'annotations',
      without(annotations, (key) => HOOK.test(key)),
    ),
  };
  const compared = { ...manifest, metadata };
  const isHook = annotation(manifest, 'helm.sh/hook') !== undefined;
  return [`${manifest.kind}/${ownName}`, isHook ? withOriginals(compared, originals) : compared];
}

/** Where a pod names what may be a copy, by the member above it; a ServiceAccount stands alone. */
const NAMED: Readonly<Record<string, string>> = {
  secretKeyRef: 'name',
  secret: 'secretName',
  volumeAttributes: 'secretProviderClass',
};

/** A hook speaks of the copies it owns; what it means are the originals. */
function withOriginals(
  value: unknown,
  originals: ReadonlyMap<string, string>,
  under = '',
): unknown {
  if (Array.isArray(value)) return value.map((item) => withOriginals(item, originals, under));
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => {
      if (typeof member !== 'string') return [key, withOriginals(member, originals, key)];
      if (key === 'serviceAccountName') {
        return [key, originals.get(`ServiceAccount/${member}`) ?? member];
      }
      const makers = ['ExternalSecret', 'SealedSecret', 'SecretProviderClass'];
      const original = makers.map((kind) => originals.get(`${kind}/${member}`)).find(Boolean);
      return [key, NAMED[under] === key ? (original ?? member) : member];
    }),
  );
}

function annotation({ metadata }: Manifest, key: string): string | undefined {
  return metadata.annotations?.[key];
}

function without(
  map: Readonly<Record<string, string>> | undefined,
  isAside: (key: string) => boolean,
): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(map ?? {}).filter(([key]) => !isAside(key)));
}

function filled(
  key: string,
  map: Readonly<Record<string, string>>,
): Readonly<Record<string, unknown>> {
  return Object.keys(map).length === 0 ? {} : { [key]: map };
}
