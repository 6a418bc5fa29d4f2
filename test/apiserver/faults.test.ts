import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { describeWithTools } from '../support/with-tools.ts';
import { carefulService } from './a-careful-service.ts';
import type { ApiServer } from './api-server.ts';
import { releases, startApiServer } from './api-server.ts';
import { dryRun } from './dry-run.ts';
import { seededFaults } from './seeded-faults.ts';
import { installDefinitions, makeSurroundings } from './surroundings.ts';

for (const release of releases) {
  describeWithTools(
    `Kubernetes ${release}, Pod Security restricted enforced`,
    ['etcd', `kube-apiserver-${release}`, 'crds'],
    () => {
      let server: ApiServer;
      beforeAll(async () => {
        server = await startApiServer(release);
        await installDefinitions(server.client);
        await makeSurroundings(server.client, Object.values(carefulService));
      });
      afterAll(() => server?.stop());

      test('accepts the service that the faults are planted into, without a warning', async () => {
        expect(await dryRun(server.client, Object.values(carefulService))).toEqual([]);
      });

      describe('refuses', () => {
        const seen = seededFaults.filter((fault) => fault.releases.includes(release));
        test.each(seen.map((fault) => [fault.title, fault] as const))('%s', async (_, fault) => {
          const problems = await dryRun(server.client, [fault.object]);
          expect(problems).toContainEqual({
            object: expect.any(String),
            by: fault.by,
            status: fault.status,
            message: expect.stringContaining(fault.message),
          });
        });
      });
    },
  );
}
