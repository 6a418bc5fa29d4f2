/** Laws of what brings services into clusters, over generated descriptions: trees for GitOps, pipelines, previews. */

import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import {
  App,
  type AppProps,
  argocd,
  environmentsOf,
  flux,
  githubActions,
  gitlabCi,
  jenkins,
  kustomize,
  pipelines,
  resolve,
  type Service,
  ServiceChart,
} from '../../lib/index.ts';
import { previewed } from '../../lib/resolve/preview.ts';
import { plannedObjects } from '../../lib/kubernetes/lower.ts';
import { resolvePipeline } from '../../lib/resolve/pipeline/resolve-pipeline.ts';
import { repositoryOf } from '../../lib/release/first-release.ts';
import { filesIn, folder, standardError } from '../support/app-output.ts';
import { serviceArbitrary } from '../support/service-arbitrary.ts';

const RUNS = 12;
const SEED = 20_261_130;
const repository = 'https://git.example.com/acme/deploy.git';
const readText = () => ({ ok: false, problem: 'no such file' }) as const;

/** Generated services; some are refused, as they should be. */
const services = fc.sample(serviceArbitrary, { numRuns: RUNS, seed: SEED });

/** Everything an app of the service writes, by path; nothing when it has errors. */
function written(service: Service, props: AppProps) {
  standardError();
  const root = folder();
  const app = new App({ helm: false, ...props, outdir: join(root, 'manifests') });
  for (const environment of environmentsOf(service)) {
    new ServiceChart(app, service, { environment });
  }
  app.synth();
  process.exitCode = undefined;
  return filesIn(root);
}

describe('a tree for GitOps', () => {
  test.each([
    ['Argo CD', argocd({ repository })],
    ['Flux', flux({ repository })],
    ['kustomize', kustomize()],
  ])('of %s holds the bytes of the manifests, all of them and no other', (_, gitops) => {
    let trees = 0;
    for (const service of services) {
      const files = written(service, { gitops });
      for (const environment of environmentsOf(service)) {
        const below = (prefix: string) =>
          Object.fromEntries(
            Object.entries(files).flatMap(([path, text]) =>
              path.startsWith(prefix) ? [[path.slice(prefix.length), text]] : [],
            ),
          );
        const manifests = below(`manifests/${environment}/`);
        const tree = below(`gitops/${environment}/`);
        if (Object.keys(manifests).length === 0) continue;
        trees += 1;
        expect(below(`gitops/${environment}/manifests/`)).toEqual(manifests);
        const { resources } = parse(tree['kustomization.yaml'] ?? '');
        expect(resources.toSorted()).toEqual(
          Object.keys(manifests).map((file) => `manifests/${file}`),
        );
      }
    }
    expect(trees).toBeGreaterThan(RUNS);
  });
});

describe('a pipeline', () => {
  test.each([
    ['GitHub', githubActions()],
    ['GitLab', gitlabCi()],
    ['Jenkins', jenkins()],
  ])('of %s has every script its jobs call, and jobs that wait for no later one', (_, provider) => {
    let pipelined = 0;
    for (const service of services) {
      const [copied = '', ...others] = environmentsOf(service);
      if (others.length === 0) continue;
      const spec = { deploy: 'cluster', previews: { environment: copied } } as const;
      const files = written(service, { pipelines: pipelines({ provider, ...spec }) });
      const repositories = environmentsOf(service).flatMap((environment) => {
        const { plan } = resolve(service, environment, { readText });
        const own = plan === undefined ? undefined : repositoryOf(plan);
        return own === undefined ? [] : [{ service: service.name, environment, repository: own }];
      });
      const ofCi = Object.keys(files).filter((path) => path.startsWith('ci/'));
      if (ofCi.length === 0 || repositories.length === 0) continue;
      pipelined += 1;
      const { jobs, environments } = resolvePipeline({
        ...{ spec, traits: provider.traits },
        services: repositories,
      });
      for (const [index, { id, needs, takes, steps, environment, on }] of jobs.entries()) {
        const before = jobs.slice(0, index).map((job) => job.id);
        expect(before, id).toEqual(expect.arrayContaining([...needs]));
        expect(needs, id).toEqual(expect.arrayContaining(Object.values(takes)));
        const called = steps.flatMap(({ run }) => run.match(/dist\/(ci\/\w+\.sh)/g) ?? []);
        for (const script of called) expect(ofCi).toContain(script.replace('dist/', ''));
        // What is released, and what is copied, are apart.
        if (on === 'branch') expect(environment).not.toBe(copied);
      }
      expect(environments.map(({ name }) => name)).not.toContain(copied);
    }
    expect(pipelined).toBeGreaterThan(RUNS / 2);
  });
});

describe('a preview', () => {
  test('of whatever is accepted is accepted, in its own namespace and under its own hosts', () => {
    let copies = 0;
    for (const service of services) {
      for (const environment of environmentsOf(service)) {
        const original = resolve(service, environment, { readText }).plan;
        if (original === undefined) continue;
        const copy = previewed(service, {
          ...{ name: 'pr-7', environment, domain: 'pr.example.org' },
          images: [],
        });
        expect(copy.findings).toEqual([]);
        const { plan, diagnostics } = resolve(copy.service, environment, {
          ...{ readText, preview: 'pr-7' },
        });
        expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
        if (plan === undefined) continue;
        copies += 1;
        expect(plan.namespace.name).toBe(`${original.namespace.name}-pr-7`);
        const namespaces = plannedObjects(plan).flatMap(
          ({ manifest }) => manifest.metadata.namespace ?? [],
        );
        expect(namespaces).not.toContain(original.namespace.name);
        const hosts = Object.values(plan.exposures)
          .filter(({ scope }) => scope === 'public')
          .flatMap((exposure) => exposure.hosts);
        for (const host of hosts) expect(host).toMatch(/-pr-7(?:-\d+)?\.pr\.example\.org$/);
      }
    }
    expect(copies).toBeGreaterThan(RUNS);
  });
});
