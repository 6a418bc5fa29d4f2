// Pipelines: what follows from services and provider, and what is refused before anything is written.
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import {
  App,
  ServiceChart,
  defineService,
  environmentsOf,
  githubActions,
  gitlabCi,
  gunicorn,
  internal,
  jenkins,
  pipelines,
  type ServiceSpec,
} from '../../../lib/index.ts';
import type { PipelineSpec } from '../../../lib/model/spec/pipeline-spec.ts';
import { filesIn, folder, standardError } from '../../support/app-output.ts';

type Provider = ReturnType<typeof githubActions>;
const service = (name: string, more: Partial<ServiceSpec> = {}) =>
  defineService({
    name,
    image: { repository: `ghcr.io/acme/${name}`, tag: '1.0.0' },
    web: { server: gunicorn({ app: 'a:b', version: '27.0.1' }), health: '/healthz', scale: 2 },
    expose: internal(),
    environments: { staging: {}, production: {} },
    ...more,
  });

function written(provider: Provider, spec: PipelineSpec = {}, services = [service('shop')]) {
  const errors = standardError();
  const root = folder();
  const app = new App({
    outdir: join(root, 'manifests'),
    helm: false,
    pipelines: pipelines({ provider, ...spec }),
  });
  for (const each of services) {
    for (const environment of environmentsOf(each)) new ServiceChart(app, each, { environment });
  }
  app.synth();
  return { files: filesIn(join(root, 'ci')), errors: errors.text };
}

const jobsOf = (files: Readonly<Record<string, string>>) =>
  parse(files['github/slipway.yml'] ?? '').jobs;

describe('a pipeline', () => {
  test('is written only when a provider is chosen, and holds the scripts its jobs call', () => {
    expect(Object.keys(written(githubActions()).files)).toEqual([
      'check.sh',
      'diff.sh',
      'github/slipway.yml',
      'image.sh',
      'login.sh',
      'release.sh',
    ]);
    expect(Object.keys(written(jenkins(), { deploy: 'cluster', sign: false }).files)).toEqual([
      'Jenkinsfile',
      'check.sh',
      'deploy.sh',
      'diff.sh',
      'image.sh',
      'jenkins/build.yaml',
      'jenkins/node.yaml',
      'login.sh',
      'release.sh',
    ]);
  });

  test('asks before production, not before the first of several, always before the only one', () => {
    const manual = (services: Parameters<typeof written>[2], spec: PipelineSpec = {}) =>
      Object.entries<{ readonly rules?: readonly { readonly when?: string }[] }>(
        parse(written(gitlabCi(), spec, services).files['gitlab-ci.yml'] ?? ''),
      )
        .filter(([, job]) => job.rules?.some(({ when }) => when === 'manual'))
        .map(([name]) => name);
    expect(manual([service('shop')])).toEqual(['release-production']);
    expect(manual([service('shop', { environments: { live: {} } })])).toEqual(['release-live']);
    expect(
      manual([service('shop')], {
        environments: { production: { approval: false }, staging: { approval: true } },
      }),
    ).toEqual(['release-staging']);
  });

  test('builds a repository that services share once, and tells equal names apart', () => {
    const shared = { image: { repository: 'ghcr.io/acme/mono', tag: '1.0.0' } };
    const once = jobsOf(
      written(githubActions(), {}, [service('shop', shared), service('till', shared)]).files,
    );
    expect(Object.keys(once).filter((id) => id.startsWith('image-'))).toEqual(['image-mono']);
    expect(once['release-staging'].steps.at(-1).run).toContain("set 'shop till'");
    const twice = jobsOf(
      written(githubActions(), {}, [
        service('shop', { image: { repository: 'ghcr.io/acme/web', tag: '1' } }),
        service('till', { image: { repository: 'ghcr.io/other/web', tag: '1' } }),
      ]).files,
    );
    expect(Object.keys(twice).filter((id) => id.startsWith('image-'))).toEqual([
      'image-ghcr-io-acme-web',
      'image-ghcr-io-other-web',
    ]);
  });

  test.each<readonly [string, Provider, string]>([
    ['GitHub', githubActions(), 'github/slipway.yml'],
    ['GitLab', gitlabCi(), 'gitlab-ci.yml'],
    ['Jenkins', jenkins(), 'Jenkinsfile'],
  ])(
    'releases all services of an environment by one call at %s: a failed call would end the job before the next',
    (_, provider, file) => {
      const shared = { image: { repository: 'ghcr.io/acme/mono', tag: '1.0.0' } };
      const { files } = written(provider, {}, [
        ...[service('shop', shared), service('till', shared), service('mail')],
      ]);
      const calls = (files[file] ?? '')
        .split('\n')
        .filter((line) => line.includes('release.sh staging set '))
        .map((line) => line.replaceAll('\\', ''));
      expect(calls).toHaveLength(1);
      expect(calls[0]).toContain(
        `release.sh staging set 'shop till' "$IMAGE_MONO" mail "$IMAGE_MAIL"`,
      );
    },
  );

  test('gives each job the rights it needs, and no job more', () => {
    const jobs = jobsOf(written(githubActions()).files);
    const rights = Object.fromEntries(
      Object.entries<{ readonly permissions: object }>(jobs).map(([id, job]) => [
        id,
        job.permissions,
      ]),
    );
    expect(rights).toEqual({
      render: { contents: 'read' },
      'image-shop': { contents: 'read', packages: 'write' },
      'sign-shop': { contents: 'read', packages: 'write', 'id-token': 'write' },
      'release-staging': { contents: 'write' },
      'release-production': { contents: 'write' },
      step: { contents: 'write' },
      comment: { 'pull-requests': 'write' },
    });
  });

  test.each([
    ['aws', { login: 'aws', role: 'arn:aws:iam::1:role/push', region: 'eu-central-1' } as const],
    [
      'google',
      {
        login: 'google',
        identityProvider: 'projects/1/locations/global/workloadIdentityPools/a/providers/b',
        serviceAccount: 'push@acme.iam.gserviceaccount.com',
      } as const,
    ],
    [
      'azure',
      {
        login: 'azure',
        clientId: '11111111-2222-3333-4444-555555555555',
        tenantId: '11111111-2222-3333-4444-555555555555',
      } as const,
    ],
  ])('logs in to %s as itself, without a secret', (kind, login) => {
    const cloud = service('shop', { image: { repository: 'registry.example.com/shop', tag: '1' } });
    const { files, errors } = written(
      githubActions(),
      { registries: { 'registry.example.com': login } },
      [cloud],
    );
    expect(errors).toBe('');
    expect(files['github/slipway.yml']).not.toContain('secrets.');
    const job = jobsOf(files)['image-shop'];
    expect(job.permissions).toEqual({ contents: 'read', 'id-token': 'write' });
    expect(job.steps[1].run).toContain(`sh dist/ci/login.sh ${kind} registry.example.com`);
    const gitlab = parse(
      written(
        gitlabCi(),
        {
          registries: { 'registry.example.com': login },
          toolboxes: { build: 'acme/build:1', sign: 'acme/sign:1' },
        },
        [cloud],
      ).files['gitlab-ci.yml'] ?? '',
    );
    expect(Object.keys(gitlab['image-shop'].id_tokens)).toEqual(['ID_TOKEN']);
    expect(Object.keys(gitlab['sign-shop'].id_tokens)).toEqual(['ID_TOKEN', 'SIGSTORE_ID_TOKEN']);
  });

  test('hands a password to the one step that logs in', () => {
    const own = service('shop', { image: { repository: 'registry.example.com/shop', tag: '1' } });
    const text = written(githubActions(), {}, [own]).files['github/slipway.yml'] ?? '';
    const holders = text.split('- name: ').filter((step) => step.includes('secrets.'));
    expect(holders.map((step) => step.split('\n', 1)[0])).toEqual([
      'Log in to registry.example.com',
      'Log in to registry.example.com',
    ]);
    expect(text).not.toMatch(/run:.*secrets\./);
  });

  test('lets Jenkins fetch with a credential only before anything of a proposed change has run', () => {
    const { Jenkinsfile = '' } = written(jenkins()).files;
    const [before = '', after = ''] = Jenkinsfile.split('check.sh');
    expect(before).toContain('gitUsernamePassword(');
    expect(before).not.toContain('npm ci');
    expect(after).toContain('diff.sh');
    expect(after).not.toContain('gitUsernamePassword(');
  });

  test('keeps the images of a build at Jenkins, so that a failed release is taken up again at its stage', () => {
    expect(written(jenkins()).files['Jenkinsfile']).toMatch(/preserveStashes\(buildCount: \d+\)/);
  });

  test('builds by a BuildKit of one version, not by a tag that moves', () => {
    expect(written(githubActions()).files['image.sh']).toMatch(
      /--driver-opt image=moby\/buildkit:v\d+\.\d+\.\d+ /,
    );
  });

  test('quotes text of the author for Groovy, so that none of it becomes code', () => {
    const run = ["echo 'it''s' \\ ${secret}", 'second'];
    const { files } = written(jenkins(), { verify: { image: 'a:1', run } });
    expect(files['Jenkinsfile']).toContain("sh '''echo \\'it\\'\\'s\\' \\\\ ${secret}\nsecond'''");
  });
});

/** An environment that is copied for proposed changes, and one that is released in. */
const previewed = () => service('shop', { environments: { preview: {}, production: {} } });
const PREVIEWS = { deploy: 'cluster', previews: { environment: 'preview' } } as const;

describe('previews', () => {
  test('come by jobs of their own, and are released in by none', () => {
    const { files, errors } = written(githubActions(), PREVIEWS, [previewed()]);
    expect(errors).toBe('');
    expect(Object.keys(jobsOf(files))).toEqual([
      ...['render', 'image-shop', 'sign-shop', 'release-production', 'step', 'comment'],
    ]);
    const { jobs, on } = parse(files['github/previews.yml'] ?? '');
    expect(Object.keys(jobs)).toEqual([
      ...['preview-image-shop', 'preview', 'preview-end', 'preview-prune'],
    ]);
    expect(on.pull_request.types).toContain('closed');
    const rights = Object.values<{ readonly permissions: object }>(jobs);
    expect(rights.map(({ permissions }) => permissions)).toEqual([
      { contents: 'read', packages: 'write' },
      ...[{ contents: 'read' }, { contents: 'read' }, { contents: 'read' }],
    ]);
    const text = files['github/slipway.yml'] ?? '';
    expect(text).toContain('cmp .github/workflows/previews.yml');
    expect(text).not.toContain('preview.sh');
  });

  test('of a closed change do not come back when somebody labels it', () => {
    const { files } = written(githubActions(), PREVIEWS, [previewed()]);
    const { jobs } = parse(files['github/previews.yml'] ?? '');
    for (const id of ['preview-image-shop', 'preview']) {
      expect(jobs[id].if).toContain("github.event.pull_request.state == 'open'");
    }
  });

  test('give secrets to no change that a fork proposes', () => {
    const { files } = written(githubActions(), PREVIEWS, [previewed()]);
    const { jobs } = parse(files['github/previews.yml'] ?? '');
    for (const id of ['preview-image-shop', 'preview', 'preview-end']) {
      expect(jobs[id].if).toContain('head.repo.full_name == github.repository');
    }
    const gitlab = written(gitlabCi(), PREVIEWS, [previewed()]).files['gitlab-ci.yml'] ?? '';
    for (const id of ['preview-image-shop', 'preview', 'preview-end']) {
      expect(parse(gitlab)[id].rules[0].if).toContain(
        '$CI_MERGE_REQUEST_SOURCE_PROJECT_ID == $CI_PROJECT_ID',
      );
    }
    const jenkinsfile = written(jenkins(), PREVIEWS, [previewed()]).files['Jenkinsfile'] ?? '';
    expect(jenkinsfile).toContain("changeRequest(fork: '.+', comparator: 'REGEXP')");
  });

  test('end at GitLab by themselves, and elsewhere by a job every day', () => {
    const keep = { ...PREVIEWS, previews: { environment: 'preview', keep: '90m' } } as const;
    const gitlab = parse(written(gitlabCi(), keep, [previewed()]).files['gitlab-ci.yml'] ?? '');
    expect(gitlab.preview.environment).toEqual({
      name: 'preview/mr-$CI_MERGE_REQUEST_IID',
      on_stop: 'preview-end',
      auto_stop_in: '2 hours',
    });
    expect(gitlab['preview-end'].environment.action).toBe('stop');
    expect(Object.keys(gitlab)).not.toContain('preview-prune');
    const { files } = written(jenkins(), keep, [previewed()]);
    expect(files['Jenkinsfile']).toContain("sh 'sh dist/ci/preview.sh prune 2h'");
    expect(files['Jenkinsfile']).toContain("cron(env.BRANCH_NAME == 'main' ? 'H 3 * * *' : '')");
    expect(files['Jenkinsfile']).not.toContain('preview.sh down');
  });
});

const token = { login: 'token' } as const;
describe('options', () => {
  test.each<readonly [string, Provider, object, string]>([
    ['a misspelt option', githubActions(), { verfy: {} }, 'verfy'],
    ['a misspelt environment', githubActions(), { environments: { prodution: {} } }, 'prodution'],
    ['a repository of no service', githubActions(), { images: { 'ghcr.io/acme/shp': {} } }, 'shp'],
    ['a registry of no service', githubActions(), { registries: { 'quay.io': token } }, 'quay.io'],
    ['a branch that is a line of shell', githubActions(), { branch: 'main; rm -rf /' }, 'branch'],
    ['a branch that is an option', gitlabCi(), { branch: '--upload-pack=x' }, 'branch'],
    ['a folder outside of the repository', githubActions(), { outputs: '../dist' }, 'outputs'],
    [
      'a context that is a line of shell',
      githubActions(),
      { images: { 'ghcr.io/acme/shop': { context: '$(id)' } } },
      'context',
    ],
    [
      'a Dockerfile outside of the repository',
      githubActions(),
      { images: { 'ghcr.io/acme/shop': { dockerfile: 'a/../../b' } } },
      'dockerfile',
    ],
    ['tests without a line', githubActions(), { verify: { image: 'a', run: [] } }, 'verify.run'],
    ['tests without an image', githubActions(), { verify: { run: ['x'] } }, 'verify.image'],
    ['signing as itself where nobody vouches', jenkins(), { sign: 'keyless' }, 'sign'],
    [
      'a token that opens another registry',
      gitlabCi(),
      { registries: { 'ghcr.io': token } },
      'ghcr.io',
    ],
    [
      'an address that is none',
      githubActions(),
      { environments: { staging: { url: 'x"y' } } },
      'url',
    ],
    [
      'a role that is none',
      githubActions(),
      { registries: { 'ghcr.io': { login: 'aws', role: 'me', region: 'eu' } } },
      'role',
    ],
    [
      'previews that nobody would deploy',
      githubActions(),
      { previews: { environment: 'staging' } },
      "deploy: 'cluster'",
    ],
    [
      'previews of an environment of no service',
      gitlabCi(),
      { deploy: 'cluster', previews: { environment: 'stagin' } },
      'Did you mean `staging`',
    ],
    [
      'previews of an environment that is released in',
      jenkins(),
      {
        deploy: 'cluster',
        previews: { environment: 'staging' },
        environments: { staging: {}, production: {} },
      },
      'environments.staging',
    ],
    [
      'a domain of previews that is a line of shell',
      githubActions(),
      { deploy: 'cluster', previews: { environment: 'staging', domain: '$(id)' } },
      'previews.domain',
    ],
    ['a runner that is none', githubActions({ runsOn: 'my runner' }), {}, 'provider.runsOn'],
    [
      'a credential that is none',
      jenkins({ credentials: { registry: "a', b: '" } }),
      {},
      'provider.credentials.registry',
    ],
    [
      'a cloud whose command no image of the job holds',
      gitlabCi(),
      { registries: { 'ghcr.io': { login: 'aws', role: 'arn:aws:iam::1:role/a', region: 'eu' } } },
      'toolboxes.build',
    ],
  ])('refuse %s, and nothing is written', (_, provider, spec, path) => {
    const { errors, files } = written(provider, spec);
    expect(errors).toContain('SW7040');
    expect(errors).toContain('pipelines.');
    expect(errors).toContain(path);
    expect(files).toEqual({});
  });
});
