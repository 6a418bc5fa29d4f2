// Everything this repository emits, and a few hundred generated services, asked of the oldest and the newest Kubernetes.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { KubernetesObject } from '../support/kubernetes-object.ts';
import { isKubernetesObject } from '../support/kubernetes-object.ts';
import { describeWithTools } from '../support/with-tools.ts';
import type { ApiServer } from './api-server.ts';
import { releases, startApiServer } from './api-server.ts';
import { manifestFolders } from './corpus.ts';
import { dryRun } from './dry-run.ts';
import { installDefinitions, makeSurroundings } from './surroundings.ts';

const generatedServices = 300;
const generator = join(import.meta.dirname, '../support/generate-services.ts');
const folders = manifestFolders();

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
            expect(await dryRun(server.client, folder.objects)).toEqual([]);
          },
        );
      });

      test.skipIf(!existsSync(generator))(
        `every object and every pod of ${generatedServices} generated services`,
        async () => {
          const services = await generate(generatedServices);
          expect(services.length).toBeGreaterThanOrEqual(generatedServices);
          const objects = services.flat();
          await makeSurroundings(server.client, objects);
          expect(await dryRun(server.client, objects)).toEqual([]);
        },
      );
    },
  );
}

/** Calls `generatedManifests(count)` of test/support/generate-services.ts: one array of objects per service. */
async function generate(count: number): Promise<readonly (readonly KubernetesObject[])[]> {
  const made: unknown = await import(pathToFileURL(generator).href);
  const services: unknown =
    typeof made === 'object' &&
    made !== null &&
    'generatedManifests' in made &&
    typeof made.generatedManifests === 'function'
      ? made.generatedManifests(count)
      : undefined;
  const answer: unknown = await services;
  if (!Array.isArray(answer)) throw new Error(`${generator} has no generatedManifests(count)`);
  return answer.map((objects: unknown) => {
    if (!Array.isArray(objects)) throw new Error('a generated service is not an array of objects');
    return objects.map((object: unknown) => {
      if (!isKubernetesObject(object)) throw new Error(`not an object: ${JSON.stringify(object)}`);
      return object;
    });
  });
}
