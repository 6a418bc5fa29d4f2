// Everything this repository emits, and a few hundred generated services, asked of the oldest and the newest Kubernetes.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { generatedManifests } from '../support/generate-services.ts';
import type { KubernetesObject } from '../support/kubernetes-object.ts';
import { describeWithTools } from '../support/with-tools.ts';
import type { ApiServer } from './api-server.ts';
import { releases, startApiServer } from './api-server.ts';
import { manifestFolders } from './corpus.ts';
import { dryRun, summary } from './dry-run.ts';
import { installDefinitions, makeSurroundings } from './surroundings.ts';

const generatedServices = 300;
const folders = manifestFolders();
/** Made once, for both releases. */
let services: readonly (readonly KubernetesObject[])[] | undefined;

for (const release of releases) {
  describeWithTools(
    `Kubernetes ${release}, Pod Security restricted enforced, takes without a complaint`,
    ['etcd', `kube-apiserver-${release}`, 'crds'],
    () => {
      let server: ApiServer;
      beforeAll(async () => {
        server = await startApiServer(release);
        await installDefinitions(server.client);
      });
      afterAll(() => server?.stop());

      describe.skipIf(folders.length === 0)('what is committed here', () => {
        test.each(folders.map((folder) => [folder.path, folder] as const))(
          'every object and every pod of %s',
          async (_, folder) => {
            await makeSurroundings(server.client, folder.objects);
            expect(folder.objects.length).toBeGreaterThan(0);
            expect(summary(await dryRun(server.client, folder.objects))).toEqual([]);
          },
        );
      });

      test(`every object and every pod of ${generatedServices} generated services`, async () => {
        services ??= generatedManifests(generatedServices);
        expect(services.length).toBeGreaterThanOrEqual(generatedServices);
        const objects = services.flat();
        await makeSurroundings(server.client, objects);
        expect(summary(await dryRun(server.client, objects))).toEqual([]);
      });
    },
  );
}
