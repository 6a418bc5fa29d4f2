// `slipway doctor` against a real API server: each thing that stands in the way is found, and the commands it prints mend it.
import { execFile } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { doctorCommand } from '../../lib/cli/commands/doctor.ts';
import {
  claim,
  configMapRef,
  defineService,
  existingClaim,
  externalSecrets,
  gateway,
  gunicorn,
  nginxIngress,
  perPod,
  postgres,
  projected,
  secretRef,
  stateful,
  type Service,
} from '../../lib/index.ts';
import { requireTool } from '../../tools/find.ts';
import { project, rebundle, run } from '../cli/project.ts';
import { folder } from '../support/app-output.ts';
import { synthesise } from '../support/synthesise.ts';
import { describeWithTools } from '../support/with-tools.ts';
import { until } from '../support/supervise.ts';
import { startApiServer, type ApiServer } from './api-server.ts';

const plain = (namespace: string, more: object = {}): Service =>
  defineService({
    name: 'shop',
    image: { repository: 'registry.example.com/acme/shop', tag: '1.0' },
    web: { server: gunicorn({ app: 'shop.wsgi' }), health: '/healthz', scale: 2 },
    namespace,
    environments: { production: {} },
    ...more,
  });

interface Found {
  readonly code: string;
  readonly severity: string;
  readonly message: string;
  readonly fix?: string;
}

describeWithTools('slipway doctor', ['etcd', 'kube-apiserver-1.37'], () => {
  let server: ApiServer;
  beforeAll(async () => {
    server = await startApiServer('1.37');
  });
  afterAll(() => server?.stop());

  const before = process.cwd();
  let root = before;
  let namespace = '';
  let count = 0;
  beforeEach(async () => {
    root = folder();
    process.chdir(root);
    process.env['KUBECONFIG'] = server.kubeconfig;
    namespace = `doctor-${(count += 1)}`;
    project(root, [plain(namespace)]);
    await make('/api/v1/namespaces', { metadata: { name: namespace } });
    await make(`/api/v1/namespaces/${namespace}/serviceaccounts`, {
      metadata: { name: 'default' },
    });
  });
  afterEach(() => {
    process.chdir(before);
    delete process.env['KUBECONFIG'];
    rmSync(root, { recursive: true, force: true });
  });

  const make = async (path: string, body: object) => {
    const { status, body: answer } = await server.client.send('POST', path, body);
    expect([status < 300 || status === 409, answer]).toEqual([true, expect.anything()]);
  };
  const findings = async (): Promise<readonly Found[]> =>
    JSON.parse((await run(doctorCommand, '--json')).stdout).diagnostics;
  const of = async (code: string) => (await findings()).find((finding) => finding.code === code);

  test('finds nothing where nothing is wrong', async () => {
    expect(await run(doctorCommand)).toEqual({
      exitCode: 0,
      stdout: 'production can run in the context test: nothing found.\n',
      stderr: '',
    });
  });

  test('prints for a missing Secret the command that makes it, and for a missing key the one that adds it', async () => {
    const secret = {
      needs: { db: postgres({ url: { DATABASE_URL: secretRef('shop-db', 'url') } }) },
    };
    rebundle(root, [plain(namespace, secret)]);
    expect(await of('SW6037')).toMatchObject({
      fix: `kubectl -n ${namespace} create secret generic shop-db --from-literal=url='…'`,
    });
    await make(`/api/v1/namespaces/${namespace}/secrets`, {
      metadata: { name: 'shop-db' },
      stringData: { uri: 'x' },
    });
    expect(await of('SW6037')).toBeUndefined();
    const missing = await of('SW6038');
    expect(missing?.message).toContain('has no key `url`; it has `uri`');
    expect(missing?.fix).toBe(
      `kubectl -n ${namespace} patch secret shop-db --patch '{"stringData":{"url":"…"}}'`,
    );
  });

  test('examines what is stored: claims of others, classes, and whether a claim may grow', async () => {
    const storing = (volumes: object, mounts: object = {}) =>
      rebundle(root, [
        plain(namespace, {
          volumes,
          web: { server: gunicorn({ app: 'shop.wsgi' }), health: '/healthz', scale: 2, mounts },
        }),
      ]);
    const claims = `/api/v1/namespaces/${namespace}/persistentvolumeclaims`;
    const claimed = (name: string, accessMode: string, more: object = {}) =>
      make(claims, {
        metadata: { name },
        spec: {
          accessModes: [accessMode],
          resources: { requests: { storage: '1Gi' } },
          storageClassName: 'fixed',
          ...more,
        },
      });
    const models = { models: existingClaim({ name: 'llm', accessMode: 'ReadOnlyMany' }) };
    storing(models, { '/models': 'models' });
    expect((await of('SW6045'))?.message).toContain('The claim `llm` does not exist');
    await claimed('llm', 'ReadWriteOnce');
    expect(await of('SW6045')).toBeUndefined();
    expect((await of('SW6046'))?.fix).toContain("accessMode: 'ReadWriteOnce'");

    const share = { size: '2Gi', accessMode: 'ReadWriteMany' } as const;
    storing({ uploads: claim({ ...share, storageClass: 'fixed' }) }, { '/uploads': 'uploads' });
    expect((await of('SW6047'))?.message).toContain('There is no StorageClass `fixed`');
    const kind = { provisioner: 'example.com/none', volumeBindingMode: 'Immediate' };
    await make('/apis/storage.k8s.io/v1/storageclasses', { metadata: { name: 'fixed' }, ...kind });
    expect(await of('SW6047')).toBeUndefined();
    storing({ uploads: claim(share) }, { '/uploads': 'uploads' });
    expect((await of('SW6047'))?.message).toContain('none is the default; there are `fixed`');

    storing({ uploads: claim({ ...share, storageClass: 'fixed' }) }, { '/uploads': 'uploads' });
    await claimed('shop-uploads', 'ReadWriteMany');
    expect((await of('SW6048'))?.message).toContain('has 1Gi and is described with 2Gi');
    expect((await of('SW6048'))?.fix).toContain('kubectl patch storageclass fixed');
    await server.client.send('DELETE', '/apis/storage.k8s.io/v1/storageclasses/fixed');

    // Pods on trial have the volumes that the controller of a StatefulSet would add.
    rebundle(root, [
      plain(namespace, {
        volumes: { data: perPod({ size: '1Gi', storageClass: '' }) },
        web: {
          server: gunicorn({ app: 'shop.wsgi' }),
          health: '/healthz',
          scale: 2,
          mounts: { '/data': 'data' },
          rollout: stateful(),
        },
      }),
    ]);
    expect(await findings()).toEqual([]);
    // What the server fills in, such as the mode of a volume, is no change that needs the object made anew.
    const [made] = synthesise(
      plain(namespace, {
        volumes: { data: perPod({ size: '1Gi', storageClass: '' }) },
        web: {
          server: gunicorn({ app: 'shop.wsgi' }),
          health: '/healthz',
          scale: 2,
          mounts: { '/data': 'data' },
          rollout: stateful(),
        },
      }),
    );
    const set = made?.entries.find(({ manifest }) => manifest.kind === 'StatefulSet')?.manifest;
    await make(`/apis/apps/v1/namespaces/${namespace}/statefulsets`, set ?? {});
    expect(await of('SW6043')).toBeUndefined();

    const trust = projected({ files: { 'ca.pem': configMapRef('trust', 'ca.pem') } });
    storing({ trust }, { '/trust': 'trust' });
    expect((await of('SW6049'))?.fix).toBe(
      `kubectl -n ${namespace} create configmap trust --from-file=ca.pem=…`,
    );
    await make(`/api/v1/namespaces/${namespace}/configmaps`, { metadata: { name: 'trust' } });
    expect(await of('SW6049')).toBeUndefined();
  });

  test('examines the Secret of the registry: there, of the right type, for the right registry', async () => {
    const pull = {
      image: {
        repository: 'registry.example.com/acme/shop',
        tag: '1.0',
        pullSecrets: ['registry'],
      },
    };
    rebundle(root, [plain(namespace, pull)]);
    const secrets = `/api/v1/namespaces/${namespace}/secrets`;
    const absent = await of('SW6039');
    expect(absent?.fix).toContain(
      'create secret docker-registry registry --docker-server=registry.example.com',
    );
    await make(secrets, { metadata: { name: 'registry' }, stringData: { a: 'b' } });
    expect((await of('SW6039'))?.message).toContain('type `Opaque`');
    const credentials = (host: string) => ({
      metadata: { name: 'registry' },
      type: 'kubernetes.io/dockerconfigjson',
      stringData: { '.dockerconfigjson': JSON.stringify({ auths: { [host]: { auth: 'eA==' } } }) },
    });
    await server.client.send('DELETE', `${secrets}/registry`);
    await make(secrets, credentials('elsewhere.example.com'));
    expect((await of('SW6039'))?.message).toContain('`elsewhere.example.com`');
    await server.client.send('DELETE', `${secrets}/registry`);
    await make(secrets, credentials('https://registry.example.com/v1/'));
    expect(await of('SW6039')).toBeUndefined();
  });

  test('knows a class that nobody serves, and which there are', async () => {
    const expose = nginxIngress({ host: 'shop.example.com' });
    rebundle(root, [plain(namespace, { expose })]);
    expect((await of('SW6033'))?.message).toContain('There is no IngressClass `nginx`');
    await make('/apis/networking.k8s.io/v1/ingressclasses', {
      metadata: { name: 'other' },
      spec: { controller: 'example.com/other' },
    });
    expect((await of('SW6033'))?.message).toContain('there are `other`');
    await make('/apis/networking.k8s.io/v1/ingressclasses', {
      metadata: { name: 'nginx' },
      spec: { controller: 'nginx.org/ingress-controller' },
    });
    expect(await of('SW6033')).toBeUndefined();
  });

  test('knows a certificate that nobody issues, and a kind that nobody serves', async () => {
    const expose = nginxIngress({ host: 'shop.example.com', tls: { issuer: 'letsencrypt' } });
    rebundle(root, [plain(namespace, { expose })]);
    expect((await of('SW6035'))?.message).toContain('cert-manager is not installed');
    const route = gateway({ host: 'shop.example.com', gateway: { name: 'public' } });
    rebundle(root, [plain(namespace, { expose: route })]);
    const kind = await of('SW6032');
    expect(kind?.message).toContain('does not know HTTPRoute');
    expect(kind?.fix).toContain('Gateway API');
  });

  test('knows a kind of secret stores that nobody serves, and asks for no issuer that comes along', async () => {
    const secrets = { vault: externalSecrets({ store: 'vault', secrets: { db: 'shop/db' } }) };
    const config = { DATABASE_URL: secretRef('db', 'url') };
    rebundle(root, [plain(namespace, { config, secrets })]);
    const kind = await of('SW6032');
    expect(kind?.message).toContain('does not know ExternalSecret');
    expect(kind?.fix).toContain('External Secrets Operator');
    const tls = { issuer: { ca: { secretName: 'root' } } };
    rebundle(root, [plain(namespace, { expose: nginxIngress({ host: 'a.example.com', tls }) })]);
    expect(await of('SW6035')).toBeUndefined();
  });

  test('knows a store of secrets that is not there, or that its operator cannot read', async () => {
    const group = 'external-secrets.io';
    for (const [kind, scope] of [
      ['ExternalSecret', 'Namespaced'],
      ['ClusterSecretStore', 'Cluster'],
    ] as const) {
      const plural = `${kind.toLowerCase()}s`;
      const openAPIV3Schema = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };
      const version = { name: 'v1', served: true, storage: true, schema: { openAPIV3Schema } };
      await make('/apis/apiextensions.k8s.io/v1/customresourcedefinitions', {
        metadata: { name: `${plural}.${group}` },
        spec: { group, names: { kind, plural }, scope, versions: [version] },
      });
    }
    const secrets = { vault: externalSecrets({ store: 'vault', secrets: { db: 'shop/db' } }) };
    rebundle(root, [plain(namespace, { config: { URL: secretRef('db', 'url') }, secrets })]);
    await until('the kinds to be served', 20_000, async () => (await of('SW6032')) === undefined);
    expect((await of('SW2182'))?.message).toContain('there is no ClusterSecretStore `vault`');
    const stores = `/apis/${group}/v1/clustersecretstores`;
    const vault = (status: string) => ({
      apiVersion: `${group}/v1`,
      kind: 'ClusterSecretStore',
      metadata: { name: 'vault' },
      status: { conditions: [{ type: 'Ready', status, message: 'unable to log in' }] },
    });
    await make(stores, vault('False'));
    expect((await of('SW2182'))?.message).toContain('is not ready: unable to log in');
    await server.client.send('DELETE', `${stores}/vault`);
    await make(stores, vault('True'));
    expect(await of('SW2182')).toBeUndefined();
  });

  test('knows an autoscaler without anybody who measures', async () => {
    const web = {
      server: gunicorn({ app: 'shop.wsgi' }),
      health: '/healthz',
      scale: { min: 2, max: 4, cpu: 70 },
    };
    rebundle(root, [plain(namespace, { web })]);
    expect((await of('SW6036'))?.message).toContain('No metrics-server');
  });

  test('knows a quota that leaves no room for a rollout', async () => {
    const quotas = `/api/v1/namespaces/${namespace}/resourcequotas`;
    await make(quotas, { metadata: { name: 'small' }, spec: { hard: { pods: '2' } } });
    const tight = await of('SW6042');
    expect(tight).toMatchObject({ severity: 'warning' });
    expect(tight?.message).toContain(
      'It allows 2 of `pods`; all pods there may be during a rollout ask for 3',
    );
    expect(await run(doctorCommand)).toMatchObject({ exitCode: 0 });
    expect(await run(doctorCommand, '--strict')).toMatchObject({ exitCode: 1 });
  });

  test('knows pods that Pod Security would refuse, although their Deployment is accepted', async () => {
    const patch = { metadata: { labels: { 'pod-security.kubernetes.io/enforce': 'restricted' } } };
    await server.client.send(
      ...([
        'PATCH',
        `/api/v1/namespaces/${namespace}`,
        patch,
        'application/merge-patch+json',
      ] as const),
    );
    expect(await of('SW6041')).toBeUndefined();
    // `slipway check` would refuse it before; a namespace may enforce more than that.
    edit((bundle) => {
      for (const { kind, spec } of bundle.services[0].manifests)
        if (kind === 'Deployment') spec.template.spec.hostNetwork = true;
    });
    const refused = await of('SW6041');
    expect(refused?.message).toContain('violates PodSecurity');
    expect(refused?.fix).toContain('`restricted`');
  });

  test('knows a namespace that others are to make', async () => {
    rebundle(root, [plain('nowhere', { namespace: { name: 'nowhere', create: false } })]);
    expect(await of('SW6030')).toMatchObject({ fix: 'kubectl create namespace nowhere' });
  });

  test('knows a cluster that is older than what is described for', async () => {
    const { body } = await server.client.send('GET', '/version');
    expect(body).toMatchObject({ gitVersion: expect.stringContaining('v1.37') });
    // Nothing is described for a Kubernetes that is not there yet; the bundle of a newer slipway is.
    edit((bundle) => {
      bundle.services[0].plan.kubernetes = '1.38';
    });
    expect((await of('SW6031'))?.fix).toContain("kubernetes: '1.37'");
  });

  test('knows rights that are missing', async () => {
    const role = { rules: [{ apiGroups: [''], resources: ['*'], verbs: ['get', 'list'] }] };
    await make('/apis/rbac.authorization.k8s.io/v1/clusterroles', {
      metadata: { name: 'looker' },
      ...role,
    });
    await make('/apis/rbac.authorization.k8s.io/v1/clusterrolebindings', {
      metadata: { name: 'looker' },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'looker' },
      subjects: [{ kind: 'User', name: 'ann' }],
    });
    const config = JSON.parse(readFileSync(server.kubeconfig, 'utf8'));
    config.users[0].user.as = 'ann';
    const own = join(root, 'ann.kubeconfig');
    writeFileSync(own, JSON.stringify(config));
    process.env['KUBECONFIG'] = own;
    const outcome = await run(doctorCommand);
    expect(outcome).toMatchObject({ exitCode: 1 });
    expect(outcome.stdout).toContain('SW6040');
    expect(outcome.stdout).toContain('You may not create, patch, delete services');
    expect(outcome.stdout).toContain('Not looked at');
  });

  test('leads an older deployment with another selector over without an outage', async () => {
    const old = deploymentOf(namespace, { app: 'old' });
    await make(`/apis/apps/v1/namespaces/${namespace}/deployments`, old);
    const adopted = await of('SW6043');
    expect(adopted?.message).toContain('`spec.selector` cannot be changed');
    expect(adopted?.fix).toContain(
      `kubectl -n ${namespace} delete deployment shop-web --cascade=orphan`,
    );
    expect(adopted?.fix).toContain('slipway deploy -e production');
  });

  test('warns of fields that others own', async () => {
    const live = deploymentOf(namespace, {
      'app.kubernetes.io/component': 'web',
      'app.kubernetes.io/instance': 'shop',
      'app.kubernetes.io/name': 'shop',
    });
    await make(`/apis/apps/v1/namespaces/${namespace}/deployments?fieldManager=ann`, live);
    expect(await of('SW6012')).toMatchObject({ severity: 'warning' });
  });

  test.each([
    ['an environment that does not exist', ['-e', 'moon'], 'moon'],
    ['a service that does not exist', ['shoe'], 'shoe'],
    ['a context that does not exist', ['--context', 'x'], 'SW6001'],
  ])('refuses %s', async (_, args, part) => {
    const outcome = await run(doctorCommand, ...args);
    expect(outcome).toMatchObject({ exitCode: 2, stdout: '' });
    expect(outcome.stderr).toContain(part);
  });

  describeWithTools('with kubectl', ['kubectl'], () => {
    test('what it prints for a Secret makes it', async () => {
      const secret = {
        needs: { db: postgres({ url: { DATABASE_URL: secretRef('shop-db', 'url') } }) },
      };
      rebundle(root, [plain(namespace, secret)]);
      await sh((await of('SW6037'))?.fix);
      expect(await of('SW6037')).toBeUndefined();
      expect(await of('SW6038')).toBeUndefined();
    });

    test('what it prints for a missing key adds it', async () => {
      const secret = {
        needs: { db: postgres({ url: { DATABASE_URL: secretRef('shop-db', 'url') } }) },
      };
      rebundle(root, [plain(namespace, secret)]);
      const body = { metadata: { name: 'shop-db' }, stringData: { uri: 'x' } };
      await make(`/api/v1/namespaces/${namespace}/secrets`, body);
      await sh((await of('SW6038'))?.fix);
      expect(await findings()).toEqual([]);
    });
  });
});

/** Changes what the app of the working directory hands over. */
function edit(change: (bundle: ReturnType<typeof JSON.parse>) => void): void {
  const bundle = JSON.parse(readFileSync('bundle.json', 'utf8'));
  change(bundle);
  writeFileSync('bundle.json', JSON.stringify(bundle));
}

/** Runs a line a user would copy, with the pinned kubectl. */
async function sh(line = 'false'): Promise<void> {
  const kubectl = requireTool('kubectl');
  await promisify(execFile)('sh', ['-ec', `kubectl() { "${kubectl}" "$@"; }\n${line}`]);
}

function deploymentOf(namespace: string, labels: Readonly<Record<string, string>>): object {
  return {
    metadata: { name: 'shop-web', namespace },
    spec: {
      replicas: 7,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: { containers: [{ name: 'web', image: 'registry.example.com/acme/shop:0.9' }] },
      },
    },
  };
}
