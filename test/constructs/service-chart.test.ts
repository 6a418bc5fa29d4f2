// A service as a construct: patches, raw objects, errors; under our App and under cdk8s' own.
import { writeFileSync } from 'node:fs';
import {
  ApiObject,
  App as Cdk8sApp,
  Chart,
  JsonPatch,
  type ResolutionContext,
  Testing,
} from 'cdk8s';
import { ConfigMap } from 'cdk8s-plus-28';
import { describe, expect, test } from 'vitest';
import { checkObjects, renderedBelow } from '../../lib/constructs/final-objects.ts';
import { App, ServiceChart, blueGreen, gunicorn, nginx, textFile } from '../../lib/index.ts';
import { MANIFEST_RULES } from '../../lib/rules/catalogue.ts';
import { checkManifests } from '../../lib/rules/engine.ts';
import { at, isKubernetesObject, textAt } from '../support/kubernetes-object.ts';
import { shop, undecidedConfig } from './services.ts';
import { filesIn, folder, objectsIn, standardError } from '../support/app-output.ts';

const production = { environment: 'production' } as const;

/** The object of a kind among rendered ones; its name may be left out. */
function find(objects: readonly unknown[], kind: string, name?: string): unknown {
  return objects.find(
    (object) =>
      textAt(object, 'kind') === kind &&
      (name === undefined || textAt(object, 'metadata', 'name') === name),
  );
}

/** A chart in an app that writes nowhere. */
function chartOf(
  service = shop(),
  app: App = new App({ outdir: folder(), helm: false }),
): ServiceChart {
  return new ServiceChart(app, service, production);
}

describe('a ServiceChart', () => {
  test('is told from other charts, though cdk8s takes every chart for an instance of any', () => {
    const app = new Cdk8sApp();
    expect(new Chart(app, 'plain')).not.toBeInstanceOf(ServiceChart);
    expect(new ServiceChart(app, shop(), production)).toBeInstanceOf(ServiceChart);
    expect(new ServiceChart(app, shop(), { environment: 'staging' })).toBeInstanceOf(Chart);
  });

  test('is named after service and environment, and after the service alone when it has none', () => {
    const app = new App({ outdir: folder(), helm: false });
    const { environments: _none, ...spec } = shop().spec;
    expect(chartOf().node.id).toBe('shop-production');
    expect(new ServiceChart(app, { ...shop(), spec }).node.id).toBe('shop');
    expect(new ServiceChart(app, shop(), { ...production, id: 'mine' }).node.id).toBe('mine');
  });

  test('tells a request above its limit once: of the description, or of the patch that made it', () => {
    const told = (chart: ServiceChart) =>
      [...chart.diagnostics, ...checkObjects(chart, renderedBelow(chart) ?? [])]
        .map(({ code }) => code)
        .filter((code) => ['SW2272', 'SW4310'].includes(code));
    const server = gunicorn({ app: 'shop.wsgi:application' });
    const resources = { requests: { memory: '2Gi' }, limits: { memory: '1Gi' } };
    expect(told(chartOf(shop({ web: { server, resources } })))).toEqual(['SW2272']);
    const patched = chartOf();
    patched
      .object('web/deployment')
      .addJsonPatch(
        JsonPatch.add('/spec/template/spec/containers/0/resources/requests/memory', '9Ti'),
      );
    expect(told(patched)).toEqual(['SW4310']);
  });

  test('tells a credential once, with no character of it, and one that a patch brings as well', () => {
    const told = (chart: ServiceChart) =>
      [...chart.diagnostics, ...checkObjects(chart, renderedBelow(chart) ?? [])].filter(
        ({ code }) => ['SW2301', 'SW4033'].includes(code),
      );
    const described = shop({
      config: { SMTP_PASSWORD: 'hunter2!' },
      files: { '/etc/shop/key.pem': '-----BEGIN PRIVATE KEY-----\nMIIE\n' },
      workers: { mail: { command: ['worker', '--api-token=hunter2!'] } },
    });
    const chart = chartOf(described);
    expect(told(chart).map(({ code, at }) => `${code} ${at.path ?? ''}`)).toEqual([
      'SW2301 config.SMTP_PASSWORD',
      'SW2301 files./etc/shop/key.pem',
      'SW2301 workers.mail.command',
    ]);
    for (const { message } of told(chart)) expect(message).not.toContain('hun');
    const variable = { name: 'PGPASSWORD', value: 'hunter2!' };
    chart
      .object('web/deployment')
      .addJsonPatch(JsonPatch.add('/spec/template/spec/containers/0/env/-', variable));
    expect(told(chart).filter(({ code }) => code === 'SW4033')).toMatchObject([
      { at: { object: 'Deployment/shop-web' } },
    ]);
  });

  test('tells a port that is taken twice once, and of one container as such', () => {
    const chart = chartOf(
      shop({
        web: {
          server: gunicorn({ app: 'shop.wsgi:application' }),
          proxy: nginx({ statusPort: 8000 }),
        },
      }),
    );
    const objects = renderedBelow(chart) ?? [];
    const codes = [...chart.diagnostics, ...checkObjects(chart, objects)].map(({ code }) => code);
    expect(codes.filter((code) => ['SW2304', 'SW4305'].includes(code))).toEqual(['SW2304']);
    const alone = checkManifests(MANIFEST_RULES, objects);
    expect(alone.find(({ code }) => code === 'SW4305')?.message).toBe(
      'Port 8000/TCP is declared twice by container nginx.',
    );
  });

  test('takes the only environment there is, and asks which when there are several', () => {
    const app = new App({ outdir: folder(), helm: false });
    const one = new ServiceChart(app, shop({ environments: { live: {} } }));
    expect(one.environment).toBe('live');
    const several = new ServiceChart(app, shop());
    expect(several.diagnostics).toMatchObject([{ severity: 'error' }]);
  });

  test('shows its plan', () => {
    expect(chartOf().plan.namespace.name).toBe('shop');
  });

  test('refuses to show a plan it does not have, with the reason', () => {
    const chart = chartOf(shop(undecidedConfig));
    expect(() => chart.plan).toThrow(/nobody knows yet/);
  });
});

describe('files of the project', () => {
  test('are read when the chart is made, and mounted as they are', () => {
    const file = `${folder()}/motd.txt`;
    writeFileSync(file, 'yes\n{{ $x }}\n');
    const chart = chartOf(shop({ files: { '/etc/motd': textFile(file) } }));
    expect(at(find(chart.toJson(), 'ConfigMap', 'shop-web-files'), 'data', 'etc__motd')).toBe(
      'yes\n{{ $x }}\n',
    );
  });

  test('that are not there are complained about', () => {
    const chart = chartOf(shop({ files: { '/etc/motd': textFile('no/such/file.txt') } }));
    expect(chart.diagnostics[0]).toMatchObject({ code: 'SW1011', severity: 'error' });
    // Both processes mount it; it is said once all the same.
    expect(chart.validationMessages()).toHaveLength(1);
  });
});

describe('objects of a ServiceChart', () => {
  test('take JSON patches, of fields newer than the generated types too', () => {
    const chart = chartOf();
    chart
      .object('web/deployment')
      .addJsonPatch(JsonPatch.add('/spec/template/spec/hostnameOverride', 'shop'));
    const deployment = find(chart.toJson(), 'Deployment');
    expect(at(deployment, 'spec', 'template', 'spec', 'hostnameOverride')).toBe('shop');
  });

  test('take labels and annotations by their metadata', () => {
    const chart = chartOf();
    chart.object('web/service').metadata.addLabel('team', 'web');
    expect(at(find(chart.toJson(), 'Service'), 'metadata', 'labels', 'team')).toBe('web');
  });

  test('are stamped after the patches: a patched file rolls the pods', () => {
    const checksum = (chart: ServiceChart) =>
      at(
        find(chart.toJson(), 'Deployment'),
        'spec',
        'template',
        'metadata',
        'annotations',
        'checksum/files',
      );
    const patched = chartOf();
    patched
      .object('web/config-map')
      .addJsonPatch(JsonPatch.add('/data/etc__gunicorn__gunicorn.conf.py', 'workers = 1\n'));
    expect(checksum(patched)).toMatch(/^[0-9a-f]{64}$/);
    expect(checksum(patched)).not.toBe(checksum(chartOf()));
  });

  test('are the same whether cdk8s renders them, as after any patch, or the shorter way is taken', () => {
    const [plain, patched] = [chartOf(), chartOf()];
    for (const id of patched.objectIds) {
      patched.object(id).addJsonPatch(JsonPatch.test('/kind', patched.object(id).kind));
    }
    expect(JSON.stringify(patched.toJson())).toBe(JSON.stringify(plain.toJson()));
  });

  test("are seen by the user's own resolvers", () => {
    const resolve = (context: ResolutionContext): void => {
      if (context.value === 'ghcr.io/acme/shop:1.4.2') context.replaceValue('mirror/shop:1.4.2');
    };
    const chart = chartOf(shop(), new App({ outdir: folder(), resolvers: [{ resolve }] }));
    const container = at(
      find(chart.toJson(), 'Deployment'),
      'spec',
      'template',
      'spec',
      'containers',
      0,
    );
    expect(at(container, 'image')).toBe('mirror/shop:1.4.2');
  });

  test('a patched migration has another name', () => {
    const nameOf = (chart: ServiceChart) => textAt(find(chart.toJson(), 'Job'), 'metadata', 'name');
    const patched = chartOf();
    patched.object('migrate/job').addJsonPatch(JsonPatch.replace('/spec/backoffLimit', 3));
    expect(nameOf(chartOf())).toMatch(/^shop-migrate-[0-9a-f]{10}$/);
    expect(nameOf(patched)).not.toBe(nameOf(chartOf()));
  });

  test('names do not depend on where the chart stands', () => {
    const app = new App({ outdir: folder(), helm: false });
    const here = new ServiceChart(app, shop(), production);
    const there = new ServiceChart(new Chart(app, 'deeper'), shop(), { ...production, id: 'x' });
    expect(there.toJson()).toEqual(here.toJson());
  });

  test('an id that does not exist is reported with the nearest and all that do', () => {
    const chart = chartOf();
    chart.object('web/deploymnet').addJsonPatch(JsonPatch.add('/spec/paused', true));
    const [diagnostic] = chart.diagnostics.filter(({ code }) => code === 'SW5005');
    expect(diagnostic?.fix).toMatch(/Did you mean `web\/deployment`\?/);
    expect(diagnostic?.fix).toContain('migrate/job');
  });

  test('while the description has errors, ids are not complained about', () => {
    const chart = chartOf(shop(undecidedConfig));
    chart.object('web/deployment').addJsonPatch(JsonPatch.add('/spec/paused', true));
    expect(chart.diagnostics.map(({ code }) => code)).not.toContain('SW5005');
  });
});

describe('raw constructs in a ServiceChart', () => {
  test('are in the namespace of the environment, unless their kind belongs to the cluster', () => {
    const chart = chartOf();
    new ApiObject(chart, 'extra', { apiVersion: 'v1', kind: 'Secret' });
    new ApiObject(chart, 'role', {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRole',
    });
    new ApiObject(chart, 'own', { apiVersion: 'example.com/v1', kind: 'ClusterRole' });
    new ConfigMap(chart, 'plus', { data: { a: 'b' } });
    const objects = chart.toJson();
    expect(at(find(objects, 'Secret'), 'metadata', 'namespace')).toBe('shop');
    const roles = objects.filter((object) => textAt(object, 'kind') === 'ClusterRole');
    expect(roles.map((role) => at(role, 'metadata', 'namespace'))).toEqual([undefined, 'shop']);
    const plus = objects.find((object) => at(object, 'data', 'a') === 'b');
    expect(at(plus, 'metadata', 'namespace')).toBe('shop');
  });

  test('keep the names cdk8s gives them', () => {
    const chart = chartOf();
    const raw = new ApiObject(chart, 'extra', { apiVersion: 'v1', kind: 'Secret' });
    expect(raw.name).toMatch(/^shop-production-extra-c8[0-9a-f]{6}$/);
  });

  test('may have ids such as `ingress` and `namespace`', () => {
    const chart = chartOf();
    for (const id of ['ingress', 'namespace', 'service-account', 'gateway']) {
      expect(() => new ApiObject(chart, id, { apiVersion: 'v1', kind: 'Secret' })).not.toThrow();
    }
  });

  test('stand after our objects, in the file of the service, nested charts too', () => {
    const root = folder();
    const app = new App({ outdir: root, helm: false });
    const chart = chartOf(shop(), app);
    new ApiObject(new Chart(chart, 'inner'), 'nested', { apiVersion: 'v1', kind: 'Secret' });
    new ApiObject(chart, 'extra', { apiVersion: 'v1', kind: 'Secret' });
    app.synth();
    const files = filesIn(root);
    expect(Object.keys(files)).toEqual([
      'manifests/production/00-namespace.k8s.yaml',
      'manifests/production/shop.k8s.yaml',
    ]);
    const kinds = objectsIn(files['manifests/production/shop.k8s.yaml'] ?? '').map(
      ({ kind }) => kind,
    );
    expect(kinds.slice(-2)).toEqual(['Secret', 'Secret']);
  });
});

describe('a member that no kind has', () => {
  const told = (chart: ServiceChart) =>
    checkObjects(chart, renderedBelow(chart) ?? [])
      .filter(({ code }) => code === 'SW4311')
      .map(({ at: place, fix }) => `${place.object ?? ''} ${place.path ?? ''}: ${fix ?? ''}`);
  const misspelt = (spec: object) => shop({ overrides: { 'web/deployment': { spec } } });

  test('misspelt in an override is told with the one that was meant, before anything is applied', () => {
    const grace = { template: { spec: { terminationGracePeriodSecond: 5 } } };
    expect(told(chartOf(misspelt(grace)))).toEqual([
      'Deployment/shop-web spec.template.spec.terminationGracePeriodSecond: Did you mean `terminationGracePeriodSeconds`? Otherwise leave it out.',
    ]);
  });

  test('misspelt in an override of every slot is told of each', () => {
    const service = shop({
      rollout: blueGreen(),
      overrides: { 'web/deployment': { spec: { revisionHistory: 3 } } },
    });
    expect(told(chartOf(service)).map((text) => text.split(' ')[0])).toEqual([
      'Deployment/shop-web-blue',
      'Deployment/shop-web-green',
    ]);
  });

  test('in a patch, or in a raw object beside ours, is told likewise', () => {
    const chart = chartOf();
    chart.object('web/service').addJsonPatch(JsonPatch.add('/spec/ports/0/targetPorts', 'http'));
    new ApiObject(chart, 'quota', {
      ...{ apiVersion: 'v1', kind: 'ResourceQuota', metadata: { name: 'quota' } },
      spec: { hard: { pods: 40 }, scope: ['BestEffort'] },
    });
    expect(told(chart).map((text) => text.split(':')[0])).toEqual([
      'Service/shop-web spec.ports[http].targetPorts',
      'ResourceQuota/quota spec.scope',
    ]);
  });

  test('is asked of the version that is the target', () => {
    const spec = { template: { spec: { hostnameOverride: 'shop' } } };
    expect(told(chartOf(misspelt(spec)))).toHaveLength(1);
    const newer = shop({ kubernetes: '1.34', overrides: { 'web/deployment': { spec } } });
    expect(told(chartOf(newer))).toEqual([]);
  });

  test('is told of the migration too, whose Job has a hash in its name', () => {
    const chart = chartOf(shop({ overrides: { 'migrate/job': { spec: { backofLimit: 1 } } } }));
    expect(told(chart)).toHaveLength(1);
  });

  test('stops a synthesis, under our App and under that of cdk8s', () => {
    const service = misspelt({ replica: 3 });
    const root = folder();
    const error = standardError();
    const ours = new App({ outdir: root, helm: false });
    chartOf(service, ours);
    ours.synth();
    expect(error.text).toContain('SW4311');
    const theirs = new Cdk8sApp({ outdir: root });
    new ServiceChart(theirs, service, production);
    expect(() => theirs.synth()).toThrow(/SW4311[^]*`replicas`/);
    expect(filesIn(root)).toEqual({});
  });

  test('is looked for in nothing that is as it was planned, and not missed in a custom resource', () => {
    const chart = chartOf();
    chart.object('web/deployment').addJsonPatch(JsonPatch.replace('/spec/revisionHistoryLimit', 3));
    chart.object('web/service').metadata.addLabel('team', 'web');
    new ApiObject(chart, 'own', { apiVersion: 'example.com/v1', kind: 'Own', spec: { a: 1 } });
    expect([...chart.changedNames]).toEqual(['Deployment/shop-web']);
    expect(told(chart)).toEqual([]);
  });
});

describe("under cdk8s' own App", () => {
  test('a ServiceChart writes the same objects, in one flat file', () => {
    const [root, theirs] = [folder(), folder()];
    const ours = new App({ outdir: root, helm: false });
    const plain = new Cdk8sApp({ outdir: theirs });
    for (const app of [ours, plain]) {
      const chart = new ServiceChart(app, shop(), production);
      new ApiObject(chart, 'role', {
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'ClusterRole',
      });
      app.synth();
    }
    const written = filesIn(theirs);
    expect(Object.keys(written)).toEqual(['shop-production.k8s.yaml']);
    const files = filesIn(`${root}/manifests/production`);
    const all = Object.keys(files)
      .toSorted()
      .flatMap((path) => objectsIn(files[path] ?? ''));
    expect(objectsIn(written['shop-production.k8s.yaml'] ?? '')).toEqual(all);
    expect(all.every(isKubernetesObject)).toBe(true);
  });

  test('errors are thrown all at once, as text, and nothing is written', () => {
    const root = folder();
    const app = new Cdk8sApp({ outdir: root });
    new ServiceChart(app, shop(), production).object('nothing');
    new ServiceChart(app, shop({ name: 'cart', ...undecidedConfig }), production);
    const patched = new ServiceChart(app, shop({ name: 'bill' }), production);
    patched
      .object('web/deployment')
      .addJsonPatch(
        JsonPatch.add('/spec/template/spec/containers/0/securityContext/privileged', true),
      );
    expect(() => app.synth()).toThrow(/SW5005[^]*nobody knows yet[^]*privileged/);
    expect(filesIn(root)).toEqual({});
  });

  test('Testing.synth works', () => {
    const chart = new ServiceChart(Testing.app(), shop(), production);
    expect(Testing.synth(chart).length).toBe(chart.objectIds.length);
  });
});
