// Trees for GitOps tools: the same objects as the manifests, and objects the tools' own schemas accept.
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { App, ServiceChart, argocd, environmentsOf, flux, kustomize } from '../../../lib/index.ts';
import { shop } from '../../constructs/services.ts';
import { filesIn, folder, objectsIn, standardError } from '../../support/app-output.ts';
import { validateManifests } from '../../support/schemas.ts';

type GitOps = ReturnType<typeof kustomize>;
const repository = 'https://git.example.com/acme/deploy.git';

/** Files below `gitops/`, files below `manifests/`, and what was complained about. */
function written(gitops: GitOps | undefined, services = [shop()]) {
  const errors = standardError();
  const root = folder();
  const app = new App({
    outdir: join(root, 'manifests'),
    ...(gitops === undefined ? {} : { gitops }),
  });
  for (const service of services) {
    for (const environment of environmentsOf(service)) {
      new ServiceChart(app, service, { environment });
    }
  }
  app.synth();
  return {
    gitops: filesIn(join(root, 'gitops')),
    manifests: filesIn(join(root, 'manifests')),
    errors: errors.text,
  };
}

describe('a tree', () => {
  test('is written only when a tool is chosen', () => {
    expect(written(undefined).gitops).toEqual({});
    expect(Object.keys(written(kustomize()).gitops)).toEqual([
      'production/kustomization.yaml',
      'production/manifests/00-namespace.k8s.yaml',
      'production/manifests/shop.k8s.yaml',
      'staging/kustomization.yaml',
      'staging/manifests/00-namespace.k8s.yaml',
      'staging/manifests/shop.k8s.yaml',
    ]);
  });

  test('holds the manifests byte by byte, and its kustomization lists all of them', () => {
    const two = [shop(), { ...shop({ name: 'till' }), name: 'till' }];
    const { gitops, manifests } = written(kustomize(), two);
    for (const environment of ['staging', 'production']) {
      const { resources } = parse(gitops[`${environment}/kustomization.yaml`] ?? '');
      const expected = Object.keys(manifests).filter((path) => path.startsWith(environment));
      expect(resources.length).toBe(expected.length);
      for (const resource of resources) {
        expect(gitops[`${environment}/${resource}`]).toBe(
          manifests[`${environment}/${resource.replace('manifests/', '')}`],
        );
      }
    }
  });
});

describe('the objects of a tool', () => {
  test.each([
    ['argocd', argocd({ repository })],
    ['argocd', argocd({ repository, automated: false, clusters: { production: 'eu-1' } })],
    ['flux', flux({ repository })],
    [
      'flux',
      flux({ repository, branch: 'live', interval: '90s', secretName: 'deploy', prune: false }),
    ],
  ])('of %s are accepted by its schemas, and are not part of the tree', (tool, gitops) => {
    expect(gitops.check()).toEqual([]);
    const files = written(gitops).gitops;
    for (const environment of ['staging', 'production']) {
      const objects = objectsIn(files[`${environment}/${tool}.yaml`] ?? '');
      expect(objects.length).toBeGreaterThan(0);
      expect(validateManifests(objects, '1.35')).toEqual([]);
      expect(files[`${environment}/kustomization.yaml`]).not.toContain(tool);
    }
  });

  test('of Argo CD follow their environment and leave pods to the autoscaler', () => {
    const { gitops } = written(argocd({ repository, clusters: { production: 'eu-1' } }));
    expect(gitops['production/argocd.yaml']).toMatchInlineSnapshot(`
      "# Made by slipway for environment production. Change the descriptions instead of this file.
      apiVersion: argoproj.io/v1alpha1
      kind: Application
      metadata:
        name: shop-production
        namespace: argocd
      spec:
        project: default
        source:
          repoURL: https://git.example.com/acme/deploy.git
          targetRevision: main
          path: dist/gitops/production
        destination:
          name: eu-1
        syncPolicy:
          automated:
            prune: true
            selfHeal: true
          syncOptions:
          - ServerSideApply=true
          - PruneLast=true
          retry:
            limit: 5
            backoff:
              duration: 30s
              factor: 2
              maxDuration: 5m
      "
    `);
  });

  test('of Flux wait for as long as the slowest Deployment may take', () => {
    const { gitops } = written(flux({ repository }));
    expect(gitops['production/flux.yaml']).toMatchInlineSnapshot(`
      "# Made by slipway for environment production. Change the descriptions instead of this file.
      apiVersion: source.toolkit.fluxcd.io/v1
      kind: GitRepository
      metadata:
        name: shop-production
        namespace: flux-system
      spec:
        interval: "5m0s"
        url: https://git.example.com/acme/deploy.git
        ref:
          branch: main
      ---
      apiVersion: kustomize.toolkit.fluxcd.io/v1
      kind: Kustomization
      metadata:
        name: shop-production
        namespace: flux-system
      spec:
        interval: "5m0s"
        path: "./dist/gitops/production"
        prune: true
        wait: true
        timeout: "15m0s"
        sourceRef:
          kind: GitRepository
          name: shop-production
      "
    `);
  });

  test('are named after the only service, else the repository, or as it is said', () => {
    const two = [shop(), { ...shop({ name: 'till' }), name: 'till' }];
    const nameOf = (gitops: GitOps, services = [shop()]) =>
      objectsIn(written(gitops, services).gitops['production/argocd.yaml'] ?? '').map(
        ({ metadata }) => Object(metadata).name,
      );
    expect(nameOf(argocd({ repository }))).toEqual(['shop-production']);
    expect(nameOf(argocd({ repository }), two)).toEqual(['deploy-production']);
    expect(nameOf(argocd({ repository: 'git@example.com:Acme/Our.Shop' }), two)).toEqual([
      'our-shop-production',
    ]);
    expect(nameOf(argocd({ repository, name: 'mine' }), two)).toEqual(['mine-production']);
  });
});

describe('options', () => {
  test.each([
    ['an address that is none', argocd({ repository: 'acme/shop' }), 'repository'],
    [
      'an address with a password',
      flux({ repository: 'https://me:secret@example.com/a' }),
      'repository',
    ],
    ['a folder outside of the repository', argocd({ repository, path: '../other' }), 'path'],
    ['an absolute folder', flux({ repository, path: '/etc' }), 'path'],
    ['a name that is no label', argocd({ repository, name: 'My Shop' }), 'name'],
    ['an interval that is none', flux({ repository, interval: 'often' }), 'interval'],
    ['an empty branch', flux({ repository, branch: '' }), 'branch'],
    ['a misspelt option', argocd({ repository, ...{ revison: 'main' } }), 'revison'],
  ])('refuse %s, and nothing is written', (_, gitops, path) => {
    const { errors, manifests } = written(gitops);
    expect(errors).toContain('SW7030');
    expect(errors).toContain(`gitops.${path}`);
    expect(errors).not.toContain('secret@');
    expect(manifests).toEqual({});
  });
});
