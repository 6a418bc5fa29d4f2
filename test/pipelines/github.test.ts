// GitHub Actions: accepted by GitHub's own language service, actionlint and zizmor, each of which refuses a fault, and executed.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { requireTool } from '../../tools/find.ts';
import { describeWithTools } from '../support/with-tools.ts';
import { runWorkflow } from './github-runner.ts';
import { readers } from './install.ts';
import { beginChange, makeProject, newInStaging, SEVERAL } from './project.ts';

const example = readFileSync(
  join(import.meta.dirname, '../../examples/github-actions/expected/ci/github/slipway.yml'),
  'utf8',
);
const previews = readFileSync(
  join(import.meta.dirname, '../../examples/previews/expected/ci/github/previews.yml'),
  'utf8',
);
const scratch = mkdtempSync(join(tmpdir(), 'slipway-github-'));
afterAll(() => rmSync(scratch, { recursive: true }));

/** The workflow with one fault; a fault that changes nothing is a mistake of the test. */
function with_(search: string, replacement: string): string {
  expect(example).toContain(search);
  return example.replace(search, replacement);
}

function onDisk(text: string): string {
  const folder = join(scratch, '.github/workflows');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'slipway.yml');
  writeFileSync(file, text);
  return file;
}

describe('the language service of GitHub', async () => {
  const { TextDocument, validate } = await import(readers.github);
  // The service remembers what it read by its address.
  let reads = 0;
  const complaints = async (text: string): Promise<readonly string[]> => {
    const found: readonly { readonly message: string }[] = await validate(
      TextDocument.create(`file:///${(reads += 1)}/slipway.yml`, 'yaml', 1, text),
    );
    return found.map(({ message }) => message);
  };

  test('accepts the workflows', async () => {
    expect(await complaints(example)).toEqual([]);
    expect(await complaints(previews)).toEqual([]);
  });

  test.each([
    ['a key that is misspelt', 'runs-on: ', 'run-on: '],
    ['a need of a job that there is none of', '- image-shop\n', '- image-shpo\n'],
    ['a context that there is none of', '${{ github.actor }}', '${{ gitub.actor }}'],
    ['an event that there is none of', 'pull_request:', 'pull_requests:'],
  ])('refuses %s', async (_, search, replacement) => {
    expect(await complaints(with_(search, replacement))).not.toEqual([]);
  });
});

describeWithTools('actionlint', ['actionlint'], () => {
  const run = (text: string) =>
    spawnSync(
      requireTool('actionlint'),
      ['-no-color', '-shellcheck=', '-pyflakes=', onDisk(text)],
      {
        encoding: 'utf8',
      },
    );

  test('accepts the workflows', () => {
    expect(run(example)).toMatchObject({ status: 0, stdout: '' });
    expect(run(previews)).toMatchObject({ status: 0, stdout: '' });
  });

  test.each([
    [
      'a value of a job that is not waited for',
      'needs:\n    - image-shop\n',
      'needs:\n    - render\n',
    ],
    ['a right that there is none of', 'packages: write', 'package: write'],
    ['an expression that does not end', '${{ github.token }}', '${{ github.token }'],
  ])('refuses %s', (_, search, replacement) => {
    expect(run(with_(search, replacement)).status).toBe(1);
  });
});

describe('zizmor, as strict as it can be', () => {
  const run = (text: string) =>
    spawnSync(readers.zizmor, ['--offline', '--persona=pedantic', '--no-progress', onDisk(text)], {
      encoding: 'utf8',
    });

  test('has no finding', () => {
    expect(run(example)).toMatchObject({ status: 0 });
    expect(run(previews)).toMatchObject({ status: 0 });
  });

  test.each([
    ['an action by its tag', /actions\/checkout@[0-9a-f]{40} # v7\.0\.1/, 'actions/checkout@v7'],
    ['credentials that stay behind', /with:\n +persist-credentials: false\n/, ''],
    [
      'text of others in a line of shell',
      'run: sh dist/ci/check.sh',
      'run: "echo ${{ github.event.pull_request.title }}"',
    ],
    ['every right for every job', 'permissions: {}', 'permissions: write-all'],
  ])('refuses %s', (_, search, replacement) => {
    const faulty = example.replace(search, replacement);
    expect(faulty).not.toBe(example);
    expect(run(faulty).status).not.toBe(0);
  });
});

describe('the workflow, executed', () => {
  test(
    'brings a commit into every environment, and takes steps by hand',
    { timeout: 900_000 },
    () => {
      const project = makeProject('provider: githubActions()');
      try {
        const head = 'f'.repeat(40);
        const github = {
          actor: 'me',
          token: 'github-token',
          sha: head,
          repository: 'acme/project',
        };
        const done = runWorkflow(project, { ...github, event_name: 'push' });
        expect(Object.entries(done).map(([id, { result }]) => [id, result])).toEqual([
          ['render', 'success'],
          ['image-shop', 'success'],
          ['sign-shop', 'success'],
          ['release-staging', 'success'],
          ['release-production', 'success'],
          ['step', 'skipped'],
          ['comment', 'skipped'],
        ]);
        const image = done['image-shop']?.outputs['IMAGE_SHOP'];
        expect(image).toMatch(/^registry\.example\.com\/acme\/shop:sha-f{12}@sha256:[0-9a-f]{64}$/);
        expect(project.calls()).toContain(`cosign sign --yes ${image}`);
        for (const environment of ['staging', 'production']) {
          expect(project.pushed(`dist/manifests/${environment}/shop.k8s.yaml`)).toContain(image);
        }
        expect(
          Object.values(done)
            .map(({ log }) => log)
            .join(''),
        ).not.toMatch(/github-token|registry-password/);
        const back = runWorkflow(
          project,
          { ...github, event_name: 'workflow_dispatch' },
          {
            inputs: { action: 'rollback', environment: 'production', service: 'shop', value: '' },
          },
        );
        expect(back['step']?.result).toBe('success');
        expect(back['release-production']?.result).toBe('skipped');
        expect(project.pushed('dist/manifests/production/shop.k8s.yaml')).not.toContain(image);
        expect(project.pushed('dist/manifests/staging/shop.k8s.yaml')).toContain(image);
      } finally {
        project.remove();
      }
    },
  );

  test(
    'a service in the middle of a change fails the job, which releases the others all the same',
    { timeout: 900_000 },
    () => {
      const project = makeProject('provider: githubActions()', SEVERAL);
      try {
        beginChange(project);
        const github = { actor: 'me', token: 't', sha: 'a'.repeat(40), event_name: 'push' };
        const done = runWorkflow(project, github);
        expect(done['release-staging']?.result).toBe('failure');
        expect(done['release-staging']?.log).toContain('for the reasons above: shop.');
        expect(done['release-production']?.result).toBe('skipped');
        expect(newInStaging(project)).toEqual(['till', 'mail']);
      } finally {
        project.remove();
      }
    },
  );

  test(
    'says what will change in one comment, and leaves those of other workflows alone',
    { timeout: 900_000 },
    () => {
      const project = makeProject('provider: githubActions()');
      try {
        // GitHub's command: it keeps a comment, and answers with the number of ours when there is one.
        const gh = [
          '#!/bin/sh',
          'case "$*" in',
          '  *--jq*) [ ! -e "$HOME/comment" ] || echo 7 ;;',
          '  *--method*/issues/comments/7*) echo renewed >> "$HOME/told"; cp "${7#body=@}" "$HOME/comment" ;;',
          '  *) echo made >> "$HOME/told"; cp "${5#body=@}" "$HOME/comment" ;;',
          'esac',
        ];
        const home = project.env['HOME'] ?? '';
        writeFileSync(join(home, 'bin/gh'), `${gh.join('\n')}\n`, { mode: 0o755 });
        const event = {
          pull_request: { number: 7, head: { repo: { full_name: 'acme/project' } } },
        };
        const github = { token: 't', repository: 'acme/project', base_ref: 'main', event };
        for (const _ of ['opened', 'pushed again']) {
          const done = runWorkflow(project, { ...github, event_name: 'pull_request' });
          expect(done['comment']?.result, done['comment']?.log).toBe('success');
        }
        expect(readFileSync(join(home, 'told'), 'utf8')).toBe('made\nrenewed\n');
        expect(readFileSync(join(home, 'comment'), 'utf8')).toMatch(/^<!-- slipway: .* -->\n./);
      } finally {
        project.remove();
      }
    },
  );

  test(
    'refuses a workflow that is not the one the app makes, and releases nothing',
    { timeout: 900_000 },
    () => {
      const project = makeProject('provider: githubActions()');
      try {
        const change =
          "sed -i 's/timeout-minutes: 45/timeout-minutes: 46/' .github/workflows/slipway.yml && git commit -qam x && git push -q origin HEAD:main";
        spawnSync('sh', ['-c', change], { cwd: project.folder, env: { ...project.env } });
        const done = runWorkflow(project, {
          event_name: 'push',
          actor: 'me',
          token: 't',
          sha: 'a',
        });
        expect(done['render']).toMatchObject({ result: 'failure' });
        expect(done['render']?.log).toContain('Copy dist/ci/github/slipway.yml');
        expect(done['release-staging']?.result).toBe('skipped');
        expect(() => project.pushed('releases/staging.yaml')).toThrow();
      } finally {
        project.remove();
      }
    },
  );
});
