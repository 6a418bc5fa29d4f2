// The law of trees, by Flux: what the packages of its kustomize-controller render from a tree are the objects of the manifests.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  App,
  defineService,
  environmentsOf,
  flux,
  gunicorn,
  type Service,
  ServiceChart,
} from '../../lib/index.ts';
import { requireTool } from '../../tools/find.ts';
import { folder, objectsIn, standardError } from '../support/app-output.ts';
import { textAt } from '../support/kubernetes-object.ts';
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
const repository = 'https://git.example.com/acme/deploy.git';

/** The root of a repository that holds what an app writes, with trees for Flux. */
function written(build: (app: App) => void): string {
  standardError();
  const root = folder();
  const app = new App({
    outdir: join(root, 'dist/manifests'),
    gitops: flux({ repository }),
    helm: false,
  });
  build(app);
  app.synth();
  process.exitCode = undefined;
  return root;
}

const place =
  (...services: readonly Service[]) =>
  (app: App): void => {
    for (const service of services) {
      for (const environment of environmentsOf(service)) {
        new ServiceChart(app, service, { environment });
      }
    }
  };

/** Renders an environment as the Kustomization of its own tree says. */
function render(root: string, environment: string) {
  const text = readFileSync(join(root, 'dist/gitops', environment, 'flux.yaml'), 'utf8');
  const kustomization = objectsIn(text).find(
    (object) => textAt(object, 'kind') === 'Kustomization',
  );
  const file = join(root, `${environment}.json`);
  writeFileSync(file, JSON.stringify(kustomization));
  return spawnSync(requireTool('flux-render'), [root, file], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
}

/** Number of trees that were compared. */
function expectEqual(root: string): number {
  const trees = join(root, 'dist/gitops');
  const environments = existsSync(trees) ? readdirSync(trees) : [];
  for (const environment of environments) {
    const { status, stdout, stderr } = render(root, environment);
    expect(status, stderr).toBe(0);
    const expected = [
      ...manifestsOf(join(root, 'dist'), environment),
      ...encryptedIn(join(trees, environment)),
    ];
    expect(expected.length).toBeGreaterThan(0);
    expect(sorted(asKustomizeWrites(stdout).map(withoutAdded))).toEqual(sorted(expected));
  }
  return environments.length;
}

const plain = defineService({
  name: 'plain',
  image: { repository: 'ghcr.io/acme/plain', tag: '1.0' },
  web: { server: gunicorn({ app: 'plain.wsgi' }), health: '/healthz' },
});

describeWithTools('a tree rendered by Flux equals the manifests', ['flux-render'], () => {
  const names = readdirSync(EXAMPLES, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
  test.each(names)('of the example %s', async (name) => {
    const module: { readonly build: (app: App) => void } = await import(
      join(EXAMPLES, name, 'app.ts')
    );
    expect(expectEqual(written((app) => module.build(app)))).toBeGreaterThan(0);
  });

  test('of generated services', () => {
    const services = fc.sample(serviceArbitrary, { numRuns: 8, seed: 20_261_130 });
    const trees = services.map((service) => expectEqual(written(place(service))));
    // Some generated descriptions are refused, as they should be.
    expect(trees.reduce((sum, count) => sum + count, 0)).toBeGreaterThan(3);
  });

  test('of values that YAML and shells would like to change', () => {
    const values = ['0o22', 'yes', '1e3', '=', '~', '$(VAR)', '${VAR}', '{{ .x }}', 'a\nb\n', '🚢'];
    const config = Object.fromEntries(values.map((value, index) => [`V${index}`, value]));
    const odd = defineService({ ...plain.spec, config });
    expect(expectEqual(written(place(odd)))).toBe(1);
  });

  test('unless somebody changed it', () => {
    const root = written(place(plain));
    const file = join(root, 'dist/gitops/default/manifests/plain.k8s.yaml');
    writeFileSync(file, readFileSync(file, 'utf8').replace('plain:1.0', 'plain:2.0'));
    expect(() => expectEqual(root)).toThrow();
  });

  test('and fails where a manifest is missing, or lies outside of the repository', () => {
    const root = written(place(plain));
    const tree = join(root, 'dist/gitops/default');
    rmSync(join(tree, 'manifests/plain.k8s.yaml'));
    expect(render(root, 'default')).toMatchObject({ status: 1 });
    writeFileSync(
      join(tree, 'kustomization.yaml'),
      JSON.stringify({
        ...{ apiVersion: 'kustomize.config.k8s.io/v1beta1', kind: 'Kustomization' },
        resources: ['../../../../outside.yaml'],
      }),
    );
    expect(render(root, 'default')).toMatchObject({ status: 1 });
  });
});
