// `slipway deploy` against a real API server: what is applied, owned, pruned, refused and taken back.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { deployCommand } from '../../lib/cli/commands/deploy.ts';
import { connect } from '../../lib/cluster/connect.ts';
import { readInventory, writeInventory } from '../../lib/cluster/inventory-store.ts';
import { objectsOf } from '../../lib/cluster/objects.ts';
import { defineService, gunicorn, type Service } from '../../lib/index.ts';
import { rebundle, run, runWith } from '../cli/project.ts';
import { at, listAt, textAt } from '../support/kubernetes-object.ts';
import { until } from '../support/supervise.ts';
import { describeWithTools } from '../support/with-tools.ts';
import { breakableProxy } from './breakable-proxy.ts';
import { deployedProject, SERVER_TOOLS } from './deployed-project.ts';

/** A service with a migration; each test has its own namespace. */
const described = (namespace: string, tag = '1.0', more: object = {}): Service =>
  defineService({
    name: 'shop',
    image: { repository: 'ghcr.io/acme/shop', tag },
    web: {
      server: gunicorn({ app: 'shop.wsgi' }),
      health: '/healthz',
      scale: { min: 2, max: 4, cpu: 70 },
    },
    migrate: { command: ['python', 'manage.py', 'migrate'] },
    config: { GREETING: 'hello' },
    namespace,
    environments: { production: {} },
    ...more,
  });

describeWithTools('slipway deploy', SERVER_TOOLS, () => {
  const on = deployedProject('deploy', (namespace) => [described(namespace)]);

  const deployment = (name = 'shop-web') =>
    on.get(`/apis/apps/v1/namespaces/${on.namespace}/deployments/${name}`);
  const image = async () =>
    textAt(listAt(await deployment(), 'spec', 'template', 'spec', 'containers')[0], 'image');
  const deploy = (...args: readonly string[]) => run(deployCommand, '-e', 'production', ...args);

  test('makes everything on an empty cluster, and changes nothing the second time', async () => {
    const told: string[] = [];
    const first = await runWith(
      { tell: (text) => void told.push(text) },
      deployCommand,
      ...['-e', 'production'],
    );
    expect(first).toMatchObject({ exitCode: 0, stderr: '' });
    expect(first.stdout).toContain('revision 1 is deployed');
    const titles = told
      .join('')
      .split('\n')
      .filter((line) => /^[A-Z]\w+$/.test(line));
    expect(titles).toEqual(['Prerequisites', 'Configuration', 'Migration', 'Workloads']);
    const second = await deploy();
    expect(second.stdout).toMatch(/revision 2 is deployed: 0 created, 0 changed, \d+ unchanged/);
  });

  test('takes a new version, and prunes the run of the old migration', async () => {
    await deploy();
    const jobs = async () =>
      listAt(await on.get(`/apis/batch/v1/namespaces/${on.namespace}/jobs`), 'items').length;
    expect(await jobs()).toBe(1);
    rebundle(on.root, [described(on.namespace, '2.0')]);
    const released = await deploy();
    expect(released.stdout).toContain('revision 2 is deployed: 1 created, 1 changed');
    expect(released.stdout).toContain('1 pruned');
    expect(await image()).toBe('ghcr.io/acme/shop:2.0');
    expect(await jobs()).toBe(1);
  });

  test('goes back when the new version does not come up, and says why', async () => {
    await deploy();
    rebundle(on.root, [
      described(on.namespace, 'broken', { config: { GREETING: 'no', NEW: 'yes' } }),
    ]);
    on.fates = (kind, of) => (kind === 'Deployment' && of.endsWith(':broken') ? 'fails' : 'works');
    const outcome = await deploy();
    expect(outcome).toMatchObject({ exitCode: 1 });
    expect(outcome.stdout).toContain('the deployment failed; revision 1 runs again');
    expect(outcome.stderr).toContain('SW6020');
    expect(outcome.stderr).toContain('no progress');
    expect(await image()).toBe('ghcr.io/acme/shop:1.0');
    // The next deployment works, and what the failed one left on record is pruned by it.
    rebundle(on.root, [described(on.namespace, '2.0')]);
    expect(await deploy()).toMatchObject({ exitCode: 0, stderr: '' });
    const jobs = await on.get(`/apis/batch/v1/namespaces/${on.namespace}/jobs`);
    expect(listAt(jobs, 'items')).toHaveLength(1);
  });

  test('a migration that fails leaves the old version alone, and is run again by the next deployment', async () => {
    await deploy();
    rebundle(on.root, [described(on.namespace, '2.0')]);
    on.fates = (kind) => (kind === 'Job' ? 'fails' : 'works');
    const generation = textAt(await deployment(), 'metadata', 'resourceVersion');
    const failed = await deploy('--json');
    expect(failed).toMatchObject({ exitCode: 1 });
    const [result] = JSON.parse(failed.stdout).services;
    expect(result).toMatchObject({ outcome: 'rolledBack', revision: 1 });
    expect(result.diagnostics[0]).toMatchObject({ code: 'SW6022', name: 'migration-failed' });
    expect(await image()).toBe('ghcr.io/acme/shop:1.0');
    expect(at(await deployment(), 'metadata', 'generation')).toBe(1);
    expect(generation).toBeDefined();
    on.fates = () => 'works';
    expect(await deploy()).toMatchObject({ exitCode: 0 });
    expect(await image()).toBe('ghcr.io/acme/shop:2.0');
  });

  test('without anything to go back to a failure is left to be looked at', async () => {
    on.fates = (kind) => (kind === 'Job' ? 'works' : 'fails');
    const outcome = await deploy();
    expect(outcome).toMatchObject({ exitCode: 1 });
    expect(outcome.stdout).toContain('there is nothing to go back to');
    expect(await image()).toBe('ghcr.io/acme/shop:1.0');
  });

  test('with --no-rollback a failure is left, and --rollback goes back later', async () => {
    await deploy();
    rebundle(on.root, [described(on.namespace, 'broken')]);
    on.fates = (kind) => (kind === 'Job' ? 'works' : 'fails');
    expect((await deploy('--no-rollback')).stdout).toContain('left as it is');
    expect(await image()).toBe('ghcr.io/acme/shop:broken');
    on.fates = () => 'works';
    expect(await deploy('--rollback')).toMatchObject({ exitCode: 0 });
    expect(await image()).toBe('ghcr.io/acme/shop:1.0');
  });

  test('--rollback goes back to the revision before, once', async () => {
    expect(await deploy('--rollback')).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('SW6021'),
    });
    await deploy();
    expect((await deploy('--rollback')).stderr).toContain('SW6021');
    rebundle(on.root, [described(on.namespace, '2.0')]);
    await deploy();
    const dryRun = await deploy('--rollback', '--dry-run');
    expect(dryRun).toMatchObject({ exitCode: 0 });
    expect(dryRun.stdout).toContain('Nothing was changed (--dry-run)');
    expect(dryRun.stdout).toContain('ghcr.io/acme/shop:1.0');
    expect(await image()).toBe('ghcr.io/acme/shop:2.0');
    expect(await deploy('--rollback')).toMatchObject({ exitCode: 0 });
    expect(await image()).toBe('ghcr.io/acme/shop:1.0');
  });

  test('gives up after --timeout', async () => {
    on.fates = (kind) => (kind === 'Job' ? 'works' : undefined);
    const outcome = await deploy('--timeout', '1');
    expect(outcome).toMatchObject({ exitCode: 1 });
    expect(outcome.stderr).toContain('not ready within 1 s');
  });

  test('stopped on the way it says what to do, and the next one goes on', async () => {
    await deploy();
    rebundle(on.root, [described(on.namespace, '2.0')]);
    on.fates = (kind) => (kind === 'Job' ? 'works' : undefined);
    const stopped = new AbortController();
    const running = runWith(
      {
        signal: stopped.signal,
        tell: (text) => text.startsWith('Workloads') && setTimeout(() => stopped.abort(), 500),
      },
      deployCommand,
      ...['-e', 'production'],
    );
    const outcome = await running;
    expect(outcome).toMatchObject({ exitCode: 130 });
    expect(outcome.stdout).toContain('what was applied until then stays');
    expect(outcome.stderr).toContain('slipway deploy -e production --rollback');
    on.fates = () => 'works';
    // Nobody has to wait for an attempt that was stopped in good order.
    expect(await deploy()).toMatchObject({ exitCode: 0 });
    expect(await image()).toBe('ghcr.io/acme/shop:2.0');
  });

  test('a connection that is lost for a while is waited for', async () => {
    const proxy = await breakableProxy(on.server.kubeconfig);
    process.env['KUBECONFIG'] = proxy.kubeconfig;
    on.fates = (kind) => (kind === 'Job' ? 'works' : undefined);
    const told: string[] = [];
    const running = runWith(
      {
        tell: (text) => {
          told.push(text);
          if (text.startsWith('Workloads')) proxy.cut();
          if (text.includes('does not answer')) {
            on.fates = () => 'works';
            setTimeout(proxy.mend, 1000);
          }
        },
      },
      deployCommand,
      ...['-e', 'production'],
    );
    expect(await running).toMatchObject({ exitCode: 0, stderr: '' });
    expect(told.join('')).toContain('The cluster answers again');
    await proxy.close();
  });

  test('prunes by its inventory only: what others made stays', async () => {
    rebundle(on.root, [
      described(on.namespace, '1.0', { workers: { mail: { command: ['mail'] } } }),
    ]);
    await deploy();
    const stranger = {
      ...{ apiVersion: 'v1', kind: 'ConfigMap' },
      metadata: {
        name: 'shop-old',
        namespace: on.namespace,
        labels: { 'app.kubernetes.io/instance': 'shop' },
      },
    };
    await on.server.client.send('POST', `/api/v1/namespaces/${on.namespace}/configmaps`, stranger);
    rebundle(on.root, [described(on.namespace)]);
    const refused = await deploy();
    expect(refused).toMatchObject({ exitCode: 1 });
    expect(refused.stderr).toContain('SW7022');
    expect(at(await deployment('shop-mail'), 'kind')).toBe('Deployment');
    const allowed = await deploy('--allow', 'destructive');
    expect(allowed).toMatchObject({ exitCode: 0 });
    expect(at(await deployment('shop-mail'), 'reason')).toBe('NotFound');
    const kept = await on.get(`/api/v1/namespaces/${on.namespace}/configmaps/shop-old`);
    expect(at(kept, 'kind')).toBe('ConfigMap');
  });

  test('keeps a namespace and a claim that are gone from the description until that is allowed', async () => {
    addRaw(on.root, { kind: 'PersistentVolumeClaim', spec: CLAIM }, on.namespace);
    await deploy();
    rebundle(on.root, [described(on.namespace)]);
    const kept = await deploy();
    expect(kept).toMatchObject({ exitCode: 0 });
    expect(kept.stdout).toContain('PersistentVolumeClaim/raw');
    const claim = `/api/v1/namespaces/${on.namespace}/persistentvolumeclaims/raw`;
    expect(at(await on.get(claim), 'kind')).toBe('PersistentVolumeClaim');
    const pruned = await deploy('--allow', 'destructive');
    expect(pruned.stdout).toContain('1 pruned');
    // A finalizer holds it here, because no controller runs that would let it go.
    expect(at(await on.get(claim), 'metadata', 'deletionTimestamp')).toBeDefined();
  });

  test('keeps the content of Secrets out of its inventory', async () => {
    const stringData = { token: 'not-to-be-copied' };
    addRaw(on.root, { kind: 'Secret', stringData }, on.namespace);
    await deploy();
    const inventory = await on.get(`/api/v1/namespaces/${on.namespace}/configmaps/shop-inventory`);
    const packed = textAt(inventory, 'binaryData', 'inventory.json.gz') ?? '';
    const text = gunzipSync(Buffer.from(packed, 'base64')).toString();
    expect(text).toContain('"kind":"Secret"');
    expect(text).not.toContain('not-to-be-copied');
  });

  test('refuses to set what others set, and names them; --take-over owns it', async () => {
    await deploy();
    const path = `/apis/apps/v1/namespaces/${on.namespace}/deployments/shop-web?fieldManager=ann`;
    const change = [
      { op: 'replace', path: '/spec/template/spec/containers/0/image', value: 'x/hot:fix' },
    ];
    await on.server.client.send('PATCH', path, change, 'application/json-patch+json');
    rebundle(on.root, [described(on.namespace, '2.0')]);
    const refused = await deploy();
    expect(refused).toMatchObject({ exitCode: 1 });
    expect(refused.stderr).toContain('SW6012');
    expect(refused.stderr).toContain('(ann)');
    expect(await image()).toBe('x/hot:fix');
    expect(await deploy('--take-over')).toMatchObject({ exitCode: 0 });
    expect(await image()).toBe('ghcr.io/acme/shop:2.0');
  });

  test('keeps the number of pods when it passes to an autoscaler', async () => {
    const fixed = { web: { server: gunicorn({ app: 'shop.wsgi' }), health: '/healthz', scale: 3 } };
    rebundle(on.root, [described(on.namespace, '1.0', fixed)]);
    await deploy();
    expect(at(await deployment(), 'spec', 'replicas')).toBe(3);
    rebundle(on.root, [described(on.namespace)]);
    expect((await deploy('--dry-run')).stdout).not.toContain('spec.replicas');
    await deploy();
    expect(at(await deployment(), 'spec', 'replicas')).toBe(3);
    // And back again, although another manager keeps it.
    rebundle(on.root, [described(on.namespace, '1.0', { web: { ...fixed.web, scale: 5 } })]);
    expect(await deploy('--allow', 'destructive')).toMatchObject({ exitCode: 0 });
    expect(at(await deployment(), 'spec', 'replicas')).toBe(5);
  });

  test('asks about everything before it changes anything', async () => {
    await deploy();
    rebundle(on.root, [described(on.namespace, '2.0')]);
    addRaw(on.root, { apiVersion: 'example.com/v1', kind: 'Thing', spec: {} }, on.namespace);
    const outcome = await deploy();
    expect(outcome).toMatchObject({ exitCode: 1 });
    expect(outcome.stderr).toContain('does not know the kind Thing');
    expect(await image()).toBe('ghcr.io/acme/shop:1.0');
  });

  test('with --dry-run shows what would change, and changes nothing', async () => {
    const empty = await deploy('--dry-run');
    expect(empty).toMatchObject({ exitCode: 0 });
    expect(empty.stdout).toContain('+ Deployment/shop-web');
    expect(await on.get(`/api/v1/namespaces/${on.namespace}`)).toMatchObject({
      reason: 'NotFound',
    });
    await deploy();
    expect((await deploy('--dry-run')).stdout).toContain('Nothing changes.');
    const data = await deploy('--dry-run', '--json');
    expect(JSON.parse(data.stdout)).toMatchObject({ dryRun: true, changes: [] });
  });

  test('refuses a second deployment while one is alive', async () => {
    await deploy();
    rebundle(on.root, [described(on.namespace, '2.0')]);
    on.fates = (kind) => (kind === 'Job' ? 'works' : undefined);
    let begun = false;
    const stopped = new AbortController();
    const first = runWith(
      { signal: stopped.signal, tell: (text) => void (begun ||= text.startsWith('Workloads')) },
      deployCommand,
      ...['-e', 'production'],
    );
    await until('the first deployment to wait', 60_000, () => begun);
    const second = await deploy();
    expect(second).toMatchObject({ exitCode: 1 });
    expect(second.stderr).toContain('SW6010');
    stopped.abort();
    await first;
  });

  test('takes the turn of a deployment that was killed', async () => {
    await deploy();
    const objects = objectsOf(await connect());
    const key = { service: 'shop', environment: 'production', namespace: on.namespace };
    const stored = await readInventory(objects, key);
    const attempt = { id: 'x', by: 'ann@laptop', state: 'running', beat: 3 } as const;
    await writeInventory(objects, key, stored, { ...stored.inventory, attempt });
    const told: string[] = [];
    const outcome = await runWith(
      { tell: (text) => void told.push(text) },
      deployCommand,
      ...['-e', 'production'],
    );
    expect(outcome).toMatchObject({ exitCode: 0 });
    expect(told.join('')).toContain('ann@laptop began a deployment');
  });

  test('refuses the inventory of another environment in the same namespace', async () => {
    await deploy();
    const twice = described(on.namespace, '1.0', { environments: { production: {}, staging: {} } });
    rebundle(on.root, [twice]);
    const outcome = await run(deployCommand, '-e', 'staging');
    expect(outcome).toMatchObject({ exitCode: 1 });
    expect(outcome.stderr).toContain('SW6011');
  });

  test.each([
    ['an environment that does not exist', ['-e', 'moon'], 2, 'there is no environment `moon`'],
    ['a service that does not exist', ['shoe', '-e', 'production'], 2, 'no service `shoe`'],
    [
      'a timeout that is no number',
      ['-e', 'production', '--timeout', '5m'],
      2,
      'number of seconds',
    ],
    ['to allow anything else', ['-e', 'production', '--allow', 'all'], 2, 'destructive'],
    ['a context that does not exist', ['-e', 'production', '--context', 'x'], 1, 'SW6001'],
  ])('refuses %s', async (_, args, exitCode, part) => {
    const outcome = await run(deployCommand, ...args);
    expect(outcome).toMatchObject({ exitCode, stdout: '' });
    expect(outcome.stderr).toContain(part);
  });
});

const CLAIM = { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } };

/** Puts an object of the user's own into the bundle, as a raw construct does. */
function addRaw(root: string, object: object, namespace: string): void {
  const file = join(root, 'bundle.json');
  const bundle = JSON.parse(readFileSync(file, 'utf8'));
  const raw = { apiVersion: 'v1', ...object, metadata: { name: 'raw', namespace } };
  bundle.services[0].manifests.push(raw);
  writeFileSync(file, JSON.stringify(bundle));
}
