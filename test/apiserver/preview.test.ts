// `slipway preview` against a real API server: copies of an environment come, are renewed, and go by their age.
import { afterEach, expect, test } from 'vitest';
import { previewDownCommand } from '../../lib/cli/commands/preview/down.ts';
import { previewListCommand } from '../../lib/cli/commands/preview/list.ts';
import { previewPruneCommand } from '../../lib/cli/commands/preview/prune.ts';
import { previewUpCommand } from '../../lib/cli/commands/preview/up.ts';
import type { Command } from '../../lib/cli/command.ts';
import { appProject, run } from '../cli/project.ts';
import { at, listAt, textAt } from '../support/kubernetes-object.ts';
import { describeWithTools } from '../support/with-tools.ts';
import { controllers } from './controllers.ts';
import { deployedProject, SERVER_TOOLS } from './deployed-project.ts';

/** Two services, one of which calls the other, in slots and behind a host. */
const app = (namespace: string) => `
const shop = defineService({
  name: 'shop',
  image: { repository: 'ghcr.io/acme/shop', tag: '1.0' },
  web: { server: gunicorn({ app: 'shop.wsgi' }), health: '/healthz', scale: 1 },
  expose: nginxIngress({ host: 'preview.example.com', hosts: ['www.preview.example.com'] }),
  namespace: '${namespace}',
  environments: { preview: {}, production: { namespace: '${namespace}-live' } },
});
place(shop);
place(defineService({
  name: 'tickets',
  image: { repository: 'ghcr.io/acme/tickets', tag: '1.0' },
  web: { server: gunicorn({ app: 'tickets.wsgi' }), health: '/healthz', scale: 1 },
  config: { SHOP_URL: shop.url() },
  namespace: '${namespace}',
  environments: { preview: {} },
}));`;

describeWithTools('slipway preview', SERVER_TOOLS, () => {
  const on = deployedProject('preview', () => []);
  const stops: (() => Promise<void>)[] = [];
  /** Previews of the test come up. */
  const begin = (...names: readonly string[]): void => {
    appProject(on.root, app(on.namespace));
    for (const name of names) {
      const copy = `${on.namespace}-${name}`;
      stops.push(controllers(on.server.client, copy, (kind, image) => on.fates(kind, image)));
    }
  };
  afterEach(async () => {
    for (const stop of stops.splice(0)) await stop();
  });
  const preview = (command: Command, ...args: readonly string[]) =>
    run(command, ...args, '-e', 'preview');
  const up = (name: string, ...args: readonly string[]) =>
    preview(previewUpCommand, name, '--domain', 'pr.example.com', ...args);
  const inCopy = (name: string, path: string) =>
    on.get(path.replace('NS', `${on.namespace}-${name}`));
  const image = async (name: string, service: string) => {
    const path = `/apis/apps/v1/namespaces/NS/deployments/${service}-web`;
    const containers = listAt(await inCopy(name, path), 'spec', 'template', 'spec', 'containers');
    return textAt(containers[0], 'image');
  };

  test('deploys a copy beside the environment, with hosts, images and calls of its own', async () => {
    begin('pr-7');
    const outcome = await up('pr-7', '--images', 'ghcr.io/acme/shop:sha-1');
    expect(outcome).toMatchObject({ exitCode: 0, stderr: '' });
    expect(outcome.stdout).toContain('http://shop-pr-7.pr.example.com\n');
    expect(await image('pr-7', 'shop')).toBe('ghcr.io/acme/shop:sha-1');
    expect(await image('pr-7', 'tickets')).toBe('ghcr.io/acme/tickets:1.0');
    const ingress = await inCopy('pr-7', '/apis/networking.k8s.io/v1/namespaces/NS/ingresses/shop');
    expect(listAt(ingress, 'spec', 'rules').map((rule) => textAt(rule, 'host'))).toEqual([
      'shop-pr-7.pr.example.com',
      'shop-pr-7-2.pr.example.com',
    ]);
    const tickets = await inCopy('pr-7', '/apis/apps/v1/namespaces/NS/deployments/tickets-web');
    expect(JSON.stringify(tickets)).toContain(`http://shop-web.${on.namespace}-pr-7.svc`);
    const namespace = await inCopy('pr-7', '/api/v1/namespaces/NS');
    expect(at(namespace, 'metadata', 'labels')).toMatchObject({
      'preview-of': 'preview',
      'preview-name': 'pr-7',
      'pod-security.kubernetes.io/enforce': 'restricted',
    });
    for (const left of ['', '-live']) {
      const other = await on.get(`/api/v1/namespaces/${on.namespace}${left}`);
      expect(at(other, 'reason')).toBe('NotFound');
    }
  });

  test('brings a copy up to date, and one that fails goes back', async () => {
    begin('pr-8');
    await up('pr-8', '--images', 'ghcr.io/acme/shop:sha-1');
    const again = await up('pr-8', '--images', 'ghcr.io/acme/shop:sha-2');
    expect(again).toMatchObject({ exitCode: 0 });
    expect(await image('pr-8', 'shop')).toBe('ghcr.io/acme/shop:sha-2');
    on.fates = (_, of) => (of.endsWith('sha-3') ? 'fails' : 'works');
    expect(await up('pr-8', '--images', 'ghcr.io/acme/shop:sha-3')).toMatchObject({ exitCode: 1 });
    expect(await image('pr-8', 'shop')).toBe('ghcr.io/acme/shop:sha-2');
  });

  test('lists, and takes away one that is named, and no other', async () => {
    begin('pr-1', 'pr-2');
    await up('pr-1');
    await up('pr-2');
    const { stdout } = await preview(previewListCommand, '--json');
    const { previews } = JSON.parse(stdout);
    const mine = previews.filter(({ namespaces }: { namespaces: readonly string[] }) =>
      namespaces[0]?.startsWith(`${on.namespace}-`),
    );
    expect(mine).toMatchObject([{ name: 'pr-1' }, { name: 'pr-2' }]);
    const down = await preview(previewDownCommand, 'pr-1');
    expect(down).toMatchObject({ exitCode: 0 });
    expect(down.stdout).toContain(`${on.namespace}-pr-1`);
    const namespaces = '/api/v1/namespaces/NS';
    // No controller runs here that would empty it and let it go.
    expect(await inCopy('pr-1', namespaces)).toMatchObject({ status: { phase: 'Terminating' } });
    expect(await inCopy('pr-2', namespaces)).toMatchObject({ status: { phase: 'Active' } });
    expect((await preview(previewDownCommand, 'pr-99')).stdout).toContain('no preview');
  });

  test('takes away what was not deployed for a while, and nothing that only looks like a preview', async () => {
    begin('old', 'new');
    await up('old');
    const stranger = {
      metadata: {
        name: `${on.namespace}-strange`,
        labels: { 'preview-of': 'preview', 'preview-name': 'other' },
      },
    };
    await on.server.client.send('POST', '/api/v1/namespaces', stranger);
    await new Promise((resolve) => setTimeout(resolve, 3000));
    await up('new');
    const prune = (...args: readonly string[]) =>
      preview(previewPruneCommand, '--older-than', '3s', ...args);
    const shown = await prune('--dry-run');
    expect(shown.stdout).toContain(`${on.namespace}-old`);
    const { stdout } = await prune();
    expect(stdout).toContain(`${on.namespace}-old`);
    expect(stdout).not.toContain(`${on.namespace}-new`);
    expect(await inCopy('old', '/api/v1/namespaces/NS')).toMatchObject({
      status: { phase: 'Terminating' },
    });
    for (const kept of ['new', 'strange']) {
      expect(await inCopy(kept, '/api/v1/namespaces/NS')).toMatchObject({
        status: { phase: 'Active' },
      });
    }
    expect((await prune()).stdout).not.toContain(`${on.namespace}-old,`);
  });

  test('without a domain for its hosts it is refused before anything is made', async () => {
    begin();
    const outcome = await preview(previewUpCommand, 'pr-3');
    expect(outcome).toMatchObject({ exitCode: 1, stdout: '' });
    expect(outcome.stderr).toContain('SW5021');
    expect(at(await inCopy('pr-3', '/api/v1/namespaces/NS'), 'reason')).toBe('NotFound');
  });

  test.each([
    ['a name that is none', ['PR_7'], 'PR_7'],
    ['a name that is too long', ['a'.repeat(21)], '20'],
    ['an image without a version', ['a', '--images', 'ghcr.io/acme/shop'], 'neither tag'],
    ['an image nobody runs', ['a', '--images', 'ghcr.io/acme/shpo:1'], 'shpo:1'],
  ])('refuses %s', async (_, args, part) => {
    begin();
    const [name = '', ...options] = args;
    const outcome = await up(name, ...options);
    expect(outcome).toMatchObject({ exitCode: 2, stdout: '' });
    expect(outcome.stderr).toContain(part);
  });

  test.each([
    [previewUpCommand, ['pr-1'], '-e'],
    [previewDownCommand, ['pr-1'], '-e'],
    [previewPruneCommand, ['--older-than', '3s'], '-e'],
    [previewPruneCommand, ['-e', 'preview'], '--older-than'],
    [previewPruneCommand, ['-e', 'preview', '--older-than', 'long'], 'long'],
    [previewUpCommand, ['pr-1', '-e', 'moon'], 'moon'],
    [previewUpCommand, ['pr-1', '-e', 'production', '--timeout', 'abc'], 'number of seconds'],
  ])('refuses what is not said or makes no sense: %#', async (command, args, part) => {
    begin();
    const outcome = await run(command, ...args);
    expect(outcome).toMatchObject({ exitCode: 2, stdout: '' });
    expect(outcome.stderr).toContain(part);
  });
});
