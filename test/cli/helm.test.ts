// `slipway helm params`: what a chart takes, for people and as data, and what it cannot take.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { helmParamsCommand } from '../../lib/cli/commands/helm/params.ts';
import { BUNDLE_HELM_VARIABLE } from '../../lib/io/write-bundle.ts';
import { defineService, gunicorn, type ServiceSpec } from '../../lib/index.ts';
import { folder, standardError } from '../support/app-output.ts';
import { project, run } from './project.ts';

const notes: ServiceSpec = {
  name: 'notes',
  image: { repository: 'ghcr.io/acme/notes', tag: '1.0.0' },
  web: { server: gunicorn({ app: 'notes.wsgi' }), health: '/healthz', requestTimeout: 30 },
};
const before = process.cwd();
let root = before;

beforeEach(() => {
  standardError();
  root = folder();
  process.chdir(root);
  process.env[BUNDLE_HELM_VARIABLE] = '1';
});
afterEach(() => {
  delete process.env[BUNDLE_HELM_VARIABLE];
  process.chdir(before);
});

test('lists values with default, range, meaning, and what they change', async () => {
  project(root, [defineService(notes)]);
  const { exitCode, stdout } = await run(helmParamsCommand, 'notes');
  expect(exitCode).toBe(0);
  expect(stdout).toContain(`web.replicaCount = 2
  integer (0 to 100000)
  Number of pods.
  sets web.scale; changes web/deployment, web/pdb
`);
});

test('as data it says the same', async () => {
  project(root, [defineService(notes)]);
  const { stdout } = await run(helmParamsCommand, 'notes', '--json');
  const chart: unknown = JSON.parse(stdout);
  expect(chart).toMatchObject({ version: 1, service: 'notes', diagnostics: [] });
  expect(chart).toHaveProperty('parameters');
  expect(stdout).toContain('"path": "image.tag"');
});

test('what cannot be a value is named with the reason, and the exit code says no', async () => {
  project(root, [defineService({ ...notes, parameters: { 'web.requestTimeout': true } })]);
  const { exitCode, stdout } = await run(helmParamsCommand, 'notes');
  expect(exitCode).toBe(1);
  expect(stdout).toContain('`web.requestTimeout` cannot be a value of the chart.');
  expect(stdout).toContain('terminationGracePeriodSeconds');
});

test('a service that is not there is answered with the one that was meant', async () => {
  project(root, [defineService(notes)]);
  expect(await run(helmParamsCommand, 'nots')).toMatchObject({
    exitCode: 1,
    stderr: 'slipway helm params: there is no service `nots`: did you mean `notes`?\n',
  });
});

test('a description that is refused says why instead of which values it lacks', async () => {
  project(root, [
    defineService({
      ...notes,
      web: { server: gunicorn({ app: 'notes.wsgi' }), health: '/', port: 80 },
    }),
  ]);
  const { exitCode, stdout, stderr } = await run(helmParamsCommand, 'notes');
  expect(exitCode).toBe(1);
  expect(stdout ?? '').toBe('');
  expect(stderr).toContain('SW2342');
});
