import { describe, expect, test } from 'vitest';
import { type HelmOutput, emitHelm } from '../../../lib/emit/helm/emit-helm.ts';
import type { Described } from '../../../lib/emit/helm/parameter.ts';
import type { Synthesise } from '../../../lib/emit/helm/synthesiser.ts';
import { evaluateObjects } from '../../../lib/emit/helm/tree/evaluate.ts';
import { keyOf } from '../../../lib/emit/helm/tree/values.ts';
import { defineService, gunicorn, type ServiceSpec } from '../../../lib/index.ts';
import { lower } from '../../../lib/kubernetes/lower.ts';
import { resolve } from '../../../lib/resolve/resolve.ts';
import { serviceSaying } from '../../../lib/resolve/spec-in.ts';
import { noFiles } from '../../support/synthesise.ts';

const base: ServiceSpec = {
  name: 'notes',
  image: { repository: 'ghcr.io/acme/notes', tag: '1.0.0' },
  web: {
    server: gunicorn({ app: 'notes.wsgi' }),
    health: '/healthz',
    requestTimeout: 30,
    startupTimeout: 60,
  },
  annotations: { 'example.com/team': 'notes' },
};

interface Made extends HelmOutput {
  readonly paths: readonly string[];
  readonly codes: readonly string[];
}

const NOTHING: Made = {
  files: [],
  parameters: [],
  objects: [],
  diagnostics: [],
  paths: [],
  codes: [],
};

const NO_DIAGNOSTIC = { message: '', because: '', fix: '' };

function chartWith(parameters: NonNullable<ServiceSpec['parameters']>): Made {
  const service = defineService({ ...base, parameters });
  const planOf = (spec: ServiceSpec) =>
    resolve(serviceSaying(service, spec, 'default'), 'default', { readText: noFiles });
  const { plan, diagnostics } = planOf(service.spec);
  if (plan === undefined) return { ...NOTHING, codes: diagnostics.map(({ code }) => code) };
  const environments: readonly Described[] = [{ environment: 'default', plan, spec: service.spec }];
  const synthesise: Synthesise = (spec) => {
    const resolved = planOf(spec);
    return resolved.plan === undefined ? undefined : lower(resolved.plan);
  };
  const output = emitHelm({ environments, synthesise });
  return {
    ...output,
    paths: output.parameters.map(({ path }) => keyOf(path)),
    codes: output.diagnostics.map(({ code }) => code),
  };
}

describe('an author decides about the values of a chart', () => {
  test('a usual value can be withheld', () => {
    const { paths, codes } = chartWith({ 'web.podLabels': false, imagePullSecrets: false });
    expect(codes).toEqual([]);
    expect(paths).not.toContain('web.podLabels');
    expect(paths).not.toContain('imagePullSecrets');
    expect(paths).toContain('web.podAnnotations');
  });

  test('a place that is only placed becomes a value, under a name of its own', () => {
    const { paths, codes, files } = chartWith({
      fsGroup: { place: 'security.fsGroup', description: 'Group of volumes.', min: 1 },
    });
    // Nothing is said there yet.
    expect(codes).toEqual(['SW3004']);
    expect(paths).not.toContain('fsGroup');
    const text = files.find(({ path }) => path === 'values.yaml')?.text;
    expect(text).not.toContain('fsGroup');
  });

  test('a choice of profiles decides what no single value may', () => {
    const { paths, codes, objects, parameters } = chartWith({
      speed: {
        description: 'How long a request may take.',
        choices: {
          quick: { 'web.requestTimeout': 10 },
          patient: { 'web.requestTimeout': 120, 'web.startupTimeout': 200 },
        },
      },
    });
    expect(codes).toEqual([]);
    expect(paths).toContain('speed');
    const graceOf = (speed: string): unknown => {
      const values = new Map(
        parameters.map(({ path, read }) => [
          keyOf(path),
          keyOf(path) === 'speed' ? speed : read(described()),
        ]),
      );
      const builtins = { fullname: 'notes', name: 'notes', instance: 'notes', namespace: 'notes' };
      const deployment = evaluateObjects(objects, { values, builtins }).get('web/deployment');
      return JSON.stringify(deployment).match(/"terminationGracePeriodSeconds":(\d+)/)?.[1];
    };
    const graces = ['', 'quick', 'patient'].map((speed) => Number(graceOf(speed)));
    expect(graces[1]).toBeLessThan(graces[0] ?? 0);
    expect(graces[2]).toBeGreaterThan(graces[0] ?? 0);
  });
});

describe('what cannot be a value is refused by name, with the reason', () => {
  test('the request timeout, which decides the whole chain of timings', () => {
    const { diagnostics, files } = chartWith({ 'web.requestTimeout': true });
    expect(diagnostics.map(({ code, severity }) => [code, severity])).toEqual([
      ['SW3005', 'error'],
    ]);
    const [{ message, because, fix } = NO_DIAGNOSTIC] = diagnostics;
    expect(message).toContain('`web.requestTimeout` cannot be a value of the chart');
    expect(because).toMatch(/It decides \d+ places: .*terminationGracePeriodSeconds/);
    expect(fix).toContain('choice of profiles');
    expect(files.some(({ text }) => text.includes('requestTimeout'))).toBe(false);
  });

  test.each([
    ['a value that is withheld but not there', { 'web.podLables': false }, 'SW3004'],
    ['a place that says nothing', { 'web.taskTimeout': true }, 'SW3004'],
    ['a value that is there already', { 'image.tag': true }, 'SW3004'],
    ['a part of a value that is there already', { 'web.env.debug': true }, 'SW3004'],
    ['a list', { web: { place: 'web.server' } }, 'SW3004'],
    ['a number written as words', { 'image.repository.name': true }, 'SW3004'],
    ['a name that YAML reads as a boolean', { on: true }, 'SW1001'],
    ['an option nobody knows', { speed: { choose: {} } }, 'SW1002'],
  ])('%s', (_, parameters, code) => {
    expect(chartWith(JSON.parse(JSON.stringify(parameters))).codes).toContain(code);
  });

  test('and a misspelt name comes with the one that was meant', () => {
    const { diagnostics } = chartWith({ 'web.podLables': false });
    expect(diagnostics[0]?.fix).toBe('Did you mean `web.podLabels`?');
  });
});

function described(): Described {
  const service = defineService(base);
  const { plan } = resolve(service, 'default', { readText: noFiles });
  if (plan === undefined) throw new Error('the service is right');
  return { environment: 'default', plan, spec: base };
}
