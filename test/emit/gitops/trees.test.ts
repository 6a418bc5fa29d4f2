// Trees for GitOps tools: the same objects as the manifests, and objects the tools' own schemas accept.
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import {
  App,
  ServiceChart,
  argocd,
  claim,
  environmentsOf,
  flux,
  gunicorn,
  kustomize,
  nginxIngress,
  stateful,
} from '../../../lib/index.ts';
import { shop } from '../../constructs/services.ts';
import { filesIn, folder, objectsIn, standardError } from '../../support/app-output.ts';
import { listAt, textAt } from '../../support/kubernetes-object.ts';
import { validateManifests } from '../../support/schemas.ts';

type GitOps = ReturnType<typeof kustomize>;
const repository = 'https://git.example.com/acme/deploy.git';

/** Files below `gitops/`, files below `manifests/`, and what was complained about. */
function written(gitops: GitOps | undefined, services = [shop()], helm = true) {
  const errors = standardError();
  const root = folder();
  const app = new App({
    outdir: join(root, 'manifests'),
    helm,
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

const COPIES = { environment: 'staging', domain: 'preview.example.com', tokenSecret: 'github' };
const PREVIEWS = { ...COPIES, github: { owner: 'acme', repo: 'shop' } };
const GITLAB = { ...COPIES, gitlab: { project: 'acme/shop' }, label: 'try', images: ['x/y'] };

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
    ['argocd', argocd({ repository, project: 'ours' })],
    ['argocd', argocd({ repository, previews: PREVIEWS })],
    ['argocd', argocd({ repository, previews: GITLAB })],
    ['flux', flux({ repository })],
    ['flux', flux({ repository, release: 'charts', dependsOn: ['database'] })],
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
      expect(files[`${environment}/kustomization.yaml`]).not.toContain(`${tool}.yaml`);
    }
  });

  test('of Argo CD name a cluster by its address where an address is said', () => {
    const address = 'https://prod.example.com:6443';
    const { gitops } = written(argocd({ repository, clusters: { production: address } }));
    const objects = objectsIn(gitops['production/argocd.yaml'] ?? '');
    expect(objects.map(({ spec }) => spec)).toMatchObject([
      { destinations: [{ server: address, namespace: 'shop' }] },
      { destination: { server: address, namespace: 'shop' } },
    ]);
    expect(gitops['production/argocd.yaml']).not.toContain(`name: ${address}`);
  });

  test('of Argo CD follow their environment and leave pods to the autoscaler', () => {
    const { gitops } = written(argocd({ repository, clusters: { production: 'eu-1' } }));
    expect(gitops['production/argocd.yaml']).toMatchInlineSnapshot(`
      "# Made by slipway for environment production. Change the descriptions instead of this file.
      apiVersion: argoproj.io/v1alpha1
      kind: AppProject
      metadata:
        name: shop-production
        namespace: argocd
      spec:
        sourceRepos:
        - https://git.example.com/acme/deploy.git
        destinations:
        - name: eu-1
          namespace: shop
        clusterResourceWhitelist:
        - group: ""
          kind: Namespace
        namespaceResourceWhitelist:
        - group: ""
          kind: ConfigMap
        - group: ""
          kind: Service
        - group: ""
          kind: ServiceAccount
        - group: apps
          kind: Deployment
        - group: autoscaling
          kind: HorizontalPodAutoscaler
        - group: batch
          kind: Job
        - group: networking.k8s.io
          kind: NetworkPolicy
        - group: policy
          kind: PodDisruptionBudget
      ---
      apiVersion: argoproj.io/v1alpha1
      kind: Application
      metadata:
        name: shop-production
        namespace: argocd
      spec:
        project: shop-production
        source:
          repoURL: https://git.example.com/acme/deploy.git
          targetRevision: main
          path: dist/gitops/production
        destination:
          name: eu-1
          namespace: shop
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

  test('of Argo CD allow what is in the tree and no more, unless a project is named', () => {
    const { gitops } = written(argocd({ repository, clusters: { production: 'eu-1' } }));
    const objects = objectsIn(gitops['production/argocd.yaml'] ?? '');
    const manifests = Object.entries(gitops)
      .filter(([path]) => path.startsWith('production/manifests/'))
      .flatMap(([, text]) => objectsIn(text));
    const [project] = objects;
    expect(project).toMatchObject({
      kind: 'AppProject',
      metadata: { name: 'shop-production' },
      spec: {
        sourceRepos: [repository],
        destinations: [{ name: 'eu-1', namespace: 'shop' }],
        clusterResourceWhitelist: [{ group: '', kind: 'Namespace' }],
      },
    });
    const allowed = [
      ...listAt(project, 'spec', 'clusterResourceWhitelist'),
      ...listAt(project, 'spec', 'namespaceResourceWhitelist'),
    ].map((one) => textAt(one, 'kind'));
    expect(new Set(allowed)).toEqual(new Set(manifests.map((object) => textAt(object, 'kind'))));
    expect(objects[1]).toMatchObject({ spec: { project: 'shop-production' } });
    const named = written(argocd({ repository, project: 'ours' })).gitops;
    expect(named['production/argocd.yaml']).not.toContain('AppProject');
    expect(named['production/argocd.yaml']).toContain('project: ours');
  });

  test('of Argo CD make a preview of one environment for each pull request, and leave the others alone', () => {
    const { gitops } = written(argocd({ repository, previews: PREVIEWS }));
    const kinds = (environment: string) =>
      objectsIn(gitops[`${environment}/argocd.yaml`] ?? '').map((object) => textAt(object, 'kind'));
    expect(kinds('staging')).toEqual(['AppProject', 'ApplicationSet']);
    expect(kinds('production')).toEqual(['AppProject', 'Application']);
    const [project, set] = objectsIn(gitops['staging/argocd.yaml'] ?? '');
    expect(project).toMatchObject({ spec: { destinations: [{ namespace: 'shop-staging-*' }] } });
    expect(set).toMatchObject({
      spec: {
        generators: [
          {
            pullRequest: {
              github: { owner: 'acme', labels: ['preview'], tokenRef: { secretName: 'github' } },
            },
          },
        ],
        template: {
          metadata: { name: 'shop-staging-{{.number}}' },
          spec: {
            source: {
              targetRevision: '{{.head_sha}}',
              kustomize: { namespace: 'shop-staging-{{.number}}' },
            },
          },
        },
      },
    });
  });

  test('of Argo CD answer at another host for each that the copied environment has, whichever service has it', () => {
    const exposed = (name: string, ...hosts: readonly string[]) => ({
      ...shop({ name, expose: nginxIngress({ hosts }), environments: { staging: {} } }),
      name,
    });
    const { gitops } = written(argocd({ repository, previews: PREVIEWS }), [
      exposed('shop', 'shop.example.com', 'www.example.com'),
      exposed('till', 'till.example.com'),
    ]);
    const [, set] = objectsIn(gitops['staging/argocd.yaml'] ?? '');
    const patches = listAt(set, 'spec', 'template', 'spec', 'source', 'kustomize', 'patches');
    const hosts = patches.map((patch) =>
      [...(textAt(patch, 'patch') ?? '').matchAll(/"value":"pr-([^"]+)\.preview/g)].map(
        ([, host]) => host,
      ),
    );
    expect(hosts.map((own) => [...new Set(own)])).toEqual([
      ['{{.number}}', '{{.number}}-2'],
      ['{{.number}}-3'],
    ]);
  });

  const stored = () => [
    shop({
      volumes: {
        uploads: claim({ size: '1Gi', accessMode: 'ReadWriteMany' }),
        cache: claim({ size: '1Gi', accessMode: 'ReadWriteMany', keep: false }),
        seed: claim({ size: '1Gi', accessMode: 'ReadWriteMany' }),
      },
      web: {
        server: gunicorn({ app: 'shop.wsgi' }),
        mounts: { '/srv/uploads': 'uploads', '/srv/cache': 'cache', '/seed': 'seed' },
      },
      migrate: { command: ['migrate'], mounts: { '/seed': 'seed' } },
    }),
  ];
  const patchesOf = (gitops: GitOps, environment = 'production') => {
    const tree = written(gitops, stored()).gitops;
    const { patches = [] } = parse(tree[`${environment}/kustomization.yaml`] ?? '');
    return patches
      .filter((patch: unknown) => textAt(patch, 'target', 'kind') === 'PersistentVolumeClaim')
      .map((patch: unknown) => [
        textAt(patch, 'target', 'name'),
        parse(textAt(patch, 'patch') ?? '').metadata.annotations,
      ]);
  };

  test('of Argo CD neither prune claims that are kept nor delete them with the application', () => {
    const kept = { 'argocd.argoproj.io/sync-options': 'Prune=false,Delete=false' };
    const wave = { 'argocd.argoproj.io/sync-wave': '-1' };
    expect(patchesOf(argocd({ repository }))).toEqual([
      // In the wave of the migration that mounts it: alone it would stay unbound, and the wave would never end.
      ['shop-seed', wave],
      ['shop-seed', kept],
      ['shop-uploads', kept],
    ]);
    // A preview goes with everything that is in it.
    expect(patchesOf(argocd({ repository, previews: PREVIEWS }), 'staging')).toEqual([
      ['shop-seed', wave],
    ]);
  });

  test('of Flux wait as long as one pod after the other may take', () => {
    const slow = shop({
      web: {
        server: gunicorn({ app: 'shop.wsgi' }),
        health: '/healthz',
        scale: 5,
        startupTimeout: 600,
        rollout: stateful(),
      },
    });
    const [, kustomization] = objectsIn(
      written(flux({ repository }), [slow]).gitops['production/flux.yaml'] ?? '',
    );
    // Five times: start 600 + ready 10 + spare 120 + grace; and 300 for all else.
    const [, hours = '0', rest = '0'] =
      /^(?:(\d+)h)?(?:(\d+)m)?/.exec(textAt(kustomization, 'spec', 'timeout') ?? '') ?? [];
    const minutes = Number(hours) * 60 + Number(rest);
    expect(minutes).toBeGreaterThanOrEqual((5 * (600 + 10 + 120 + 35) + 300) / 60 - 1);
    expect(minutes).toBeLessThan(100);
  });

  test('of Flux do not prune claims that are kept', () => {
    const kept = { 'kustomize.toolkit.fluxcd.io/prune': 'disabled' };
    expect(patchesOf(flux({ repository }))).toEqual([
      ['shop-seed', kept],
      ['shop-uploads', kept],
    ]);
    expect(patchesOf(kustomize())).toEqual([]);
  });

  test.each([
    ['no place of pull requests', COPIES],
    ['two places of pull requests', { ...PREVIEWS, gitlab: { project: 'x' } }],
    ['a domain that is none', { ...PREVIEWS, domain: 'not a domain' }],
    ['too frequent questions', { ...PREVIEWS, intervalSeconds: 1 }],
    ['an empty environment', { ...PREVIEWS, environment: '' }],
  ])('of previews refuse %s', (_, previews) => {
    expect(argocd({ repository, previews }).check()).not.toEqual([]);
  });

  test('of Flux release the chart of each service by Helm, with the values of the environment', () => {
    const { gitops } = written(flux({ repository, release: 'charts', charts: 'deploy/charts' }));
    const objects = objectsIn(gitops['production/flux.yaml'] ?? '');
    expect(objects.map((object) => textAt(object, 'kind'))).toEqual([
      ...['GitRepository', 'Namespace', 'HelmRelease'],
    ]);
    expect(objects[2]).toMatchObject({
      metadata: { name: 'shop-production' },
      spec: {
        releaseName: 'shop',
        targetNamespace: 'shop',
        chart: {
          spec: {
            chart: './deploy/charts/shop',
            valuesFiles: [
              './deploy/charts/shop/values.yaml',
              './deploy/charts/shop/values-production.yaml',
            ],
          },
        },
      },
    });
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
    const nameOf = (gitops: GitOps, services = [shop()]) => {
      const text = written(gitops, services).gitops['production/argocd.yaml'] ?? '';
      return [...new Set(objectsIn(text).map(({ metadata }) => Object(metadata).name))];
    };
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
    [
      'a cluster of a misspelt environment, which would go to the cluster of Argo CD',
      argocd({ repository, clusters: { prodution: 'prod' } }),
      'clusters.prodution',
    ],
    [
      'previews of a misspelt environment',
      argocd({ repository, previews: { ...PREVIEWS, environment: 'stagin' } }),
      'previews.environment',
    ],
    ['an unnamed cluster', argocd({ repository, clusters: { staging: '' } }), 'clusters.staging'],
    [
      'the address of a cluster with a password',
      argocd({ repository, clusters: { staging: 'https://me:secret@prod.example.com' } }),
      'clusters.staging',
    ],
    [
      'the address of a cluster without its scheme',
      argocd({ repository, clusters: { staging: 'tcp://prod.example.com' } }),
      'clusters.staging',
    ],
    [
      'a folder of charts where manifests are released',
      flux({ repository, charts: 'c' }),
      'charts',
    ],
  ])('refuse %s, and nothing is written', (_, gitops, path) => {
    const { errors, manifests } = written(gitops);
    expect(errors).toContain('SW7030');
    expect(errors).toContain(`gitops.${path}`);
    expect(errors).not.toContain('secret@');
    expect(manifests).toEqual({});
  });

  test('say which environment was meant, or which there are', () => {
    const misspelt = argocd({ repository, clusters: { prodution: 'prod' } });
    expect(written(misspelt).errors).toContain('Did you mean `production`?');
    const strange = argocd({ repository, clusters: { qa: 'prod' } });
    expect(written(strange).errors).toContain('There are: staging, production.');
  });

  test('refuse to release charts that the app does not write', () => {
    const gitops = flux({ repository, release: 'charts' });
    expect(written(gitops, [shop()], false).errors).toContain('gitops.release');
    expect(written(gitops).errors).not.toContain('gitops.release');
  });
});
