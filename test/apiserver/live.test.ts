// `slipway diff --live` and `slipway status` against a real API server: what would change, by whom it was set, how it runs.
import { expect, test } from 'vitest';
import { deployCommand } from '../../lib/cli/commands/deploy.ts';
import { diffCommand } from '../../lib/cli/commands/diff.ts';
import { statusCommand } from '../../lib/cli/commands/status.ts';
import { defineService, gunicorn, nginxIngress, type Service } from '../../lib/index.ts';
import { rebundle, run } from '../cli/project.ts';
import { describeWithTools } from '../support/with-tools.ts';
import { deployedProject, SERVER_TOOLS } from './deployed-project.ts';

const described = (namespace: string, tag = '1.0', more: object = {}): Service =>
  defineService({
    name: 'shop',
    image: { repository: 'ghcr.io/acme/shop', tag },
    web: {
      server: gunicorn({ app: 'shop.wsgi' }),
      health: '/healthz',
      scale: { min: 2, max: 4, cpu: 70 },
    },
    config: { GREETING: 'hello' },
    expose: nginxIngress({ host: 'shop.example.com' }),
    namespace,
    environments: { production: {} },
    ...more,
  });

describeWithTools('a cluster looked at', SERVER_TOOLS, () => {
  const on = deployedProject('live', (namespace) => [described(namespace)]);

  const deploy = (...args: readonly string[]) => run(deployCommand, '-e', 'production', ...args);
  const diff = (...args: readonly string[]) => run(diffCommand, '--live', ...args);
  const patch = (path: string, body: object) =>
    on.server.client.send('PATCH', path, body, 'application/merge-patch+json');
  const web = () => `/apis/apps/v1/namespaces/${on.namespace}/deployments/shop-web`;

  test('before anything was deployed everything is new, and the cluster is left alone', async () => {
    const outcome = await diff('-e', 'production');
    expect(outcome).toMatchObject({ exitCode: 1, stderr: '' });
    expect(outcome.stdout).toContain('+ Namespace/');
    expect(outcome.stdout).toContain('+ Deployment/shop-web');
    const { body } = await on.server.client.send('GET', `/api/v1/namespaces/${on.namespace}`);
    expect(body).toMatchObject({ reason: 'NotFound' });
  });

  test('after a deployment nothing changes, whatever defaults, controllers and owners added', async () => {
    await deploy();
    await patch(web(), { metadata: { annotations: { 'deployment.kubernetes.io/revision': '7' } } });
    await patch(`${web()}/scale`, { spec: { replicas: 4 } });
    expect(await diff()).toEqual({ exitCode: 0, stdout: 'Nothing changes.\n', stderr: '' });
  });

  test('a release is told by blast radius, with the fields the server would change', async () => {
    await deploy();
    rebundle(on.root, [described(on.namespace, '2.0')]);
    const outcome = await diff();
    expect(outcome).toMatchObject({ exitCode: 1, stderr: '' });
    expect(outcome.stdout.replaceAll(on.namespace, 'NS')).toMatchInlineSnapshot(`
      "production
        rolling restart
          Deployment/shop-web: 2 to 4 pods are replaced in at most 4 waves of 1, which takes at most 14 min.

        ~ Deployment/shop-web (NS)
            spec.template.spec.containers[web].image: ghcr.io/acme/shop:1.0 → ghcr.io/acme/shop:2.0
      "
    `);
    const data = await diff('--format', 'json');
    expect(JSON.parse(data.stdout)).toMatchObject({
      version: 1,
      live: 'test',
      changes: [{ object: 'Deployment/shop-web', effects: [{ kind: 'restart' }] }],
    });
  });

  test('a variable that is taken out goes away, because it was ours', async () => {
    await deploy();
    rebundle(on.root, [described(on.namespace, '1.0', { config: {} })]);
    expect((await diff()).stdout).toContain(
      'env[GREETING]: {"name":"GREETING","value":"hello"} → (none)',
    );
  });

  test('what was changed by hand is a conflict that names who did it', async () => {
    await deploy();
    const change = { spec: { template: { spec: { terminationGracePeriodSeconds: 99 } } } };
    await patch(`${web()}?fieldManager=ann`, change);
    const outcome = await diff();
    expect(outcome).toMatchObject({ exitCode: 2 });
    expect(outcome.stdout).toContain('terminationGracePeriodSeconds: 99 →');
    expect(outcome.stderr).toContain('SW6012');
    expect(outcome.stderr).toContain('(ann)');
  });

  test('a selector of an older deployment must be recreated, with the way out, and is destructive', async () => {
    await deploy();
    const live = await on.server.client.send('GET', web());
    await on.server.client.send('DELETE', web());
    const old = older(live.body, { app: 'shop' });
    await on.server.client.send('POST', web().replace('/shop-web', ''), old);
    const outcome = await diff();
    expect(outcome).toMatchObject({ exitCode: 2 });
    expect(outcome.stdout).toContain('recreate');
    expect(outcome.stderr).toContain('SW7022');
    expect(outcome.stderr).toContain('--cascade=orphan');
    expect(await deploy('--allow', 'destructive', '--take-over')).toMatchObject({ exitCode: 1 });
  });

  test('what is gone from the description is removed, by the inventory', async () => {
    rebundle(on.root, [
      described(on.namespace, '1.0', { workers: { mail: { command: ['mail'] } } }),
    ]);
    await deploy();
    rebundle(on.root, [described(on.namespace)]);
    const outcome = await diff();
    expect(outcome).toMatchObject({ exitCode: 2 });
    expect(outcome.stdout).toContain('- Deployment/shop-mail');
    expect(await diff('--allow', 'destructive')).toMatchObject({ exitCode: 1, stderr: '' });
  });

  test('an object of `kubectl apply` is compared, with a note of what cannot be seen', async () => {
    await deploy();
    const { body } = await on.server.client.send(
      'GET',
      `/api/v1/namespaces/${on.namespace}/services/shop-web`,
    );
    const service = `/api/v1/namespaces/${on.namespace}/services`;
    await on.server.client.send('DELETE', `${service}/shop-web`);
    await on.server.client.send(
      'POST',
      `${service}?fieldManager=kubectl-client-side-apply`,
      stripped(body),
    );
    const outcome = await diff();
    expect(outcome.stderr).toContain('SW6014');
    expect(outcome.exitCode).toBeLessThan(2);
  });

  test('a kind the cluster does not serve is an error', async () => {
    const gateway = nginxIngress({ host: 'shop.example.com', resource: 'virtualServer' });
    rebundle(on.root, [described(on.namespace, '1.0', { expose: gateway })]);
    await on.server.client.send('POST', '/api/v1/namespaces', { metadata: { name: on.namespace } });
    const outcome = await diff();
    expect(outcome).toMatchObject({ exitCode: 2 });
    expect(outcome.stderr).toContain('VirtualServer');
  });

  test.each([
    ['a commit beside the cluster', ['--against', 'HEAD'], 'one thing'],
    ['an environment that does not exist', ['-e', 'moon'], 'moon'],
    ['a context that does not exist', ['--context', 'x'], 'SW6001'],
  ])('refuses %s', async (_, args, part) => {
    const outcome = await diff(...args);
    expect(outcome).toMatchObject({ exitCode: 2, stdout: '' });
    expect(outcome.stderr).toContain(part);
  });

  test('status says what is missing, what starts, what fails and what runs', async () => {
    const status = async () => {
      const { exitCode, stdout } = await run(statusCommand);
      return { exitCode, text: stdout.replaceAll(on.namespace, 'NS') };
    };
    expect(await status()).toMatchInlineSnapshot(`
      {
        "exitCode": 1,
        "text": "shop in production (namespace NS, not deployed by \`slipway deploy\`): not healthy
        Deployment/shop-web: missing
        Ingress/shop: missing
      ",
      }
    `);
    await deploy();
    expect(await status()).toMatchInlineSnapshot(`
      {
        "exitCode": 0,
        "text": "shop in production (namespace NS, revision 1): healthy
        Deployment/shop-web: 1 of 1 ready, ghcr.io/acme/shop:1.0
        Ingress/shop: shop.example.com (no address yet)
      ",
      }
    `);
    rebundle(on.root, [described(on.namespace, '2.0')]);
    on.fates = () => 'fails';
    await deploy('--no-rollback');
    const failed = await status();
    expect({
      ...failed,
      text: failed.text.replaceAll(/by \S+@\S+,/g, 'by SOMEBODY,'),
    }).toMatchInlineSnapshot(`
      {
        "exitCode": 1,
        "text": "shop in production (namespace NS, revision 1): not healthy
        The last deployment, by SOMEBODY, failed.
        Deployment/shop-web: 0 of 1 ready, ghcr.io/acme/shop:2.0
          it made no progress for 600 s
        Ingress/shop: shop.example.com (no address yet)
      ",
      }
    `);
    const data = JSON.parse((await run(statusCommand, '--json')).stdout);
    expect(data).toMatchObject({ context: 'test', services: [{ revision: 1, healthy: false }] });
  });
});

/** A Deployment as somebody else made it, with labels of their own. */
function older(object: unknown, labels: object): unknown {
  const copy = stripped(object);
  copy.spec.selector.matchLabels = labels;
  copy.spec.template.metadata.labels = { ...copy.spec.template.metadata.labels, ...labels };
  return copy;
}

function stripped(object: unknown) {
  const copy = structuredClone(Object(object));
  delete copy.metadata.resourceVersion;
  delete copy.metadata.uid;
  delete copy.metadata.managedFields;
  return copy;
}
