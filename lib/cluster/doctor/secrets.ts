/** cluster › doctor › secrets: those that pods and registries need, with the command that makes each. */

import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { itemsAt, textAt } from '../../diff/read-manifest.ts';
import { isRecord } from '../../kubernetes/is-manifest.ts';
import type { Manifest } from '../../kubernetes/manifest.ts';
import { parseImageReference } from '../../units/image-reference.ts';
import type { Objects } from '../objects.ts';
import type { Patient } from './patient.ts';
import { found, REGISTRY_SECRET, SECRET_KEY_MISSING, SECRET_MISSING } from './findings.ts';

/** Findings about Secrets that somebody else must make. */
export async function secretFindings(
  objects: Objects,
  patient: Patient,
): Promise<readonly Diagnostic[]> {
  const { plan, namespace, manifests } = patient;
  const own = new Set(
    manifests.flatMap(({ kind, metadata }) => (kind === 'Secret' ? [metadata.name] : [])),
  );
  const all: Diagnostic[] = [];
  const pulls = new Set(plan.identity.imagePullSecrets);
  for (const [name, keys] of wanted(plan.secrets)) {
    if (own.has(name) || pulls.has(name)) continue;
    const secret = await secretOf(objects, namespace, name);
    if (secret === undefined) all.push(missing(namespace, name, keys));
    else all.push(...missingKeys(namespace, secret, keys));
  }
  for (const name of pulls) {
    if (own.has(name)) continue;
    all.push(
      ...registryFindings(namespace, name, await secretOf(objects, namespace, name), manifests),
    );
  }
  return all;
}

/** Keys by Secret; those that may be missing, or that others make, are nobody's duty. */
function wanted(secrets: Patient['plan']['secrets']): ReadonlyMap<string, readonly string[]> {
  const needed = secrets.filter(
    ({ optional, madeBy, gitOpsOnly }) =>
      !optional && (madeBy === undefined || gitOpsOnly === true),
  );
  const byName = Map.groupBy(needed, ({ name }) => name);
  return new Map(
    [...byName].map(([name, uses]) => [name, [...new Set(uses.flatMap(({ keys }) => keys))]]),
  );
}

function secretOf(
  objects: Objects,
  namespace: string,
  name: string,
): Promise<Manifest | undefined> {
  return objects.get({ apiVersion: 'v1', kind: 'Secret', namespace, name });
}

function missing(namespace: string, name: string, keys: readonly string[]): Diagnostic {
  const literals = keys.map((key) => ` --from-literal=${shell(key)}='…'`).join('');
  return found(
    SECRET_MISSING,
    `Secret/${name}`,
    `The Secret \`${name}\` does not exist in the namespace \`${namespace}\`${keys.length === 0 ? '' : `; pods read ${list(keys)} of it`}.`,
    `kubectl -n ${namespace} create secret generic ${name}${literals || " --from-literal=KEY='…'"}`,
  );
}

function missingKeys(
  namespace: string,
  secret: Manifest,
  keys: readonly string[],
): readonly Diagnostic[] {
  const data = isRecord(secret['data']) ? secret['data'] : {};
  const absent = keys.filter((key) => !Object.hasOwn(data, key));
  if (absent.length === 0) return [];
  const { name } = secret.metadata;
  const values = Object.fromEntries(absent.map((key) => [key, '…']));
  return [
    found(
      SECRET_KEY_MISSING,
      `Secret/${name}`,
      `The Secret \`${name}\` has no ${absent.length === 1 ? 'key' : 'keys'} ${list(absent)}; it has ${list(Object.keys(data)) || 'none'}.`,
      `kubectl -n ${namespace} patch secret ${name} --patch ${shell(JSON.stringify({ stringData: values }))}`,
    ),
  ];
}

/** @see https://kubernetes.io/docs/tasks/configure-pod-container/pull-image-private-registry/ */
const DOCKER_CONFIG = 'kubernetes.io/dockerconfigjson';

function registryFindings(
  namespace: string,
  name: string,
  secret: Manifest | undefined,
  manifests: readonly Manifest[],
): readonly Diagnostic[] {
  const registries = [...new Set(manifests.flatMap(imagesIn).map(registryOf))];
  const finding = (message: string) =>
    found(
      REGISTRY_SECRET,
      `Secret/${name}`,
      message,
      `kubectl -n ${namespace} create secret docker-registry ${name} --docker-server=${registries[0] ?? '…'} --docker-username='…' --docker-password='…'`,
    );
  if (secret === undefined) {
    return [
      finding(
        `The Secret \`${name}\` with the credentials of the registry does not exist in the namespace \`${namespace}\`.`,
      ),
    ];
  }
  if (secret['type'] !== DOCKER_CONFIG) {
    return [
      finding(
        `The Secret \`${name}\` is of the type \`${textAt(secret, 'type') ?? ''}\` and not \`${DOCKER_CONFIG}\`.`,
      ),
    ];
  }
  const known = Object.keys(Object(parsed(textAt(secret, 'data', '.dockerconfigjson') ?? '')));
  const hosts = known.map((address) => address.replace(/^https?:\/\//, '').replace(/\/.*$/, ''));
  return registries.some((registry) => hosts.includes(registry))
    ? []
    : [
        finding(
          `The Secret \`${name}\` has credentials for ${list(hosts) || 'no registry'}; the images are in ${list(registries)}.`,
        ),
      ];
}

function imagesIn(manifest: Manifest): readonly string[] {
  return itemsAt(manifest, 'spec', 'template', 'spec', 'containers').flatMap(
    (container) => textAt(container, 'image') ?? [],
  );
}

/** Docker Hub's credentials have another name than its images. */
function registryOf(image: string): string {
  const read = parseImageReference(image);
  const domain = read.ok ? read.value.domain : undefined;
  return domain === undefined || domain === 'docker.io' ? 'index.docker.io' : domain;
}

function parsed(base64: string): unknown {
  try {
    const config: unknown = JSON.parse(Buffer.from(base64, 'base64').toString('utf8'));
    return isRecord(config) ? config['auths'] : {};
  } catch {
    return {};
  }
}

/** A word as a shell reads it. */
function shell(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

function list(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(', ');
}
