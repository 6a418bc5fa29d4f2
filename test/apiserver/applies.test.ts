// `kubectl apply -f` of a whole folder on an empty cluster, in one call, and once more: the second changes nothing.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { generatedManifests } from '../support/generate-services.ts';
import type { KubernetesObject } from '../support/kubernetes-object.ts';
import { scratchFolder } from '../support/scratch.ts';
import { describeWithTools } from '../support/with-tools.ts';
import { carefulService } from './a-careful-service.ts';
import type { ApiServer } from './api-server.ts';
import { releases, startApiServer } from './api-server.ts';
import { type ManifestFolder, manifestFolders } from './corpus.ts';
import { kubectl } from './kubectl.ts';
import { collectionPaths } from './resource-paths.ts';
import { installDefinitions } from './surroundings.ts';

const folders = manifestFolders();
const newest = releases.at(-1);
/** Each is a call of kubectl or two: fewer than those that are only asked for (accepts.test.ts). */
const generatedServices = 20;
const scratch = scratchFolder('apply');
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

for (const release of releases) {
  describeWithTools(
    `kubectl apply to an empty Kubernetes ${release}`,
    ['etcd', `kube-apiserver-${release}`, 'crds', 'kubectl'],
    () => {
      let server: ApiServer;
      beforeAll(async () => {
        server = await startApiServer(release);
        await installDefinitions(server.client);
      });
      afterAll(() => server?.stop());

      test('takes a small service at once, and reports no change the second time', async () => {
        const namespace: KubernetesObject = {
          apiVersion: 'v1',
          kind: 'Namespace',
          metadata: { name: 'faults' },
        };
        await appliesOnce(server, [namespace, ...Object.values(carefulService)]);
      });

      test('reports a change where there is one', async () => {
        const { ConfigMap } = carefulService;
        const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'faults' } };
        const apply = (text: string): Promise<string> => {
          const changed = { ...ConfigMap, data: { 'settings.ini': text } };
          return kubectl(server.kubeconfig, 'apply', '-f', writeFolder([namespace, changed]));
        };
        await apply('a');
        expect(changes(await apply('a'))).toEqual([]);
        expect(changes(await apply('b'))).toEqual(['configmap/shop configured']);
        await wipe(server, [namespace, ConfigMap]);
      });

      // Other services for each release.
      const first = releases.indexOf(release) * generatedServices;
      test.each(
        generatedManifests(first + generatedServices)
          .slice(first)
          .map((objects, index) => [first + index, objects] as const),
      )('generated service %i at once, and changes nothing the second time', async (_, objects) => {
        await appliesOnce(server, objects, { reported: false });
      });

      const committed = release === newest ? folders : oneEach(folders);
      describe.skipIf(folders.length === 0)('what is committed here', () => {
        test.each(committed.map((folder) => [folder.path, folder] as const))(
          '%s at once, and reports no change the second time',
          async (_, folder) => {
            await appliesOnce(server, folder.objects, { folder: folder.absolute });
          },
        );
      });
    },
  );
}

/** One environment of each app: the others differ in names and numbers. What an old release makes of all is asked in accepts.test.ts. */
function oneEach(all: readonly ManifestFolder[]): readonly ManifestFolder[] {
  return [...new Map(all.map((folder) => [dirname(folder.path), folder])).values()];
}

/**
 * `reported: false` leaves kubectl's own report aside: it also calls `configured` what it sends in vain, such as a variable
 * whose value is empty, which the server does not store, and lists without merge keys in which the server sets defaults.
 */
async function appliesOnce(
  server: ApiServer,
  objects: readonly KubernetesObject[],
  {
    folder = writeFolder(objects),
    reported = true,
  }: { readonly folder?: string; readonly reported?: boolean } = {},
): Promise<void> {
  const outside = namespacesFromOutside(objects);
  try {
    for (const namespace of outside)
      await server.client.send('POST', '/api/v1/namespaces', namespace);
    const first = lines(await kubectl(server.kubeconfig, 'apply', '-f', folder));
    expect(first.filter((line) => !line.endsWith(' created'))).toEqual([]);
    expect(first).toHaveLength(objects.length);
    const before = await versions(server, objects);
    const second = await kubectl(server.kubeconfig, 'apply', '-f', folder);
    if (reported) expect(changes(second)).toEqual([]);
    // "unchanged" is kubectl's opinion; the version of the stored object is the server's.
    expect(await versions(server, objects)).toEqual(before);
  } finally {
    await wipe(server, [...objects, ...outside]);
  }
}

/** Namespaces that a folder uses and does not bring, because its description says that they are there. */
function namespacesFromOutside(objects: readonly KubernetesObject[]): readonly KubernetesObject[] {
  const brought = objects.flatMap(({ kind, metadata }) =>
    kind === 'Namespace' ? metadata.name : [],
  );
  const used = objects.flatMap(({ metadata }) => metadata.namespace ?? []);
  return [...new Set(used)]
    .filter((name) => name !== 'default' && !brought.includes(name))
    .map((name) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } }));
}

const lines = (output: string): readonly string[] =>
  output.split('\n').filter((line) => line !== '');

/**
 * What kubectl says it changed, but for what it always sends a patch for: budgets, whose `spec.selector` has the patch
 * strategy `replace` (k8s.io/api/policy/v1/types.go), and custom resources whose definition sets defaults in items of
 * lists, since lists of custom resources are compared whole (kubectl 1.35 pkg/cmd/apply/patcher.go: a JSON merge patch); and
 * StatefulSets for the same reason: `volumeClaimTemplates` has no merge key (k8s.io/api/apps/v1/types.go, listType=atomic).
 * That nothing changes is seen from the stored object's version.
 */
const changes = (output: string): readonly string[] =>
  lines(output).filter(
    (line) => !line.endsWith(' unchanged') && !PATCHED_ALWAYS.some((kind) => line.startsWith(kind)),
  );

const PATCHED_ALWAYS = [
  'poddisruptionbudget.policy/',
  'rollout.argoproj.io/',
  'externalsecret.external-secrets.io/',
  'statefulset.apps/',
];

function writeFolder(objects: readonly KubernetesObject[]): string {
  const folder = mkdtempSync(join(scratch, 'apply-'));
  for (const [index, object] of objects.entries())
    writeFileSync(join(folder, `${String(index).padStart(3, '0')}.json`), JSON.stringify(object));
  return folder;
}

async function versions(
  server: ApiServer,
  objects: readonly KubernetesObject[],
): Promise<readonly unknown[]> {
  const collectionOf = collectionPaths(server.client);
  return Promise.all(
    objects.map(async (object) => {
      const path = `${await collectionOf(object)}/${object.metadata.name}`;
      const { body } = await server.client.send('GET', path);
      return [path, JSON.stringify(body).match(/"resourceVersion":"(\d+)"/)?.[1]];
    }),
  );
}

/** Empties the cluster: no controller runs that would finish the end of a namespace, so that is done here. */
async function wipe(server: ApiServer, objects: readonly KubernetesObject[]): Promise<void> {
  const collectionOf = collectionPaths(server.client);
  const remove = async (object: KubernetesObject): Promise<void> => {
    const collection = await collectionOf(object);
    if (collection === undefined) return;
    const path = `${collection}/${object.metadata.name}`;
    await server.client.send('DELETE', `${path}?gracePeriodSeconds=0&propagationPolicy=Background`);
    if (object.kind === 'Namespace')
      await server.client.send('PUT', `${path}/finalize`, { ...object, spec: { finalizers: [] } });
  };
  const namespaces = objects.filter(({ kind }) => kind === 'Namespace');
  await Promise.all(objects.filter((object) => !namespaces.includes(object)).map(remove));
  await Promise.all(namespaces.map(remove));
}
