// A service that many others call: resolved once for all of them, and up to date for whoever looks at it.
import { App as Cdk8sApp, Testing } from 'cdk8s';
import { describe, expect, test } from 'vitest';
import { defineService, gunicorn, internal, type Service, ServiceChart } from '../../lib/index.ts';
import { textAt } from '../support/kubernetes-object.ts';

const CALLERS = 40;

/** A service that is called, and how often its server was asked for its facts: once in each resolving. */
function counted(): { readonly hub: Service; readonly resolved: () => number } {
  let count = 0;
  const plain = gunicorn({ app: 'hub.wsgi' });
  const server: typeof plain = {
    ...plain,
    with: () => server,
    facts: (input) => {
      count += 1;
      return plain.facts(input);
    },
  };
  const hub = defineService({
    name: 'hub',
    image: { repository: 'ghcr.io/acme/hub', tag: '1.0.0' },
    web: { server, health: '/healthz' },
    expose: internal(),
  });
  return { hub, resolved: () => count };
}

function callersOf(hub: Service): readonly Service[] {
  return Array.from({ length: CALLERS }, (_, index) =>
    defineService({
      name: `caller-${index}`,
      image: { repository: 'ghcr.io/acme/caller', tag: '1.0.0' },
      workers: { mail: { command: ['celery'] } },
      config: { HUB_URL: hub.url() },
    }),
  );
}

/** The chart of the hub, made before or after those of its callers. */
function inApp(hub: Service, place: 'first' | 'last'): ServiceChart {
  const app = new Cdk8sApp();
  const first = place === 'first' ? new ServiceChart(app, hub) : undefined;
  for (const caller of callersOf(hub)) new ServiceChart(app, caller);
  return first ?? new ServiceChart(app, hub);
}

/** Names of policies for callers below a chart, by walking its constructs. */
function policies(objects: readonly unknown[]): readonly (string | undefined)[] {
  return objects
    .filter((object) => textAt(object, 'kind') === 'NetworkPolicy')
    .map((object) => textAt(object, 'metadata', 'name'));
}

describe('a service that many others call', () => {
  test.each(['first', 'last'] as const)('is resolved twice where its chart is made %s', (place) => {
    const { hub, resolved } = counted();
    const chart = inApp(hub, place);
    expect(resolved()).toBe(1);
    expect(policies(Testing.synth(chart)).length).toBeGreaterThanOrEqual(CALLERS);
    chart.validationMessages();
    chart.node.findAll();
    expect(resolved()).toBe(2);
  });

  test('has the same objects wherever its chart is made', () => {
    const { hub } = counted();
    const sorted = (place: 'first' | 'last') =>
      Testing.synth(inApp(hub, place))
        .map((object) => JSON.stringify(object))
        .toSorted();
    expect(sorted('first')).toEqual(sorted('last'));
  });

  const ways: Readonly<Record<string, (chart: ServiceChart) => number>> = {
    'its constructs are walked': ({ node }) => node.findAll().length,
    'its children are listed': ({ node }) => node.children.length,
    'the app is walked': ({ node }) =>
      node.root.node
        .findAll()
        .filter(({ node: { scopes } }) => scopes.includes(node.scope ?? node.root)).length,
    'its ids are asked for': ({ objectIds }) => objectIds.length,
    'its plan is asked for': ({ plan }) => plan.network.policies.length,
    'it is written': (chart) => chart.toJson().length,
  };
  test.each(Object.entries(ways))('is up to date when %s', (_way, look) => {
    const { hub } = counted();
    const alone = new ServiceChart(new Cdk8sApp(), hub);
    expect(look(inApp(hub, 'first'))).toBeGreaterThanOrEqual(look(alone) + CALLERS);
  });

  test('finds the policy of a caller by its id', () => {
    const chart = inApp(counted().hub, 'first');
    const id = inApp(counted().hub, 'last').objectIds.find((each) => each.includes('caller-7'));
    expect(id).toBeDefined();
    expect(chart.object(id ?? '').name).toContain('caller-7');
    expect(chart.diagnostics.map(({ code }) => code)).not.toContain('SW5005');
  });
});
