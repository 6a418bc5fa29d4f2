import { describe, expect, test } from 'vitest';
import { shop } from '../../../charts/shop.ts';
import { emitHelm } from '../../../lib/emit/helm/emit-helm.ts';
import { analyse } from '../../../lib/emit/helm/infer/analyse.ts';
import type { Described, Parameter } from '../../../lib/emit/helm/parameter.ts';
import { helmParameters } from '../../../lib/emit/helm/params.ts';
import type { Synthesise } from '../../../lib/emit/helm/synthesiser.ts';
import { keyOf } from '../../../lib/emit/helm/tree/values.ts';
import { environmentsOf } from '../../../lib/index.ts';
import { lower } from '../../../lib/kubernetes/lower.ts';
import type { Manifest } from '../../../lib/kubernetes/manifest.ts';
import { resolve } from '../../../lib/resolve/resolve.ts';
import { serviceSaying, specIn } from '../../../lib/resolve/spec-in.ts';
import { noFiles } from '../../support/synthesise.ts';

const environments: readonly Described[] = environmentsOf(shop).flatMap((environment) => {
  const { plan } = resolve(shop, environment, { readText: noFiles });
  return plan === undefined ? [] : [{ environment, plan, spec: specIn(shop, environment) }];
});
const synthesise: Synthesise = (spec, environment) => {
  const { plan } = resolve(serviceSaying(shop, spec, environment), environment, {
    readText: noFiles,
  });
  return plan === undefined ? undefined : lower(plan);
};
const output = emitHelm({ environments, synthesise });
const textOf = (path: string): string =>
  output.files.find((file) => file.path === path)?.text ?? '';

describe('the chart of the shop', () => {
  test('has every conventional value and refuses none', () => {
    expect(output.diagnostics).toEqual([]);
    const paths = output.parameters.map(({ path }) => keyOf(path));
    expect(paths).toEqual(
      expect.arrayContaining([
        'image.tag',
        'image.digest',
        'imagePullSecrets',
        'serviceAccount.create',
        'env',
        'ingress.host',
        'web.autoscaling.minReplicas',
        'web.resources.limits.cpu',
        'web.env',
        'web.nodeSelector',
        'mail.replicaCount',
        'cleanup.schedule',
      ]),
    );
  });

  test('is the same text every time', () => {
    expect(emitHelm({ environments, synthesise }).files).toEqual(output.files);
  });

  test('needs no condition on the environment: what differs between them are values', () => {
    expect(output.files.some(({ text }) => text.includes('.Values.environment'))).toBe(false);
    expect(textOf('values-staging.yaml')).toContain('host: staging.shop.example.com');
  });

  test('lets the workers of the server follow from the CPU', () => {
    expect(textOf('templates/_files.tpl')).toMatch(
      /^workers = \{\{ include "shop\.cores" \(list 2 \(\.Values\.web\.resources\.limits\.cpu \| default \.Values\.web\.resources\.requests\.cpu\)\) \}\}$/m,
    );
  });

  test('writes no number of pods beside an autoscaler, and a budget from two pods on', () => {
    expect(textOf('templates/web-deployment.yaml')).toContain(
      '{{- if not .Values.web.autoscaling.enabled }}\n  replicas: {{ int64 .Values.web.replicaCount }}\n  {{- end }}',
    );
    expect(textOf('templates/web-pdb.yaml')).toContain(
      '{{- if or (and .Values.web.autoscaling.enabled (ge (int64 .Values.web.autoscaling.minReplicas) 2)) (and (not .Values.web.autoscaling.enabled) (ge (int64 .Values.web.replicaCount) 2)) }}',
    );
  });

  test('runs the migration as a hook under copies of what it needs', () => {
    expect(textOf('templates/migrate-job.yaml')).toContain('helm.sh/hook: pre-install,pre-upgrade');
    expect(textOf('templates/service-account-hook.yaml')).toContain('helm.sh/hook-weight: "-10"');
    expect(textOf('templates/service-account.yaml')).not.toContain('helm.sh/hook');
  });

  test('closes every object of its schema', () => {
    const schema: unknown = JSON.parse(textOf('values.schema.json'));
    expect(openObjects(schema)).toEqual(['.properties.global']);
  });

  test('lists its values in words', () => {
    const [production] = environments.slice(-1);
    if (production === undefined) throw new Error('the shop has environments');
    const rows = helmParameters(output.parameters, production, output.objects);
    expect(rows.find(({ path }) => path === 'web.autoscaling.maxReplicas')).toEqual({
      path: 'web.autoscaling.maxReplicas',
      type: 'integer',
      default: 10,
      accepts: '1 to 100000',
      description: 'Most pods.',
      sets: 'web.scale.max',
      changes: ['web/hpa'],
    });
  });
});

describe('a value the templates cannot follow is refused by name', () => {
  const port = (
    derive: (value: string) => string,
  ): { readonly parameter: Parameter; readonly synthesise: Synthesise } => ({
    parameter: {
      path: ['note'],
      domain: {
        kind: 'text',
        optional: false,
        probe: (mark) => mark,
        examples: (word) => [word, 'latest', `x-${word}`],
        free: true,
      },
      description: 'A note.',
      sets: 'annotations.note',
      read: () => 'usual',
      write: (value) => [{ at: ['annotations'], to: { note: value } }],
    },
    synthesise: (spec) => [
      {
        id: 'web/service',
        manifest: {
          apiVersion: 'v1',
          kind: 'Service',
          metadata: {
            name: spec.name,
            annotations: { note: derive(spec.annotations?.['note'] ?? '') },
          },
        } satisfies Manifest,
      },
    ],
  });

  test.each([
    ['upper case', (value: string) => value.toUpperCase()],
    ['a part of it', (value: string) => value.slice(0, 4)],
    ['its length', (value: string) => String(value.length)],
    ['a comparison with a word', (value: string) => (value === 'latest' ? 'floating' : value)],
  ])('%s', (_, derive) => {
    const { parameter, synthesise: computing } = port(derive);
    const { refusals } = analyse(environments, [parameter], computing);
    expect(refusals.map((refusal) => keyOf(refusal.parameter.path))).toEqual(['note']);
  });

  test('but one that is placed, alone or within other text, is a value', () => {
    const { parameter, synthesise: placing } = port((value) => `see ${value}: {{ literal }}`);
    const { refusals, objects } = analyse(environments, [parameter], placing);
    expect(refusals).toEqual([]);
    expect(JSON.stringify(objects)).toContain('["see ",{"kind":"value","path":["note"]}');
  });
});

/** Paths of object schemas that admit members nobody named. */
function openObjects(schema: unknown, at = ''): readonly string[] {
  if (Array.isArray(schema))
    return schema.flatMap((item, index) => openObjects(item, `${at}[${index}]`));
  if (typeof schema !== 'object' || schema === null) return [];
  const isOpen =
    Reflect.get(schema, 'type') === 'object' &&
    Reflect.get(schema, 'additionalProperties') === undefined;
  return [
    ...(isOpen ? [at] : []),
    ...Object.entries(schema).flatMap(([key, member]) => openObjects(member, `${at}.${key}`)),
  ];
}
