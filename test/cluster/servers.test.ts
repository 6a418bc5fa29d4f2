// The same shop behind every other server, and nginx as a server without a profile: each changed in every ordinary way.
import { afterAll, beforeAll, describe } from 'vitest';
import { apply, rolledOut } from './harness/actions.ts';
import { changesUnderLoad } from './harness/changes.ts';
import { fullRun, onACluster } from './harness/on-a-cluster.ts';
import { otherServices } from './harness/services.ts';
import { surroundingsOfShop } from './harness/shop.ts';

describe.runIf(fullRun)('in a full run', () => {
  onACluster(
    'a service',
    (cluster) => {
      beforeAll(async () => {
        await apply(cluster(), surroundingsOfShop());
        await rolledOut(cluster(), 'database', 'postgres');
      });
      for (const service of otherServices)
        describe(`on ${service.title}`, () => {
          changesUnderLoad(cluster, service, [
            ...(['none', 'rolling update', 'config change', 'eviction', 'scale'] as const),
          ]);
          afterAll(async () => {
            await cluster().kubectl('delete', 'namespace', service.namespace, '--timeout=120s');
          });
        });
    },
    { images: ['postgres', 'shop', 'nginx'] },
  );
});
