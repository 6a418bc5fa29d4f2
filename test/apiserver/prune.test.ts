// The ways to prune with plain kubectl, as docs/deploy.md prints them: what is gone from the description goes, nothing else.
import { execFile } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { defineService, gunicorn, internal, type WorkerSpec } from '../../lib/index.ts';
import { requireTool } from '../../tools/find.ts';
import { project, synthesise } from '../cli/project.ts';
import { folder } from '../support/app-output.ts';
import { listAt, textAt } from '../support/kubernetes-object.ts';
import { describeWithTools } from '../support/with-tools.ts';
import { startApiServer, type ApiServer } from './api-server.ts';

const page = readFileSync(join(import.meta.dirname, '../../docs/deploy.md'), 'utf8');
/** The command of the page that has a word in it, whole. */
const documented = (word: string): string =>
  [...page.matchAll(/```sh\n([\s\S]*?)```/g)]
    .flatMap(([, block = '']) => block.replaceAll('\\\n', ' ').split('\n'))
    .find((line) => line.includes(word)) ?? 'false';

const shop = (workers: Readonly<Record<string, WorkerSpec>>) =>
  defineService({
    name: 'shop',
    image: { repository: 'ghcr.io/acme/shop', tag: '1.0' },
    web: {
      server: gunicorn({ app: 'shop.wsgi' }),
      health: '/healthz',
      scale: { min: 2, max: 4, cpu: 70 },
    },
    workers,
    expose: internal(),
    namespace: 'shop',
    environments: { production: {} },
  });

describeWithTools('pruning with kubectl', ['etcd', 'kube-apiserver-1.37', 'kubectl'], () => {
  let server: ApiServer;
  beforeAll(async () => {
    server = await startApiServer('1.37');
    const namespace = { metadata: { name: 'shop' } };
    await server.client.send('POST', '/api/v1/namespaces', namespace);
  });
  afterAll(() => server?.stop());

  const before = process.cwd();
  let root = before;
  beforeEach(() => {
    root = folder();
    process.chdir(root);
    project(root, [shop({})]);
  });
  afterEach(() => {
    process.chdir(before);
    rmSync(root, { recursive: true, force: true });
  });

  const sh = (line: string) =>
    promisify(execFile)('sh', ['-ec', `kubectl() { "${requireTool('kubectl')}" "$@"; }\n${line}`], {
      env: { ...process.env, KUBECONFIG: server.kubeconfig },
    });
  const names = async (path: string) => {
    const { body } = await server.client.send('GET', path);
    return listAt(body, 'items').map((item) => textAt(item, 'metadata', 'name'));
  };
  const deployments = () => names('/apis/apps/v1/namespaces/shop/deployments');

  test.each([
    ['an apply set', '--applyset='],
    ['labels', '--prune-allowlist='],
  ])('by %s', async (_, word) => {
    const stranger = { metadata: { name: `stranger-of-${word.length}` } };
    await server.client.send('POST', '/api/v1/namespaces/shop/configmaps', stranger);
    const command = documented(word);
    expect(command).toContain('kubectl apply');
    synthesise([shop({ mail: { command: ['mail'] } })]);
    await sh(command);
    expect(await deployments()).toEqual(['shop-mail', 'shop-web']);
    synthesise([shop({})]);
    await sh(command);
    expect(await deployments()).toEqual(['shop-web']);
    expect(await names('/apis/autoscaling/v2/namespaces/shop/horizontalpodautoscalers')).toEqual([
      'shop-web',
    ]);
    expect(await names('/api/v1/namespaces/shop/configmaps')).toContain(stranger.metadata.name);
    await sh('kubectl -n shop delete deployment,hpa --all');
  });
});
