// What our App writes, where, and what it refuses.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { ApiObject, Chart, JsonPatch, Lazy } from 'cdk8s';
import { describe, expect, test, vi } from 'vitest';
import {
  App,
  ServiceChart,
  environmentsOf,
  kustomize,
  nginxIngress,
  type Service,
} from '../../lib/index.ts';
import { at, textAt } from '../support/kubernetes-object.ts';
import { shop, undecidedConfig } from './services.ts';
import { filesIn, folder, objectsIn, standardError } from '../support/app-output.ts';

/** Writes services in all of their environments. */
function synth(root: string, ...services: readonly Service[]): App {
  const app = new App({ outdir: root, helm: false });
  for (const service of services) {
    for (const environment of environmentsOf(service)) {
      new ServiceChart(app, service, { environment });
    }
  }
  app.synth();
  return app;
}

const LAYOUT = [
  'manifests/production/00-namespace.k8s.yaml',
  'manifests/production/shop.k8s.yaml',
  'manifests/staging/00-namespace.k8s.yaml',
  'manifests/staging/shop.k8s.yaml',
];

describe('options', () => {
  test.each<[object, string, string]>([
    [{ gitop: kustomize() }, 'gitop', 'Did you mean `gitops`?'],
    [{ pipeline: {} }, 'pipeline', 'Did you mean `pipelines`?'],
    [{ heml: false }, 'heml', 'Did you mean `helm`?'],
    [{ argocd: {} }, 'argocd', 'Known here: gitops, helm, outdir, pipelines, resolvers.'],
    [{ outputFileExtension: '.yaml' }, 'outputFileExtension', 'files end in `.k8s.yaml`'],
    [{ yamlOutputType: 'FILE_PER_APP' }, 'yamlOutputType', 'each service has a file'],
    [{ recordConstructMetadata: true }, 'recordConstructMetadata', 'construct-metadata.json'],
    [{ gitops: 'argocd' }, 'gitops', 'argocd({ repository'],
    [{ pipelines: {} }, 'pipelines', 'pipelines({ provider'],
    [{ helm: 'no' }, 'helm', 'Write `helm: false`'],
  ])('%j are refused instead of being ignored, and nothing is written', (options, path, fix) => {
    const errors = standardError();
    const root = folder();
    const app = new App({ outdir: root, ...options });
    new ServiceChart(app, shop(), { environment: 'staging' });
    app.synth();
    expect(errors.text).toContain('SW7050');
    expect(errors.text).toContain(path);
    expect(errors.text).toContain(fix);
    expect(filesIn(root)).toEqual({});
  });

  test('that are known, or have no value, are no reason to complain', () => {
    const errors = standardError();
    const options = { gitop: undefined, gitops: kustomize(), helm: false, resolvers: [] };
    const app = new App({ outdir: folder(), ...options });
    new ServiceChart(app, shop(), { environment: 'staging' });
    app.synth();
    expect(errors.text).not.toContain('SW7050');
  });
});

describe('layout', () => {
  test.each(['', '/manifests'])('is the same whether cdk8s is told <out>%s', (suffix) => {
    const root = folder();
    vi.stubEnv('CDK8S_OUTDIR', `${root}${suffix}`);
    const app = new App({ helm: false });
    for (const environment of environmentsOf(shop())) {
      new ServiceChart(app, shop(), { environment });
    }
    app.synth();
    expect(Object.keys(filesIn(root))).toEqual(LAYOUT);
    expect(app.outdir).toBe(`${root}/manifests`);
  });

  test('a chart for each service stands beside the manifests, one for all environments', () => {
    const root = folder();
    const app = new App({ outdir: root });
    for (const environment of environmentsOf(shop())) {
      new ServiceChart(app, shop(), { environment });
    }
    app.synth();
    const files = Object.keys(filesIn(root));
    expect(files).toEqual(expect.arrayContaining(LAYOUT));
    expect(files).toContain('helm/shop/Chart.yaml');
    expect(files).toContain('helm/shop/values.schema.json');
    expect(files).toContain('helm/shop/values-production.yaml');
  });

  test('every file says in its first line what made it', () => {
    const root = folder();
    synth(root, shop());
    for (const text of Object.values(filesIn(root)))
      expect(text).toMatch(/^# Made by slipway from /);
  });

  test("the user's own charts are written beside, untouched", () => {
    const root = folder();
    const app = new App({ outdir: root, helm: false });
    const chart = new Chart(app, 'extra');
    new ApiObject(chart, 'text', {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      data: { text: '{{ $labels.pod }} 0o22', late: Lazy.any({ produce: () => 'yes' }) },
    });
    new Chart(app, 'empty');
    app.synth();
    const files = filesIn(root);
    expect(Object.keys(files)).toEqual(['manifests/extra.k8s.yaml']);
    const [object] = objectsIn(files['manifests/extra.k8s.yaml'] ?? '');
    expect(at(object, 'data')).toEqual({ text: '{{ $labels.pod }} 0o22', late: 'yes' });
  });

  test('the namespace is written once for services that share it', () => {
    const root = folder();
    const shared = { environments: { production: { namespace: 'shared' } } };
    synth(root, shop(shared), shop({ ...shared, name: 'cart' }));
    const files = filesIn(root);
    expect(Object.keys(files)).toEqual([
      'manifests/production/00-namespace.k8s.yaml',
      'manifests/production/cart.k8s.yaml',
      'manifests/production/shop.k8s.yaml',
    ]);
    expect(objectsIn(files['manifests/production/00-namespace.k8s.yaml'] ?? '')).toHaveLength(1);
    expect(files['manifests/production/shop.k8s.yaml']).not.toContain('kind: Namespace');
  });

  test('two namespaces of one environment stand in one file, by name', () => {
    const root = folder();
    const within = (namespace: string) => ({ environments: { production: { namespace } } });
    synth(root, shop(within('b')), shop({ ...within('a'), name: 'cart' }));
    const objects = objectsIn(filesIn(root)['manifests/production/00-namespace.k8s.yaml'] ?? '');
    expect(objects.map((object) => textAt(object, 'metadata', 'name'))).toEqual(['a', 'b']);
  });

  test('the same input gives the same bytes', () => {
    const [a, b] = [folder(), folder()];
    synth(a, shop());
    synth(b, shop());
    expect(filesIn(b, true)).toEqual(filesIn(a, true));
  });
});

describe('a failing synth', () => {
  const broken = shop(undecidedConfig);

  test('reports everything at once, ends with 1, and leaves the previous output untouched', () => {
    const root = folder();
    synth(root, shop());
    const before = filesIn(root, true);
    const error = standardError();
    const app = new App({ outdir: root, helm: false });
    new ServiceChart(app, broken, { environment: 'production' });
    const chart = new ServiceChart(app, shop(), { environment: 'staging' });
    chart.object('web/nothing');
    chart.object('web/deployment').addJsonPatch(JsonPatch.replace('/spec/none/here', 1));
    const other = new Chart(app, 'other');
    other.node.addValidation({ validate: () => ['the other chart is not done'] });
    app.synth();
    expect(process.exitCode).toBe(1);
    for (const part of ['nobody knows yet', 'SW5005', 'SW5007', 'the other chart is not done']) {
      expect(error.text).toContain(part);
    }
    expect(error.text).not.toMatch(/^\s+at /m);
    expect(filesIn(root, true)).toEqual(before);
  });

  test('names object and construct of a patch that does not fit', () => {
    const error = standardError();
    const app = new App({ outdir: folder(), helm: false });
    const chart = new ServiceChart(app, shop(), { environment: 'production' });
    chart.object('web/deployment').addJsonPatch(JsonPatch.replace('/spec/none/here', 1));
    app.synth();
    expect(error.text).toContain('Deployment/shop-web');
    expect(error.text).toContain('shop-production/web--deployment');
    expect(error.text).toContain('replace /spec/none/here');
  });

  test('does not blame objects that refer to one that could not be rendered', () => {
    const error = standardError();
    const app = new App({ outdir: folder(), helm: false });
    const chart = new ServiceChart(app, shop(), { environment: 'production' });
    chart.object('web/deployment').addJsonPatch(JsonPatch.replace('/spec/none/here', 1));
    app.synth();
    expect(error.text.match(/^error \S+/gm)).toEqual(['error SW5007']);
  });

  test('says so when a patch was not made by JsonPatch', () => {
    const error = standardError();
    const app = new App({ outdir: folder(), helm: false });
    const chart = new ServiceChart(app, shop(), { environment: 'production' });
    const plain: JsonPatch = JSON.parse('{"op":"add","path":"/spec/paused","value":true}');
    chart.object('web/deployment').addJsonPatch(plain);
    app.synth();
    expect(error.text).toContain('one not made by `JsonPatch`');
  });

  test('refuses two services of one name in one environment, and says it once', () => {
    const error = standardError();
    const app = new App({ outdir: folder(), helm: false });
    new ServiceChart(app, shop(), { environment: 'production' });
    new ServiceChart(app, shop(), { environment: 'production', id: 'again' });
    app.synth();
    expect(error.text).toContain('SW5001');
    expect(error.text).not.toContain('SW5002');
  });

  test('refuses two services that are exposed under one host and path', () => {
    const error = standardError();
    const app = new App({ outdir: folder(), helm: false });
    const expose = nginxIngress({ host: 'shop.example.com', tls: { issuer: 'letsencrypt' } });
    new ServiceChart(app, shop({ expose }), { environment: 'production' });
    new ServiceChart(app, shop({ expose, name: 'blog' }), { environment: 'production' });
    app.synth();
    expect(error.text).toContain('SW5010');
  });

  test('refuses a service that is exposed under a host which a VirtualServer has whole', () => {
    const error = standardError();
    const app = new App({ outdir: folder(), helm: false });
    const at = (path: string, resource: 'ingress' | 'virtualServer') =>
      nginxIngress({
        host: 'shop.example.com',
        tls: { issuer: 'letsencrypt' },
        ...{ resource, paths: [{ path }] },
      });
    new ServiceChart(app, shop({ expose: at('/', 'virtualServer') }), {
      environment: 'production',
    });
    new ServiceChart(app, shop({ expose: at('/blog', 'ingress'), name: 'blog' }), {
      environment: 'production',
    });
    app.synth();
    expect(error.text.match(/^error \S+.*/gm)).toEqual([
      'error SW5010 route-claimed-by-two-services at blog.expose.host',
    ]);
    expect(error.text).toContain('shop.example.com is served by shop in production too');
  });

  test('refuses two objects of one kind, namespace and name', () => {
    const error = standardError();
    const app = new App({ outdir: folder(), helm: false });
    const chart = new ServiceChart(app, shop(), { environment: 'production' });
    new ApiObject(chart, 'twin', {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'shop-web' },
    });
    app.synth();
    expect(error.text).toContain('SW5002');
    expect(error.text).toContain('shop-production/twin');
  });

  test('accepts the same name in another kind, API group or namespace', () => {
    const app = new App({ outdir: folder(), helm: false });
    const chart = new ServiceChart(app, shop(), { environment: 'production' });
    const twin = (id: string, apiVersion: string, kind: string, namespace?: string) =>
      new ApiObject(chart, id, {
        apiVersion,
        kind,
        metadata: { name: 'shop-web', ...(namespace === undefined ? {} : { namespace }) },
      });
    twin('a', 'serving.knative.dev/v1', 'Service');
    twin('b', 'v1', 'Endpoints');
    twin('c', 'v1', 'Service', 'elsewhere');
    standardError();
    app.synth();
    expect(Object.keys(filesIn(`${app.outdir}/production`))).toContain('shop.k8s.yaml');
  });

  test('refuses one namespace with two contents', () => {
    const error = standardError();
    const within = (labels: Record<string, string>) => ({
      environments: { production: { namespace: { name: 'shared', labels } } },
    });
    synth(folder(), shop(within({ a: 'b' })), shop({ ...within({ a: 'c' }), name: 'cart' }));
    expect(error.text).toContain('SW5008');
  });

  test('refuses a file of somebody else in its way, and writes nothing', () => {
    const root = folder();
    mkdirSync(`${root}/manifests/production`, { recursive: true });
    writeFileSync(`${root}/manifests/production/shop.k8s.yaml`, 'mine: true\n');
    const error = standardError();
    synth(root, shop());
    expect(error.text).toContain('SW5904');
    expect(filesIn(root, true)).toEqual({ 'manifests/production/shop.k8s.yaml': 'mine: true\n' });
  });

  test('an unknown override is refused', () => {
    const error = standardError();
    synth(folder(), shop({ overrides: { 'web/deploymnet': { spec: {} } } }));
    expect(error.text).toContain('SW5003');
  });
});

describe('what is gone from the description', () => {
  test('is gone from the output, and nothing else is', () => {
    const root = folder();
    synth(root, shop(), shop({ name: 'cart' }));
    writeFileSync(`${root}/manifests/production/mine.yaml`, 'kept: true\n');
    vi.resetModules();
    const script = `
      const { App, ServiceChart } = await import('${new URL('../../lib/index.ts', import.meta.url).href}');
      const { shop } = await import('${new URL('./services.ts', import.meta.url).href}');
      const app = new App({ outdir: '${root}', helm: false });
      new ServiceChart(app, shop(), { environment: 'production' });
      app.synth();`;
    execFileSync(process.execPath, ['--input-type=module', '-e', script]);
    expect(Object.keys(filesIn(root))).toEqual([
      'manifests/production/00-namespace.k8s.yaml',
      'manifests/production/mine.yaml',
      'manifests/production/shop.k8s.yaml',
    ]);
  });

  test('a second app of the same process adds to the first', () => {
    const root = folder();
    synth(root, shop());
    synth(root, shop({ name: 'cart' }));
    expect(Object.keys(filesIn(root))).toHaveLength(6);
  });
});

describe('a bundle', () => {
  const bundleOf = (make: (app: App) => void): unknown => {
    const root = folder();
    vi.stubEnv('SLIPWAY_BUNDLE', `${root}/bundle.json`);
    const app = new App({ outdir: `${root}/out`, helm: false });
    make(app);
    app.synth();
    expect(filesIn(`${root}/out`)).toEqual({});
    return JSON.parse(readFileSync(`${root}/bundle.json`, 'utf8'));
  };

  test('holds plans, origins, final manifests and complaints, and no output is written', () => {
    const bundle = bundleOf((app) => {
      const chart = new ServiceChart(app, shop(), { environment: 'production' });
      chart.object('web/deployment').addJsonPatch(JsonPatch.add('/spec/paused', true));
      new ApiObject(chart, 'extra', { apiVersion: 'v1', kind: 'Secret' });
    });
    const service = at(bundle, 'services', 0);
    expect(at(service, 'plan', 'service')).toBe('shop');
    expect(at(service, 'origins')).toBeTypeOf('object');
    const manifests = at(service, 'manifests');
    expect(manifests).toContainEqual(expect.objectContaining({ kind: 'Secret' }));
    expect(JSON.stringify(manifests)).toContain('"paused":true');
  });

  test('holds the errors too, and the app ends well', () => {
    const bundle = bundleOf((app) => {
      new ServiceChart(app, shop(undecidedConfig), {
        environment: 'production',
      });
    });
    expect(at(bundle, 'diagnostics', 0, 'severity')).toBe('error');
    expect(at(bundle, 'services', 0)).not.toHaveProperty('plan');
    expect(process.exitCode).toBeUndefined();
  });
});

describe('work', () => {
  test('is done once for every construct, however many charts there are', () => {
    const app = new App({ outdir: folder(), helm: false });
    let [validated, rendered] = [0, 0];
    for (let index = 0; index < 20; index += 1) {
      const chart = new ServiceChart(app, shop({ name: `shop${index}` }), {
        environment: 'production',
      });
      chart.node.addValidation({ validate: () => ((validated += 1), []) });
      new ApiObject(chart, 'late', {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        data: Lazy.any({ produce: () => ((rendered += 1), { a: 'b' }) }),
      });
    }
    standardError();
    app.synth();
    // cdk8s' App validates everything again for each chart: 21 times 20.
    expect([validated, rendered]).toEqual([20, 20]);
  });
});
