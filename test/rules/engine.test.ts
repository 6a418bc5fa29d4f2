import { describe, expect, test } from 'vitest';
import { PLAN_RULES, MANIFEST_RULES } from '../../lib/rules/catalogue.ts';
import { checkBundle, checkManifests, checkPlan } from '../../lib/rules/engine.ts';
import { routeClaimedByTwoServices } from '../../lib/rules/route-claimed-by-two-services/rule.ts';
import { described } from './described.ts';

const deployment = (annotations: Record<string, string> = {}): unknown => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'shop', annotations },
  spec: {
    selector: { matchLabels: { app: 'shop' } },
    template: {
      metadata: { labels: { app: 'shop' } },
      spec: { containers: [{ name: 'web', image: 'ghcr.io/acme/shop:latest' }] },
    },
  },
});
const codes = (diagnostics: readonly { readonly code: string }[]): readonly string[] =>
  diagnostics.map(({ code }) => code);
const mutable = (annotations: Record<string, string>): readonly string[] =>
  codes(checkManifests(MANIFEST_RULES, [deployment(annotations)])).filter((code) =>
    ['SW4301', 'SW4998', 'SW4999'].includes(code),
  );

describe('a suppression of a manifest rule', () => {
  test('with a reason silences that rule on that object', () => {
    expect(mutable({})).toEqual(['SW4301']);
    expect(mutable({ 'slipway.dev/ignore-SW4301': 'a demo' })).toEqual([]);
  });

  test('without a reason silences nothing and is reported', () => {
    expect(mutable({ 'slipway.dev/ignore-SW4301': ' ' })).toEqual(['SW4301', 'SW4998']);
  });

  test('of a rule that has nothing to say is reported as unused', () => {
    expect(mutable({ 'slipway.dev/ignore-SW4204': 'two budgets' })).toEqual(['SW4301', 'SW4999']);
    expect(mutable({ 'slipway.dev/ignore-SW4xxx': 'no such code' })).toContain('SW4999');
  });

  test('written for the whole service is used when it is needed on one object', () => {
    const annotations = { 'slipway.dev/ignore-SW4301': 'a demo' };
    const config = {
      ...{ apiVersion: 'v1', kind: 'ConfigMap' },
      metadata: { name: 'shop', annotations },
    };
    const found = checkManifests(MANIFEST_RULES, [config, deployment(annotations)]);
    expect(codes(found)).not.toContain('SW4999');
    expect(codes(found)).not.toContain('SW4301');
  });

  test('does not concern other objects', () => {
    const other = {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'x', annotations: { 'slipway.dev/ignore-SW4301': 'a demo' } },
    };
    const found = codes(checkManifests(MANIFEST_RULES, [other, deployment()]));
    expect(found).toContain('SW4301');
    expect(found).toContain('SW4999');
  });
});

describe('a suppression of a plan rule', () => {
  const single = (annotations: string): readonly string[] =>
    described({ language: 'ts', code: `web: { scale: 1 }, annotations: { ${annotations} }` })
      .plans.flatMap((plan) => checkPlan(PLAN_RULES, plan))
      .map(({ code }) => code)
      .filter((code) => ['SW2263', 'SW2998', 'SW2999'].includes(code));

  test('stands among the annotations of the service', () => {
    expect(single('')).toEqual(['SW2263']);
    expect(single(`'slipway.dev/ignore-SW2263': 'an outage does not matter here'`)).toEqual([]);
  });

  test('is reported when it is unused or has no reason', () => {
    expect(single(`'slipway.dev/ignore-SW2263': ''`)).toEqual(['SW2263', 'SW2998']);
    expect(single(`'slipway.dev/ignore-SW2201': 'no longer'`)).toEqual(['SW2263', 'SW2999']);
  });
});

describe('diagnostics of rules', () => {
  test('say service, environment, place, reason, fix and page', () => {
    const [plan] = described({ language: 'ts', code: `web: { scale: 1 }` }).plans;
    const found = plan === undefined ? [] : checkPlan(PLAN_RULES, plan);
    expect(found.find(({ code }) => code === 'SW2263')).toMatchObject({
      name: 'single-replica',
      severity: 'warning',
      at: { service: 'shop', environment: 'example', path: 'web.scale' },
      docs: 'single-replica',
    });
  });

  test('of manifests say object, path and file', () => {
    const manifest = deployment();
    const [found] = checkManifests(MANIFEST_RULES, [manifest], {
      service: 'shop',
      fileOf: (object) => (object === manifest ? 'shop.k8s.yaml' : undefined),
    }).filter(({ code }) => code === 'SW4301');
    expect(found?.at).toEqual({
      service: 'shop',
      file: 'shop.k8s.yaml',
      object: 'Deployment/shop',
      path: 'spec.template.spec.containers[web].image',
    });
  });

  test('of manifests do not repeat what the plan rules said', () => {
    const budget = {
      ...{ apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', metadata: { name: 'shop' } },
      spec: { minAvailable: 1, selector: { matchLabels: { app: 'shop' } } },
    };
    const found = (planChecked: boolean): readonly string[] =>
      codes(checkManifests(MANIFEST_RULES, [budget, deployment()], { planChecked }));
    expect(found(false)).toContain('SW4205');
    expect(found(true)).not.toContain('SW4205');
  });

  test('of manifests do speak of objects that are not of the plan', () => {
    const found = checkManifests(MANIFEST_RULES, [deployment()], {
      ...{ planChecked: true, planned: new Set(['Deployment/other']) },
    });
    expect(codes(found)).toContain('SW4301');
    const own = checkManifests(MANIFEST_RULES, [deployment()], {
      ...{ planChecked: true, planned: new Set(['Deployment/shop']) },
    });
    expect(codes(own)).not.toContain('SW4301');
  });

  test('of manifests that see patches speak of objects of the plan, unless its rule did', () => {
    const greedy = {
      ...{ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'shop' } },
      spec: {
        template: {
          spec: {
            containers: [
              {
                name: 'web',
                resources: { requests: { memory: '1Gi' }, limits: { memory: '512Mi' } },
              },
            ],
          },
        },
      },
    };
    const found = (said: readonly string[]) =>
      codes(
        checkManifests(MANIFEST_RULES, [greedy], {
          ...{ planChecked: true, planned: new Set(['Deployment/shop']) },
          said: said.map((code) => ({ code, at: {} })),
        }),
      );
    expect(found([])).toContain('SW4310');
    expect(found(['SW2201'])).toContain('SW4310');
    expect(found(['SW2272'])).not.toContain('SW4310');
  });

  test('of manifests that skip the plan speak of what was changed in it and of what is beside it', () => {
    const job = {
      ...{ apiVersion: 'batch/v1', kind: 'Job', metadata: { name: 'shop-migrate-0123456789' } },
      spec: { template: { spec: { containers: [], restart: 'Never' } } },
    };
    const found = (origin: object) =>
      checkManifests(MANIFEST_RULES, [job], { planChecked: true, ...origin }).filter(
        ({ code }) => code === 'SW4311',
      ).length;
    const planned = new Set(['Job/shop-migrate']);
    expect(found({})).toBe(0);
    expect(found({ planned })).toBe(0);
    expect(found({ planned, changed: new Set(['Job/other']) })).toBe(0);
    expect(found({ planned, changed: planned })).toBe(1);
    expect(found({ planned: new Set() })).toBe(1);
    expect(found({ planChecked: false })).toBe(1);
  });

  test('of bundles can be silenced at the service they are reported at', () => {
    const environments = (annotations: string): string =>
      `environments: { staging: { namespace: 'a' }, production: { namespace: 'b', annotations: { ${annotations} } } }`;
    const found = (annotations: string): number =>
      checkBundle(
        [routeClaimedByTwoServices],
        described({ language: 'ts', code: environments(annotations) }).plans,
      ).length;
    expect(found('')).toBe(1);
    expect(found(`'slipway.dev/ignore-SW5010': 'two clusters'`)).toBe(0);
  });
});

describe('objects nobody has checked', () => {
  test.each([
    ['nothing', undefined],
    ['text', 'kind: Pod'],
    ['an object without a kind', { metadata: {} }],
    ['a spec that is a list', { apiVersion: 'v1', kind: 'Pod', metadata: [], spec: [] }],
    [
      'containers that are no objects',
      { apiVersion: 'v1', kind: 'Pod', spec: { containers: ['web'] } },
    ],
    [
      'numbers where texts belong',
      { apiVersion: 1, kind: 'Service', metadata: { name: 7 }, spec: { selector: 3, ports: {} } },
    ],
    [
      'nulls',
      {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: null,
        spec: {
          template: {
            spec: {
              containers: [null, { name: null, env: [null], resources: null }],
              volumes: null,
            },
          },
        },
      },
    ],
    [
      'an Ingress of nulls',
      {
        apiVersion: 'networking.k8s.io/v1',
        kind: 'Ingress',
        spec: { rules: [null, { http: { paths: [{ backend: null }] } }] },
      },
    ],
    [
      'a budget of nonsense',
      {
        apiVersion: 'policy/v1',
        kind: 'PodDisruptionBudget',
        spec: { selector: {}, maxUnavailable: 'many' },
      },
    ],
  ])('break no rule by themselves: %s', (_title, manifest) => {
    expect(() => checkManifests(MANIFEST_RULES, [manifest, deployment()])).not.toThrow();
  });

  test('lists are unfolded', () => {
    const list = { apiVersion: 'v1', kind: 'List', items: [deployment()] };
    expect(codes(checkManifests(MANIFEST_RULES, [list]))).toContain('SW4301');
  });
});
