// GitLab CI: accepted by GitLab's schema, and executed job by job by gitlab-ci-local, which refuses faults.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readers } from './install.ts';
import { beginChange, makeProject, newInStaging, SEVERAL, type Project } from './project.ts';

const node = join(import.meta.dirname, '../../node_modules/node/bin/node');
let project: Project;
beforeAll(() => {
  project = makeProject('provider: gitlabCi()');
});
afterAll(() => project.remove());

function gitlab(...args: readonly string[]) {
  return gitlabIn(project, ...args);
}

function gitlabIn({ folder, env }: Project, ...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(
    node,
    [readers.gitlabCiLocal, '--force-shell-executor', '--file', 'dist/ci/gitlab-ci.yml', ...args],
    {
      cwd: folder,
      encoding: 'utf8',
      timeout: 400_000,
      env: { ...env, REGISTRY_USER: 'me', REGISTRY_PASSWORD: 'registry-password' },
    },
  );
  return { status, output: `${stdout}${stderr}` };
}

describe('the pipeline, read by gitlab-ci-local', () => {
  const file = () => join(project.folder, 'dist/ci/gitlab-ci.yml');
  test('is accepted: its schema, its needs, its rules', () => {
    const ran = gitlab('--list');
    expect(ran).toMatchObject({ status: 0 });
    for (const job of [
      'render',
      'image-shop',
      'sign-shop',
      'release-staging',
      'release-production',
    ]) {
      expect(ran.output).toContain(job);
    }
  });

  test.each([
    ['a need of a job that there is none of', '- image-shop', '- image-shpo'],
    ['a stage that there is none of', 'stage: sign', 'stage: signing'],
    ['a key of rules that is misspelt', 'allow_failure: true', 'allow_failures: true'],
    ['a time-out that is a list', /timeout: "10 minutes"/, 'timeout: [10]'],
  ])('refuses %s', (_, search, replacement) => {
    const right = readFileSync(file(), 'utf8');
    const faulty = right.replace(search, replacement);
    expect(faulty).not.toBe(right);
    writeFileSync(file(), faulty);
    try {
      expect(gitlab('--list').status).not.toBe(0);
    } finally {
      writeFileSync(file(), right);
    }
  });
});

describe('the pipeline, executed by gitlab-ci-local', () => {
  test(
    'brings a commit into staging, waits, and goes on to production',
    { timeout: 900_000 },
    () => {
      const first = gitlab();
      expect(first.status, first.output).toBe(0);
      expect(project.pushed('dist/manifests/staging/shop.k8s.yaml')).toContain('@sha256:');
      expect(() => project.pushed('releases/production.yaml')).toThrow();
      expect(project.calls().some((call) => call.startsWith('cosign sign --yes registry.'))).toBe(
        true,
      );
      expect(first.output).not.toContain('registry-password');
      const second = gitlab('--needs', 'release-production');
      expect(second.status, second.output).toBe(0);
      expect(project.pushed('dist/manifests/production/shop.k8s.yaml')).toContain('@sha256:');
    },
  );

  test(
    'a service in the middle of a change fails the job, which releases the others all the same',
    { timeout: 900_000 },
    () => {
      const several = makeProject('provider: gitlabCi()', SEVERAL);
      try {
        beginChange(several);
        const ran = gitlabIn(several);
        expect(ran.status).not.toBe(0);
        expect(ran.output).toContain('for the reasons above: shop.');
        expect(newInStaging(several)).toEqual(['till', 'mail']);
        expect(() => several.pushed('releases/production.yaml')).toThrow();
      } finally {
        several.remove();
      }
    },
  );
});
