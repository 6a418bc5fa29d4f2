// The law of trees: what `kubectl kustomize` makes of a GitOps tree are the objects of the manifests, no more and no less.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import {
  App,
  type AppProps,
  ServiceChart,
  argocd,
  defineService,
  environmentsOf,
  gunicorn,
  nginxIngress,
} from '../../lib/index.ts';
import { requireTool } from '../../tools/find.ts';
import { folder, objectsIn, standardError } from '../support/app-output.ts';
import { at, listAt, textAt } from '../support/kubernetes-object.ts';
import { serviceArbitrary } from '../support/service-arbitrary.ts';
import { describeWithTools } from '../support/with-tools.ts';
import {
  asKustomizeWrites,
  encryptedIn,
  manifestsOf,
  sorted,
  withoutAdded,
} from './rendered-tree.ts';

const EXAMPLES = join(import.meta.dirname, '../../examples');

/** Argo CD, whose objects must not get into the tree. */
const ARGOCD = argocd({ repository: 'https://git.example.com/acme/deploy.git' });

/** Writes manifests and trees. */
function written(build: (app: App) => void, gitops: AppProps['gitops'] = ARGOCD): string {
  standardError();
  const root = folder();
  const app = new App({ outdir: join(root, 'manifests'), gitops: gitops ?? ARGOCD });
  build(app);
  app.synth();
  return root;
}

/** What kubectl makes of a tree, and what the manifests of the environment are. */
function both(root: string, environment: string) {
  const tree = join(root, 'gitops', environment);
  const rendered = execFileSync(requireTool('kubectl'), ['kustomize', tree], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  return {
    rendered: sorted(asKustomizeWrites(rendered).map(withoutAdded)),
    expected: sorted([...manifestsOf(root, environment), ...encryptedIn(tree)]),
  };
}

function expectEqual(root: string): number {
  const trees = join(root, 'gitops');
  const environments = existsSync(trees) ? readdirSync(trees) : [];
  for (const environment of environments) {
    const { rendered, expected } = both(root, environment);
    expect(expected.length).toBeGreaterThan(0);
    expect(rendered).toEqual(expected);
  }
  return environments.length;
}

describeWithTools('a tree rendered by kubectl kustomize equals the manifests', ['kubectl'], () => {
  const names = readdirSync(EXAMPLES, { withFileTypes: true }).filter((entry) =>
    entry.isDirectory(),
  );
  test.each(names.map(({ name }) => name))('of the example %s', async (name) => {
    const module: { readonly build: (app: App) => void; readonly props?: AppProps } = await import(
      join(EXAMPLES, name, 'app.ts')
    );
    const root = written((app) => module.build(app), module.props?.gitops);
    expect(expectEqual(root)).toBeGreaterThan(0);
  });

  test('of generated services', () => {
    const services = fc.sample(serviceArbitrary, { numRuns: 8, seed: 20_261_123 });
    const trees = services.reduce(
      (sum, service) =>
        sum +
        expectEqual(
          written((app) => {
            for (const environment of environmentsOf(service)) {
              new ServiceChart(app, service, { environment });
            }
          }),
        ),
      0,
    );
    // Some generated descriptions are refused, as they should be.
    expect(trees).toBeGreaterThan(3);
  });

  test('of values that YAML and shells would like to change', () => {
    const values = ['0o22', 'yes', '1e3', '=', '~', '$(VAR)', '${VAR}', '{{ .x }}', 'a\nb\n', '🚢'];
    const odd = defineService({
      name: 'odd',
      image: { repository: 'ghcr.io/acme/odd', tag: '1.10' },
      web: { server: gunicorn({ app: 'odd.wsgi' }), health: '/healthz' },
      config: Object.fromEntries(values.map((value, index) => [`ODD_${index}`, value])),
    });
    const root = written((app) => void new ServiceChart(app, odd));
    expect(expectEqual(root)).toBe(1);
  });

  test('with a migration before the pods and what it needs before that, and in no other order', () => {
    const migrating = defineService({
      name: 'plain',
      image: { repository: 'ghcr.io/acme/plain', tag: '1.0' },
      web: { server: gunicorn({ app: 'plain.wsgi' }), health: '/healthz' },
      migrate: { command: ['migrate'] },
    });
    const root = written((app) => void new ServiceChart(app, migrating));
    expect(expectEqual(root)).toBe(1);
    const tree = join(root, 'gitops/default');
    const rendered = execFileSync(requireTool('kubectl'), ['kustomize', tree], {
      encoding: 'utf8',
    });
    const waves = asKustomizeWrites(rendered).map((object) => [
      textAt(object, 'kind'),
      textAt(object, 'metadata', 'annotations', 'argocd.argoproj.io/sync-wave'),
    ]);
    expect(Object.fromEntries(waves)).toMatchObject({
      ...{ ServiceAccount: '-2', ConfigMap: '-2', NetworkPolicy: '-2', Job: '-1' },
      ...{ Deployment: undefined, Service: undefined },
    });
  });

  test('as a preview lies in a namespace of its own, under a host of its own', () => {
    const previewed = defineService({
      name: 'plain',
      image: { repository: 'ghcr.io/acme/plain', tag: '1.0' },
      web: { server: gunicorn({ app: 'plain.wsgi' }), health: '/healthz' },
      expose: nginxIngress({ host: 'plain.example.com', tls: { issuer: 'letsencrypt' } }),
      namespace: 'plain',
      environments: { preview: {} },
    });
    standardError();
    const root = folder();
    const previews = {
      environment: 'preview',
      github: { owner: 'acme', repo: 'plain' },
      domain: 'preview.example.com',
      images: ['ghcr.io/acme/plain'],
    };
    const gitops = argocd({ repository: 'https://git.example.com/acme/deploy.git', previews });
    const app = new App({ outdir: join(root, 'manifests'), gitops });
    new ServiceChart(app, previewed, { environment: 'preview' });
    app.synth();
    const tree = join(root, 'gitops/preview');
    const set = objectsIn(readFileSync(join(tree, 'argocd.yaml'), 'utf8')).find(
      (object) => textAt(object, 'kind') === 'ApplicationSet',
    );
    const filled = JSON.parse(
      JSON.stringify(at(set, 'spec', 'template', 'spec', 'source', 'kustomize'))
        .replaceAll('{{.number}}', '7')
        .replaceAll('{{.head_sha}}', 'abc123'),
    );
    // Argo CD edits the kustomization of the tree in the same way.
    const file = join(tree, 'kustomization.yaml');
    const [image = ''] = filled.images;
    const own = parseAllDocuments(readFileSync(file, 'utf8'))[0]?.toJS();
    const [name, newTag] = image.split(':');
    const edited = {
      ...own,
      ...filled,
      images: [{ name, newTag }],
      patches: [...(own.patches ?? []), ...filled.patches],
    };
    writeFileSync(file, JSON.stringify(edited));
    const rendered = execFileSync(requireTool('kubectl'), ['kustomize', tree], {
      encoding: 'utf8',
    });
    const objects = asKustomizeWrites(rendered);
    const places = objects.map((object) =>
      textAt(object, 'kind') === 'Namespace'
        ? textAt(object, 'metadata', 'name')
        : textAt(object, 'metadata', 'namespace'),
    );
    expect(new Set(places)).toEqual(new Set(['plain-preview-7']));
    const ingress = objects.find((object) => textAt(object, 'kind') === 'Ingress');
    expect(textAt(listAt(ingress, 'spec', 'rules')[0], 'host')).toBe('pr-7.preview.example.com');
    expect(listAt(listAt(ingress, 'spec', 'tls')[0], 'hosts')).toEqual([
      'pr-7.preview.example.com',
    ]);
    expect(rendered).toContain('image: ghcr.io/acme/plain:abc123');
    expect(rendered).not.toContain('image: ghcr.io/acme/plain:1.0');
  });

  test('unless somebody changed it', () => {
    const service = defineService({
      name: 'plain',
      image: { repository: 'ghcr.io/acme/plain', tag: '1.0' },
      web: { server: gunicorn({ app: 'plain.wsgi' }), health: '/healthz' },
    });
    const root = written((app) => void new ServiceChart(app, service));
    const file = join(root, 'gitops/default/manifests/plain.k8s.yaml');
    writeFileSync(file, readFileSync(file, 'utf8').replace('plain:1.0', 'plain:2.0'));
    expect(() => expectEqual(root)).toThrow();
  });
});
