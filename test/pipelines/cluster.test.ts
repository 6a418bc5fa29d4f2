// Pipelines that deploy by themselves, executed against a real API server: releases, and previews of proposed changes.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { startApiServer, type ApiServer } from '../apiserver/api-server.ts';
import { SERVER_TOOLS } from '../apiserver/deployed-project.ts';
import { at, listAt, textAt } from '../support/kubernetes-object.ts';
import { describeWithTools } from '../support/with-tools.ts';
import { runWorkflow } from './github-runner.ts';
import { readers } from './install.ts';
import { JENKINS, makeProject, type Project, shell, WITH_PREVIEWS } from './project.ts';

const PIPELINE =
  "deploy: 'cluster', previews: { environment: 'preview', domain: 'pr.example.com', keep: '48h' }";
const IMAGE = /^registry\.example\.com\/acme\/shop:sha-\w{12}@sha256:[0-9a-f]{64}$/;

describeWithTools('a pipeline that deploys', SERVER_TOOLS, () => {
  let server: ApiServer;
  let project: Project | undefined;
  let working: Worker | undefined;
  beforeAll(async () => {
    server = await startApiServer('1.37');
  });
  afterAll(() => server?.stop());
  afterEach(async () => {
    await working?.terminate();
    project?.remove();
  });

  /** A project whose namespaces are this test's own. */
  const begin = (provider: string, prefix: string): Project => {
    const services = WITH_PREVIEWS.replace(
      /(preview|staging|production): \{\}/g,
      `$1: { namespace: '${prefix}-$1' }`,
    );
    project = makeProject(`provider: ${provider}, ${PIPELINE}`, services);
    working = new Worker(new URL('../apiserver/controllers-worker.ts', import.meta.url), {
      workerData: {
        kubeconfig: server.kubeconfig,
        namespaces: ['staging', 'production', 'preview-pr-7', 'preview-mr-7'].map(
          (name) => `${prefix}-${name}`,
        ),
      },
    });
    return project;
  };
  const get = async (path: string) => (await server.client.send('GET', path)).body;
  const image = async (namespace: string) => {
    const path = `/apis/apps/v1/namespaces/${namespace}/deployments/shop-web`;
    return textAt(listAt(await get(path), 'spec', 'template', 'spec', 'containers')[0], 'image');
  };
  const phase = async (namespace: string) =>
    at(await get(`/api/v1/namespaces/${namespace}`), 'status', 'phase');

  describe('at GitHub', () => {
    test('releases, previews a change, and takes it away', { timeout: 900_000 }, async () => {
      const made = begin('githubActions()', 'github');
      const secrets = { KUBECONFIG_TEXT: readFileSync(server.kubeconfig, 'utf8') };
      const github = {
        ...{ actor: 'me', token: 'github-token', repository: 'acme/project' },
        sha: 'f'.repeat(40),
      };
      const released = runWorkflow(made, { ...github, event_name: 'push' }, { secrets });
      expect(released['release-staging']).toMatchObject({ result: 'success' });
      expect(released['release-production']).toMatchObject({ result: 'success' });
      expect(await image('github-staging')).toMatch(IMAGE);
      expect(await image('github-production')).toBe(await image('github-staging'));
      // Nothing is released where previews are copied from.
      expect(at(await get('/api/v1/namespaces/github-preview'), 'reason')).toBe('NotFound');

      const change = (action: string, more: object = {}) => ({
        ...{ ...github, event_name: 'pull_request' },
        event: {
          ...{ action, label: { name: 'preview' } },
          pull_request: {
            number: 7,
            head: { repo: { full_name: 'acme/project' } },
            labels: [{ name: 'bug' }, { name: 'preview' }],
            state: action === 'closed' ? 'closed' : 'open',
            ...more,
          },
        },
      });
      const results = (event: Readonly<Record<string, unknown>>) => {
        const done = runWorkflow(made, event, { secrets, workflow: 'previews' });
        const logs = Object.values(done).map(({ log }) => log);
        expect(logs.join('')).not.toContain('github-token');
        return Object.fromEntries(Object.entries(done).map(([id, { result }]) => [id, result]));
      };
      const nothing = {
        ...{ 'preview-image-shop': 'skipped', preview: 'skipped' },
        ...{ 'preview-end': 'skipped', 'preview-prune': 'skipped' },
      };
      expect(results(change('opened', { labels: [] }))).toEqual(nothing);
      expect(results(change('opened', { head: { repo: { full_name: 'fork/project' } } }))).toEqual(
        nothing,
      );
      expect(results(change('labeled', { state: 'closed' }))).toEqual(nothing);
      expect(results(change('labeled'))).toEqual({
        ...nothing,
        ...{ 'preview-image-shop': 'success', preview: 'success' },
      });
      expect(await image('github-preview-pr-7')).toMatch(IMAGE);
      const path = '/apis/networking.k8s.io/v1/namespaces/github-preview-pr-7/ingresses/shop';
      expect(listAt(await get(path), 'spec', 'rules').map((rule) => at(rule, 'host'))).toEqual([
        'shop-pr-7.pr.example.com',
      ]);

      expect(results({ ...github, event_name: 'schedule', event: {} })).toEqual({
        ...nothing,
        'preview-prune': 'success',
      });
      expect(await phase('github-preview-pr-7')).toBe('Active');
      expect(results(change('closed'))).toEqual({ ...nothing, 'preview-end': 'success' });
      expect(await phase('github-preview-pr-7')).toBe('Terminating');
    });
  });

  test('at GitLab releases; a preview comes and ends', { timeout: 900_000 }, async () => {
    const made = begin('gitlabCi()', 'gitlab');
    const run = (variables: Readonly<Record<string, string>>, ...jobs: readonly string[]) => {
      const { status, stdout, stderr } = spawnSync(
        join(import.meta.dirname, '../../node_modules/node/bin/node'),
        [
          ...[readers.gitlabCiLocal, '--force-shell-executor', '--file', 'dist/ci/gitlab-ci.yml'],
          ...Object.entries(variables).flatMap(([name, value]) => [
            '--variable',
            `${name}=${value}`,
          ]),
          ...jobs,
        ],
        {
          cwd: made.folder,
          encoding: 'utf8',
          timeout: 400_000,
          env: {
            ...made.env,
            ...{ REGISTRY_USER: 'me', REGISTRY_PASSWORD: 'registry-password' },
            KUBECONFIG: server.kubeconfig,
          },
        },
      );
      return { status, output: `${stdout}${stderr}` };
    };
    const first = run({});
    expect(first.status, first.output).toBe(0);
    expect(first.output).not.toContain('preview up');
    expect(await image('gitlab-staging')).toMatch(IMAGE);

    const request = {
      CI_PIPELINE_SOURCE: 'merge_request_event',
      CI_MERGE_REQUEST_SOURCE_PROJECT_ID: '1',
      CI_PROJECT_ID: '1',
      CI_MERGE_REQUEST_IID: '7',
    };
    const unlabelled = run({ ...request, CI_MERGE_REQUEST_LABELS: 'bug' }, '--list');
    expect(unlabelled.output).not.toContain('preview');
    const labelled = { ...request, CI_MERGE_REQUEST_LABELS: 'bug,preview' };
    expect(run(labelled, '--list').output).toContain('preview-end');
    const preview = run(labelled, '--needs', 'preview');
    expect(preview.status, preview.output).toBe(0);
    expect(await image('gitlab-preview-mr-7')).toMatch(IMAGE);
    const ended = run(labelled, 'preview-end');
    expect(ended.status, ended.output).toBe(0);
    expect(await phase('gitlab-preview-mr-7')).toBe('Terminating');
  });

  test(
    'at Jenkins releases; a preview comes, and goes by its age',
    { timeout: 900_000 },
    async () => {
      const made = begin('jenkins()', 'jenkins');
      const run = (branch: string, ...given: readonly string[]) => {
        const home = made.env['HOME'] ?? '';
        const { status, stdout, stderr } = spawnSync(
          'java',
          [
            ...JENKINS,
            ...[join(made.folder, 'dist/ci/Jenkinsfile'), made.origin],
            ...[mkdtempSync(join(home, 'jenkins-')), branch, 'ACTION=release'],
            ...['ENVIRONMENT=production', 'SERVICE=shop', 'VALUE=', ...given],
          ],
          {
            encoding: 'utf8',
            timeout: 400_000,
            env: { ...made.env, TEST_KUBECONFIG: server.kubeconfig },
          },
        );
        const output = `${stdout}${stderr}`;
        expect(status, output).toBe(0);
        return output.split('\n').filter((line) => /^(?:DONE|ASKED) /.test(line));
      };
      expect(run('main')).toContain('DONE Release in production');
      expect(await image('jenkins-production')).toMatch(IMAGE);
      const change = run('PR-7', 'CHANGE_ID=7', 'CHANGE_TARGET=main');
      expect(change).toContain('DONE Deploy the preview');
      expect(change.join('\n')).not.toContain('Release in');
      expect(await image('jenkins-preview-pr-7')).toMatch(IMAGE);
      expect(run('PR-8', 'CHANGE_ID=8', 'CHANGE_TARGET=main', 'CHANGE_FORK=ann')).not.toContain(
        'DONE Deploy the preview',
      );
      expect(run('main', 'CAUSE=TimerTrigger')).toEqual([
        'DONE Look at the commit',
        'DONE Take old previews away',
      ]);
      expect(await phase('jenkins-preview-pr-7')).toBe('Active');
      shell(made, 'npx slipway preview prune -e preview --older-than 0s', {
        env: { KUBECONFIG: server.kubeconfig },
      });
      expect(await phase('jenkins-preview-pr-7')).toBe('Terminating');
    },
  );
});
