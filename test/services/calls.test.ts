// Services of one app that call one another: addresses, holes on both sides, and who waits for whom.
import { Chart } from 'cdk8s';
import { describe, expect, test } from 'vitest';
import {
  App,
  ServiceChart,
  defineService,
  environmentsOf,
  gunicorn,
  httpApi,
  urlOf,
  type Service,
  type ServiceSpec,
} from '../../lib/index.ts';
import { synthesise } from '../../lib/constructs/synthesise.ts';
import { networkOf } from '../support/network-policy.ts';
import { podTemplatesOf } from '../support/pod-templates.ts';

const web = { server: gunicorn({ app: 'a:b', version: '27.0.1' }), health: '/healthz' };
const describeService = (name: string, more: Partial<ServiceSpec> = {}): Service =>
  defineService({
    name,
    image: { repository: name, tag: '1' },
    web,
    environments: { staging: {}, production: { namespace: `${name}-live` } },
    ...more,
  });

/** Every environment of some services in one app, in the order given. */
function built(...services: readonly Service[]) {
  const app = new App({ outdir: 'unwritten', helm: false });
  for (const service of services)
    for (const environment of environmentsOf(service))
      new ServiceChart(app, service, { environment });
  const { services: made, diagnostics } = synthesise(app);
  const manifests = made.flatMap(({ objects }) => objects.map(({ manifest }) => manifest));
  return {
    made,
    manifests,
    diagnostics,
    errors: diagnostics.filter(({ severity }) => severity === 'error'),
    warnings: diagnostics.filter(({ code }) => code === 'SW2302'),
  };
}

/** Which pods reach port 8000 of which, as `namespace/service-process`. */
function reached(manifests: readonly unknown[]): readonly string[] {
  const network = networkOf(manifests);
  const pods = podTemplatesOf(manifests);
  const named = (pod: (typeof pods)[number]) =>
    `${pod.namespace}/${pod.labels['app.kubernetes.io/name']}-${pod.labels['app.kubernetes.io/component']}`;
  return pods
    .flatMap((from) =>
      pods
        .filter((to) => network.allows({ from, to, port: 8000 }))
        .map((to) => `${named(from)} → ${named(to)}`),
    )
    .toSorted();
}

const search = describeService('search');

describe('a service that is called', () => {
  const portal = describeService('portal', {
    config: { SEARCH_URL: search.url({ path: '/api' }), SEARCH: search.address() },
    workers: { mail: { command: ['x'] } },
  });

  const unreachable = (...services: readonly Service[]) =>
    built(...services)
      .diagnostics.filter(({ code }) => code === 'SW2155')
      .map(({ at }) => at.service);
  test('is not said to be reachable by nobody, though no exposure leads to it', () => {
    expect(unreachable(search, portal)).not.toContain('search');
    expect(unreachable(portal, search)).not.toContain('search');
    expect(unreachable(search)).toContain('search');
  });
  test('is not said to be so either where somebody is let in, or everybody is', () => {
    const ingress = [{ namespace: 'partners' }];
    expect(unreachable(describeService('a', { network: { ingress } }))).toEqual([]);
    expect(unreachable(describeService('a', { network: { policies: false } }))).toEqual([]);
    const others = [{ namespace: 'partners', process: 'api' }];
    expect(unreachable(describeService('a', { network: { ingress: others } }))).toContain('a');
  });

  test.each([
    ['first', [search, portal]],
    ['last', [portal, search]],
  ] as const)('is reached by its callers and nobody else, when it is made %s', (_, services) => {
    const { manifests, errors, warnings } = built(...services);
    expect([...errors, ...warnings]).toEqual([]);
    expect(reached(manifests)).toEqual([
      'portal-live/portal-mail → search-live/search-web',
      'portal-live/portal-web → search-live/search-web',
      'portal-staging/portal-mail → search-staging/search-web',
      'portal-staging/portal-web → search-staging/search-web',
    ]);
  });

  test('has another address in each environment', () => {
    const { manifests } = built(search, portal);
    const texts = manifests.map((manifest) => JSON.stringify(manifest)).join();
    expect(texts).toContain('"http://search-web.search-staging.svc/api"');
    expect(texts).toContain('"http://search-web.search-live.svc/api"');
    expect(texts).toContain('"search-web.search-live.svc:80"');
  });

  test('is planned with its callers, whose policy names them', () => {
    const { made } = built(search, portal);
    const plan = made.find(({ chart }) => chart.service === 'search')?.chart.plan;
    expect(plan?.network.policies.map(({ name }) => name)).toContain('search-web-from-portal');
  });

  test('lets in only the process that calls', () => {
    const shop = describeService('shop', {
      workers: { mail: { command: ['x'], config: { SEARCH_URL: search.url() } } },
    });
    expect(reached(built(shop, search).manifests)).toEqual([
      'shop-live/shop-mail → search-live/search-web',
      'shop-staging/shop-mail → search-staging/search-web',
    ]);
  });

  test('by a need as well', () => {
    const shop = describeService('shop', {
      needs: { search: httpApi({ url: { SEARCH_URL: search.url() } }) },
    });
    const { manifests, errors } = built(shop, search);
    expect(errors).toEqual([]);
    expect(reached(manifests)).toHaveLength(2);
  });

  test('by nobody who was taken out of the app, and by nobody of another app', () => {
    const app = new App({ outdir: 'unwritten', helm: false });
    const environment = 'staging';
    new ServiceChart(app, portal, { environment, id: 'gone' });
    expect(app.node.tryRemoveChild('gone')).toBe(true);
    new ServiceChart(new App({ outdir: 'unwritten' }), portal, { environment });
    const chart = new ServiceChart(app, search, { environment });
    expect(chart.objectIds.filter((id) => id.includes('portal'))).toEqual([]);
    new ServiceChart(app, portal, { environment });
    expect(chart.objectIds.filter((id) => id.includes('portal'))).toHaveLength(1);
  });

  test('without a walk over the app for every service in it', () => {
    const app = new App({ outdir: 'unwritten', helm: false });
    let walks = 0;
    Object.defineProperty(new Chart(app, 'probe').node, 'children', {
      get: () => {
        walks += 1;
        return [];
      },
    });
    for (const name of ['a', 'b', 'c']) {
      new ServiceChart(app, describeService(name), { environment: 'staging' });
    }
    expect(walks).toBe(0);
    synthesise(app);
    expect(walks).toBeGreaterThan(0);
  });

  test('without policies of its own gets none that would shut others out', () => {
    const open = describeService('open', { network: { policies: false } });
    const caller = describeService('caller', { config: { A: open.url() } });
    const policies = built(caller, open).manifests.filter(({ kind }) => kind === 'NetworkPolicy');
    expect(policies.map(({ metadata }) => metadata.name)).toEqual(['caller', 'caller']);
  });
});

describe('what cannot be called', () => {
  const complaints = (spec: Partial<ServiceSpec>) => {
    const { errors } = built(describeService('caller', spec), search);
    return errors.map(({ code, at }) => `${code} ${at.path ?? ''}`);
  };
  test('a process that does not exist', () => {
    expect(new Set(complaints({ config: { A: search.url({ process: 'wbe' }) } }))).toEqual(
      new Set(['SW2167 config.A']),
    );
  });
  test('an environment that does not exist there', () => {
    const environments = { preview: {} };
    expect(complaints({ environments, config: { A: search.url() } })).toEqual(['SW2164 config.A']);
    expect(
      complaints({ environments, config: { A: search.url({ environment: 'staging' }) } }),
    ).toEqual([]);
  });
  test('a path that is none', () => {
    expect(complaints({ config: { A: search.url({ path: 'api' }) } })[0]).toContain('SW1001');
  });
});

describe('services that call one another', () => {
  const pair = (startup: boolean) => {
    const wait = startup ? { startup: ['true'] } : {};
    const left: Service = describeService('left', {
      needs: { right: httpApi({ url: { RIGHT: urlOf(() => right) }, ...wait }) },
    });
    const right: Service = describeService('right', {
      needs: { left: httpApi({ url: { LEFT: left.url() }, ...wait }) },
    });
    return [left, right] as const;
  };
  test('may go round', () => {
    const { errors, manifests } = built(...pair(false));
    expect(errors).toEqual([]);
    expect(reached(manifests)).toHaveLength(4);
  });
  test('may not wait for one another: the cycle is named, with the way out', () => {
    const { errors } = built(...pair(true));
    expect(new Set(errors.map(({ code }) => code))).toEqual(new Set(['SW2163']));
    expect(errors[0]?.message).toContain('left → right → left');
    expect(errors[0]?.fix).toContain('startup');
  });
  test('one that waits does so in a container before its own', () => {
    const waiting = describeService('waiting', {
      needs: { search: httpApi({ url: { S: search.url() }, startup: ['curl', '-f', 'x'] }) },
    });
    const { manifests, errors } = built(waiting, search);
    expect(errors).toEqual([]);
    const deployment = manifests.find(
      ({ kind, metadata }) => kind === 'Deployment' && metadata.name === 'waiting-web',
    );
    expect(JSON.stringify(deployment)).toContain('"name":"wait-for-search"');
  });
});
