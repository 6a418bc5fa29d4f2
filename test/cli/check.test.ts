// `slipway check`: exit codes for whoever asks in a pipeline.
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { checkCommand } from '../../lib/cli/commands/check.ts';
import { synthCommand } from '../../lib/cli/commands/synth.ts';
import { defineService, gunicorn, internal } from '../../lib/index.ts';
import { folder } from '../support/app-output.ts';
import { appProject, project, run } from './project.ts';

const before = process.cwd();
let root = before;
beforeEach(() => {
  root = folder();
  process.chdir(root);
});
afterEach(() => {
  process.chdir(before);
  rmSync(root, { recursive: true, force: true });
});

const app = (min: number) =>
  defineService({
    name: 'app',
    image: { repository: 'ghcr.io/acme/app', tag: '1.0.0' },
    web: {
      server: gunicorn({ app: 'app.wsgi', version: '27.0.1' }),
      health: '/',
      scale: { min, max: 4, cpu: 70 },
    },
    expose: internal(),
  });

describe('slipway check', () => {
  test('blames no value of the chart for a description that is refused with any values', async () => {
    const body = `place(defineService({
      name: 'app',
      image: { repository: 'ghcr.io/acme/app', tag: '1.0.0' },
      web: { server: gunicorn({ app: 'app.wsgi', version: '27.0.1' }), port: 80, health: '/', scale: { min: 2, max: 4, cpu: 70 } },
    }));`;
    appProject(root, body, '{}');
    const outcome = await run(checkCommand);
    expect(outcome).toMatchObject({ exitCode: 1 });
    expect(outcome.stdout).toContain('SW2342');
    expect(outcome.stdout).not.toContain('SW3001');
  });

  test('is content with a service that is right', async () => {
    project(root, [app(2)]);
    expect(await run(checkCommand, '--strict')).toMatchObject({ exitCode: 0 });
  });

  test('fails for warnings with --strict alone', async () => {
    project(root, [app(1)]);
    expect(await run(checkCommand)).toMatchObject({ exitCode: 0 });
    expect(await run(checkCommand, '--strict')).toMatchObject({ exitCode: 1 });
  });

  test('says what is wrong with a Helm chart, as a synthesis does, unless none is written', async () => {
    const body = `place(defineService({
      name: 'app',
      image: { repository: 'ghcr.io/acme/app', tag: '1.0.0' },
      web: { server: gunicorn({ app: 'app.wsgi', version: '27.0.1' }), health: '/', scale: { min: 2, max: 4, cpu: 70 } },
      parameters: { 'web.prt': true },
    }));`;
    appProject(root, body, '{}');
    const outcome = await run(checkCommand);
    expect(outcome).toMatchObject({ exitCode: 1 });
    expect(outcome.stdout).toContain('SW3004');
    expect(await run(synthCommand)).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('SW3004'),
    });
    appProject(root, body);
    expect(await run(checkCommand)).toMatchObject({ exitCode: 0 });
  });

  test.each(['text', 'json', 'sarif'])(
    'fails as %s when the app fails in its own words',
    async (format) => {
      writeFileSync(join(root, 'cdk8s.yaml'), 'app: sh fail.sh\n');
      writeFileSync(join(root, 'fail.sh'), 'echo "main.ts(3,7): error TS2322" >&2; exit 1\n');
      const outcome = await run(checkCommand, '--format', format);
      expect(outcome).toMatchObject({ exitCode: 1 });
      expect(outcome.stdout).toContain('SW5902');
      expect(outcome.stderr).toContain('error TS2322');
    },
  );
});
