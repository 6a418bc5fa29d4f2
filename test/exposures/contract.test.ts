// What holds for every exposure, in any circumstances.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  EXPOSURE_EXAMPLES,
  gateway,
  internal,
  loadBalancer,
  nginxIngress,
} from '../../lib/exposures/index.ts';
import { EXPOSURE_FINDINGS } from '../../lib/exposures/findings.ts';
import type { ExposureFacts } from '../../lib/model/exposure.ts';
import { parseHostName, parseObjectName } from '../../lib/units/dns-name.ts';
import { readmesAreTrue, variantsKeepTheirContract } from '../support/variant-contract.ts';
import { ANY_INPUT, ANY_OPTIONS } from './arbitrary.ts';
import { situation, target } from './situation.ts';

variantsKeepTheirContract(EXPOSURE_EXAMPLES);
readmesAreTrue([
  { folder: 'exposures/nginx-ingress', example: nginxIngress({}), scope: { nginxIngress } },
  { folder: 'exposures/gateway', example: gateway({}), scope: { gateway } },
  {
    folder: 'exposures/load-balancer',
    example: loadBalancer(),
    scope: { loadBalancer },
  },
  { folder: 'exposures/internal', example: internal(), scope: { internal } },
]);

test('no example is refused where a blue/green rollout stands behind it', () => {
  const targets = { web: target({ previewServiceName: 'shop-preview' }) };
  for (const example of EXPOSURE_EXAMPLES) {
    const errors = example
      .facts(situation(targets))
      .findings.filter(({ severity }) => severity === 'error');
    expect(errors).toEqual([]);
  }
});

test('codes are in the block of exposures and each is used once', () => {
  const codes = Object.values(EXPOSURE_FINDINGS).map(({ code }) => code);
  expect(codes.filter((code) => !/^SW21(?:[0-4]\d|79|80)$/.test(code))).toEqual([]);
  expect(new Set(codes).size).toBe(codes.length);
});

describe.each([
  ['nginxIngress', nginxIngress, { controller: 'f5' }],
  ['nginxIngress', nginxIngress, { resource: 'virtualServer' }],
  ['nginxIngress', nginxIngress, { controller: 'ingress-nginx' }],
  ['gateway', gateway, { gateway: { name: 'public', namespace: 'gateways' } }],
  ['gateway', gateway, { createGateway: { className: 'envoy' } }],
  ['gateway', gateway, { createGateway: true, implementation: 'ngf' }],
  ['loadBalancer', loadBalancer, { platform: 'aks' }],
  ['internal', internal, {}],
] as const)('the facts of %s (%#)', (_, make, own) => {
  const always = (what: (facts: ExposureFacts) => void, numRuns = 40): void => {
    fc.assert(
      fc.property(ANY_OPTIONS, ANY_INPUT, (options, input) =>
        what(make({ ...options, ...own } as never).facts(input)),
      ),
      { numRuns },
    );
  };

  test('are plain data, the same each time, whatever the options', () => {
    fc.assert(
      fc.property(ANY_OPTIONS, ANY_INPUT, (options, input) => {
        const exposure = make({ ...options, ...own } as never);
        expect(exposure.check()).toEqual([]);
        const facts = exposure.facts(input);
        expect(structuredClone(facts)).toEqual(facts);
        expect(JSON.stringify(exposure.facts(input))).toBe(JSON.stringify(facts));
      }),
      { numRuns: 60 },
    );
  });
  test('name hosts and objects that Kubernetes takes', () => {
    always(({ hosts, objects }) => {
      expect(hosts.filter((host) => !parseHostName(host).ok)).toEqual([]);
      expect(objects.filter(({ name }) => !parseObjectName('Ingress', name).ok)).toEqual([]);
      const names = objects.map((object) =>
        object.kind === 'custom'
          ? `${object.objectKind}/${object.name}`
          : `${object.kind}/${object.name}`,
      );
      expect(new Set(names).size).toBe(names.length);
    });
  });
  test('present a host without wildcard first, where there is one', () => {
    always(({ hosts }) => {
      if (hosts.some((host) => !host.startsWith('*'))) expect(hosts[0]).not.toMatch(/^\*/);
    });
  });
  test('keep the order of waiting: pause at least as long as the shortest one', () => {
    always(({ proxy }) => {
      expect(proxy.propagationSeconds).toBeGreaterThanOrEqual(proxy.minimumPropagationSeconds);
      expect(proxy.sources.length).toBeGreaterThan(0);
    });
  });
  test('complain with a code, a place, a reason and a way out', () => {
    always(({ findings }) => {
      for (const { name, code, path, because, fix } of findings) {
        expect(EXPOSURE_FINDINGS).toHaveProperty(name, expect.objectContaining({ code }));
        expect(path).toMatch(/^expose\b/);
        expect(because).toMatch(/\.$/);
        expect(fix).toMatch(/[.?]$/);
      }
    });
  });
  test('say of each Secret what it must hold', () => {
    always(({ secrets, findings }) => {
      expect(secrets.filter(({ purpose }) => purpose.length < 20)).toEqual([]);
      if (findings.some(({ name }) => name === 'secret-for-two-purposes')) return;
      expect(new Set(secrets.map(({ name }) => name)).size).toBe(secrets.length);
    });
  });
});
