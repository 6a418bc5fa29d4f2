// The kustomize-controller of Flux itself follows a tree: it applies, waits, prunes and complains as docs/gitops.md says.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  App,
  claim,
  defineService,
  environmentsOf,
  flux,
  gunicorn,
  internal,
  ServiceChart,
} from '../../lib/index.ts';
import { requireTool } from '../../tools/find.ts';
import { folder } from '../support/app-output.ts';
import { freePorts } from '../support/free-ports.ts';
import { at, isKubernetesObject, listAt, textAt } from '../support/kubernetes-object.ts';
import type { KubernetesObject } from '../support/kubernetes-object.ts';
import { scratchFolder } from '../support/scratch.ts';
import { supervise, tail, until } from '../support/supervise.ts';
import { describeWithTools } from '../support/with-tools.ts';
import { startApiServer, type ApiServer } from './api-server.ts';
import { controllers, type Fate } from './controllers.ts';
import { fluxSource, type FluxSource } from './flux-source.ts';
import { kubectl } from './kubectl.ts';
import { manifestsOf } from './rendered-tree.ts';
import { collectionPaths } from './resource-paths.ts';

const NAME = 'shop-production';
const OWNER = 'kustomize.toolkit.fluxcd.io';
const KUSTOMIZATION = `/apis/${OWNER}/v1/namespaces/flux-system/kustomizations/${NAME}`;

/** Root of a repository whose service has one worker and one claim, or none. */
function repository(tag: string, more: boolean): string {
  const root = folder();
  const service = defineService({
    name: 'shop',
    image: { repository: 'ghcr.io/acme/shop', tag },
    web: { server: gunicorn({ app: 'shop.wsgi' }), health: '/healthz' },
    config: { GREETING: 'yes', LIMIT: '0o22', PATTERN: '${VAR}' },
    migrate: { command: ['migrate'], check: ['migrate', '--check'] },
    ...(more
      ? {
          volumes: { files: claim({ size: '1Gi', accessMode: 'ReadWriteMany' }) },
          workers: { mail: { command: ['mail'], mounts: { '/srv/files': 'files' } } },
        }
      : {}),
    expose: internal(),
    namespace: 'shop',
    environments: { production: {} },
  });
  const app = new App({
    outdir: join(root, 'dist/manifests'),
    gitops: flux({ repository: 'https://git.example.com/acme/deploy.git' }),
    helm: false,
  });
  for (const environment of environmentsOf(service))
    new ServiceChart(app, service, { environment });
  app.synth();
  return root;
}

const manifestFile = (root: string): string =>
  join(root, 'dist/gitops/production/manifests/shop.k8s.yaml');

function manifests(root: string): readonly KubernetesObject[] {
  return manifestsOf(join(root, 'dist'), 'production').filter(isKubernetesObject);
}

/** As an inventory of Flux names an object. */
function idOf({ apiVersion, kind, metadata }: KubernetesObject): string {
  const group = apiVersion.includes('/') ? apiVersion.split('/')[0] : '';
  return [metadata.namespace ?? '', metadata.name, group, kind].join('_');
}

/** What Flux adds to an object, and the tree to a claim. */
function asFluxApplies(object: KubernetesObject): KubernetesObject {
  const { labels, annotations } = object.metadata;
  const owner = { [`${OWNER}/name`]: NAME, [`${OWNER}/namespace`]: 'flux-system' };
  const kept =
    object.kind === 'PersistentVolumeClaim'
      ? { annotations: { ...annotations, [`${OWNER}/prune`]: 'disabled' } }
      : {};
  return { ...object, metadata: { ...object.metadata, labels: { ...labels, ...owner }, ...kept } };
}

/** The fields that a manager says an object shall have, as paths. */
function fieldsOf(object: unknown, manager: string): readonly string[] {
  const entry = listAt(object, 'metadata', 'managedFields').find(
    (one) => textAt(one, 'manager') === manager && textAt(one, 'operation') === 'Apply',
  );
  return leavesOf(at(entry, 'fieldsV1'), '');
}

/**
 * Fields that Flux spells out as the server would: the protocol of a port, and the empty spec of a namespace.
 * @see https://github.com/fluxcd/pkg/blob/ssa/v0.61.0/ssa/normalize/normalize.go
 */
const SPELT_OUT = /\/f:protocol$|^\/f:spec$/;

/** @see https://pkg.go.dev/sigs.k8s.io/structured-merge-diff/v6/fieldpath: a field without fields is set as a whole */
function leavesOf(fields: unknown, path: string): readonly string[] {
  const below = Object.entries(Object(fields));
  return below.length === 0
    ? [path]
    : below.flatMap(([key, value]) => leavesOf(value, `${path}/${key}`));
}

const TOOLS = ['etcd', 'kube-apiserver-1.37', 'kubectl', 'kustomize-controller', 'flux-crds'];

describeWithTools('Flux follows a tree', TOOLS, () => {
  let server: ApiServer;
  let source: FluxSource;
  let fate: Fate = () => undefined;
  let log = '';
  const ends: (() => unknown)[] = [];

  beforeAll(async () => {
    server = await startApiServer('1.37');
    ends.push(() => server.stop());
    const own = scratchFolder('kustomize-controller');
    ends.push(() => rmSync(own, { recursive: true, force: true }));
    log = join(own, 'log');
    await kubectl(server.kubeconfig, 'apply', '-R', '-f', requireTool('flux-crds'));
    await kubectl(server.kubeconfig, 'wait', '--for=condition=Established', 'crd', '--all');
    await kubectl(server.kubeconfig, 'create', 'namespace', 'flux-system');
    // What the page says: applied once.
    const tree = join(repository('1.0', true), 'dist/gitops/production');
    await kubectl(server.kubeconfig, 'apply', '-f', join(tree, 'flux.yaml'));
    source = await fluxSource(server.client, { namespace: 'flux-system', name: NAME });
    ends.push(() => source.close());
    const [metrics = 0, health = 0] = await freePorts(2);
    const controller = supervise(
      'kustomize-controller',
      [
        requireTool('kustomize-controller'),
        '--enable-leader-election=false',
        `--metrics-addr=127.0.0.1:${metrics}`,
        `--health-addr=127.0.0.1:${health}`,
      ],
      log,
      { ...process.env, KUBECONFIG: server.kubeconfig, TMPDIR: own },
    );
    ends.push(() => controller.stop());
    ends.push(controllers(server.client, 'shop', (kind, image) => fate(kind, image)));
  });
  afterAll(async () => {
    for (const end of ends.toReversed()) await end();
  });

  const get = async (path: string) => (await server.client.send('GET', path)).body;
  const kustomization = () => get(KUSTOMIZATION);
  const condition = (object: unknown, type: string): string => {
    const found = listAt(object, 'status', 'conditions').find(
      (one) => textAt(one, 'type') === type,
    );
    return `${textAt(found, 'status')} ${textAt(found, 'reason')}: ${textAt(found, 'message')}`;
  };
  /** Waits until the controller has tried a revision and says so of it. */
  const says = async (type: string, expected: RegExp, revision: string): Promise<unknown> => {
    let seen: unknown;
    await until(
      `${type} ${expected.source}`,
      30_000,
      async () => {
        seen = await kustomization();
        const tried = textAt(seen, 'status', 'lastAttemptedRevision') === revision;
        return tried && expected.test(condition(seen, type));
      },
      () => `${JSON.stringify(at(seen, 'status'), null, 1)}\n${tail(log)}`,
    );
    return seen;
  };
  const inventory = (object: unknown) =>
    listAt(object, 'status', 'inventory', 'entries').map((entry) => textAt(entry, 'id') ?? '');
  /** Applying the manifests themselves would change nothing and set the fields that Flux has set, no other. */
  const expectAsManifests = async (root: string): Promise<void> => {
    const collectionOf = collectionPaths(server.client);
    for (const object of manifests(root)) {
      const path = `${await collectionOf(object)}/${object.metadata.name}`;
      const stored = await get(path);
      const { status, body } = await server.client.send(
        'PATCH',
        `${path}?dryRun=All&fieldManager=manifests&fieldValidation=Strict&force=true`,
        asFluxApplies(object),
        'application/apply-patch+yaml',
      );
      expect(status, JSON.stringify(body)).toBe(200);
      expect(withoutManagers(body), path).toEqual(withoutManagers(stored));
      const applied = fieldsOf(stored, 'kustomize-controller');
      const described = fieldsOf(body, 'manifests');
      expect(
        applied.filter((field) => described.includes(field) || !SPELT_OUT.test(field)),
      ).toEqual(described);
    }
  };

  test('applies the objects of the manifests, no other, and waits until they are ready', async () => {
    const root = repository('1.0', true);
    const revision = await source.commit(root);
    const waiting = await says('Healthy', /^Unknown Progressing: Running health checks/, revision);
    expect(condition(waiting, 'Ready')).toMatch(/^Unknown Progressing/);
    const ids = manifests(root).map(idOf);
    expect(ids.length).toBeGreaterThan(7);
    // Conditions are stored before the rest of a status.
    await expect
      .poll(async () => inventory(await kustomization()).toSorted(), { timeout: 10_000 })
      .toEqual(ids.toSorted());
    await expectAsManifests(root);

    fate = () => 'works';
    // Everything works, but the claim is not bound yet.
    await until('the Deployments to be available', 10_000, async () => {
      const { items } = Object(await get('/apis/apps/v1/namespaces/shop/deployments'));
      return listAt(items).every((one) => at(one, 'status', 'availableReplicas') !== undefined);
    });
    // The controller looks every 5 s.
    await wait(6000);
    expect(condition(await kustomization(), 'Ready')).toMatch(/^Unknown/);
    const claims = '/api/v1/namespaces/shop/persistentvolumeclaims';
    const bound = { status: { phase: 'Bound' } };
    for (const one of listAt(await get(claims), 'items')) {
      const path = `${claims}/${textAt(one, 'metadata', 'name')}/status`;
      await server.client.send('PATCH', path, bound, 'application/merge-patch+json');
    }
    await says('Ready', /^True ReconciliationSucceeded/, revision);
    await expect
      .poll(async () => textAt(await kustomization(), 'status', 'lastAppliedRevision'))
      .toBe(revision);
  });

  test('takes away what is gone from the tree, except for a claim', async () => {
    const root = repository('1.0', false);
    const ready = await says('Ready', /^True/, await source.commit(root));
    expect(inventory(ready).toSorted()).toEqual(manifests(root).map(idOf).toSorted());
    await expectAsManifests(root);
    const list = await kubectl(server.kubeconfig, '-nshop', 'get', 'deployment,pvc', '-oname');
    expect(list.trim().split('\n')).toEqual([
      'deployment.apps/shop-web',
      'persistentvolumeclaim/shop-files',
    ]);
  });

  test('says when a release does not work, and when it does again', async () => {
    fate = (kind, image) => (kind === 'Deployment' && image.endsWith(':2.0') ? 'fails' : 'works');
    const broken = await source.commit(repository('2.0', false));
    const failed = await says('Ready', /^False HealthCheckFailed/, broken);
    expect(condition(failed, 'Ready')).toContain('Deployment/shop/shop-web');
    await says('Ready', /^True/, await source.commit(repository('2.1', false)));
  });

  test.each([
    ['is no YAML', /^kind: Deployment$/m, 'kind: [Deployment', /^False BuildFailed/],
    [
      'the server refuses',
      /containerPort: \d+/,
      'containerPort: http',
      /^False ReconciliationFailed/,
    ],
    ['is missing', /^/, '', /^False BuildFailed/],
  ])('refuses a tree of which a file %s, and changes nothing', async (_, text, planted, reason) => {
    const before = await get('/apis/apps/v1/namespaces/shop/deployments/shop-web');
    const root = repository('3.0', false);
    const file = manifestFile(root);
    const whole = readFileSync(file, 'utf8');
    if (planted === '') rmSync(file);
    else {
      expect(whole).toMatch(text);
      writeFileSync(file, whole.replace(text, planted));
    }
    await says('Ready', reason, await source.commit(root));
    const after = await get('/apis/apps/v1/namespaces/shop/deployments/shop-web');
    expect(at(after, 'spec')).toEqual(at(before, 'spec'));
  });

  test('and a tree that somebody changed is told from the manifests', async () => {
    const root = repository('4.0', false);
    const file = join(root, 'dist/gitops/production/manifests/00-namespace.k8s.yaml');
    const whole = readFileSync(file, 'utf8');
    expect(whole).toContain('/enforce: restricted');
    writeFileSync(file, whole.replace('/enforce: restricted', '/enforce: baseline'));
    await says('Ready', /^True/, await source.commit(root));
    await expect(expectAsManifests(root)).rejects.toThrow('/api/v1/namespaces/shop: expected');
  });
});

function withoutManagers(object: unknown): unknown {
  const copy = structuredClone(Object(object));
  delete copy.metadata?.managedFields;
  return copy;
}
