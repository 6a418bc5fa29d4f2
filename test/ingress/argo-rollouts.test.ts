// With --full: the real controller of Argo Rollouts (v1.10.1) takes our Rollouts, and refuses what SW4409 refuses.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { objectsUnder } from '../../docs/generate/rollouts.ts';
import { argoRollouts } from '../../lib/index.ts';
import { rolloutRefused } from '../../lib/rules/rollout-refused/rule.ts';
import { manifestSet } from '../../lib/rules/manifests/manifest-set.ts';
import { requireTool } from '../../tools/find.ts';
import { type ApiServer, startApiServer } from '../apiserver/api-server.ts';
import { installDefinitions } from '../apiserver/surroundings.ts';
import {
  type KubernetesObject,
  at,
  isKubernetesObject,
  listAt,
  withAt,
} from '../support/kubernetes-object.ts';
import { scratchFolder } from '../support/scratch.ts';
import { type Supervised, supervise, until } from '../support/supervise.ts';
import { apply, pathOf } from './harness/apply.ts';

const prometheus = 'http://prometheus.monitoring:9090';
const under = (rollout: ReturnType<typeof argoRollouts>): readonly KubernetesObject[] =>
  objectsUnder(rollout)
    .map(({ manifest }): unknown => manifest)
    .filter(isKubernetesObject);
const canary = under(
  argoRollouts({ strategy: { canary: { steps: [10, 50] } }, analysis: { prometheus } }),
);
const blueGreen = under(argoRollouts({ strategy: { blueGreen: {} } }));
const rolloutOf = (objects: readonly KubernetesObject[], name: string): KubernetesObject => {
  const found = withAt(
    objects.find(({ kind }) => kind === 'Rollout'),
    ['metadata', 'name'],
    name,
  );
  if (!isKubernetesObject(found)) throw new Error('there is no Rollout');
  return found;
};
const planted = withAt(
  rolloutOf(canary, 'planted'),
  ['spec', 'strategy', 'canary', 'steps', 0, 'setWeight'],
  120,
);

describe.runIf(process.env['SLIPWAY_FULL'] !== undefined)('the controller of Argo Rollouts', () => {
  const folder = scratchFolder('argo-rollouts');
  let api: ApiServer;
  let controller: Supervised | undefined;
  const statusOf = async (rollout: KubernetesObject): Promise<unknown> =>
    at((await api.client.send('GET', pathOf(rollout))).body, 'status');
  const reasons = (status: unknown): readonly unknown[] =>
    listAt(status, 'conditions').map((condition) => at(condition, 'reason'));

  beforeAll(async () => {
    api = await startApiServer('1.37');
    await installDefinitions(api.client);
    const routing = [...canary, ...blueGreen].filter(({ kind }) =>
      ['Namespace', 'Service', 'Ingress'].includes(kind),
    );
    await apply(api.client, routing);
    const templates = canary.filter(({ kind }) => kind === 'AnalysisTemplate');
    const rollouts = [rolloutOf(canary, 'canary'), rolloutOf(blueGreen, 'blue-green'), planted];
    await apply(api.client, [...templates, ...rollouts.filter(isKubernetesObject)]);
    controller = supervise(
      'argo-rollouts',
      [
        requireTool('argo-rollouts'),
        ...['--kubeconfig', api.kubeconfig, '--namespaced', '--namespace', 'shop'],
        '--leader-elect=false',
      ],
      join(folder, 'argo-rollouts.log'),
    );
  });
  afterAll(async () => {
    await controller?.stop();
    await api?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  test.each([
    ['canary', canary],
    ['blue-green', blueGreen],
  ])('takes ours: %s begins with a ReplicaSet', async (name, objects) => {
    const rollout = rolloutOf(objects, name);
    await until(`a ReplicaSet of ${name}`, 60_000, async () => {
      const found = reasons(await statusOf(rollout));
      return found.includes('NewReplicaSetCreated') || found.includes('ReplicaSetUpdated');
    });
    expect(reasons(await statusOf(rollout))).not.toContain('InvalidSpec');
  });
  test('refuses what the rule refuses', async () => {
    if (!isKubernetesObject(planted)) throw new Error('no Rollout was planted');
    await until('the planted fault to be found', 60_000, async () =>
      reasons(await statusOf(planted)).includes('InvalidSpec'),
    );
    expect(String(at(await statusOf(planted), 'message'))).toContain('between 0 and 100');
    const [complaint] = rolloutRefused.check(manifestSet([planted]));
    expect(complaint?.message).toContain('between 0 and 100');
  });
});
