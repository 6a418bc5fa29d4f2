// What holds for every proxy in the pod, in any circumstances.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ProxyFacts, ProxyInput } from '../../lib/model/proxy.ts';
import { PROXY_EXAMPLES, nginx } from '../../lib/proxies/index.ts';
import { parseDnsLabel } from '../../lib/units/dns-name.ts';
import { parseQuantity } from '../../lib/units/quantity.ts';
import { readmesAreTrue, variantsKeepTheirContract } from '../support/variant-contract.ts';
import { ANY_PROXY_INPUT } from './situation.ts';

variantsKeepTheirContract(PROXY_EXAMPLES);
readmesAreTrue([{ folder: 'proxies/nginx', example: nginx(), scope: { nginx } }]);

describe.each(PROXY_EXAMPLES.map((proxy, index) => [`${proxy.kind} ${index}`, proxy] as const))(
  'the facts of %s',
  (_, proxy) => {
    const always = (what: (facts: ProxyFacts, input: ProxyInput) => void) =>
      fc.assert(
        fc.property(ANY_PROXY_INPUT, (input) => {
          what(proxy.facts(input), input);
        }),
        { numRuns: 100 },
      );

    test('are plain data, the same each time', () => {
      always((facts, input) => {
        expect(structuredClone(facts)).toEqual(facts);
        expect(JSON.stringify(proxy.facts(input))).toBe(JSON.stringify(facts));
      });
    });
    test('keep idle connections longer than the proxy in front', () => {
      always(({ keepAlive }, input) => {
        expect(keepAlive).toMatchObject({ kind: 'keeps' });
        if (keepAlive.kind === 'keeps') {
          expect(keepAlive.seconds).toBeGreaterThanOrEqual(input.proxyKeepAliveSeconds + 5);
        }
      });
    });
    test('count time in whole seconds', () => {
      always(({ handoverSeconds, drainExtraSeconds }) => {
        for (const count of [handoverSeconds, drainExtraSeconds]) {
          expect(Number.isSafeInteger(count) && count >= 0).toBe(true);
        }
      });
    });
    test('name volumes, paths and sizes that Kubernetes takes', () => {
      always(({ files, writable, assets, container }) => {
        for (const name of [container, ...assets.map((each) => each.name)]) {
          expect(parseDnsLabel(name)).toMatchObject({ ok: true });
        }
        expect(new Set(assets.map(({ name }) => name)).size).toBe(assets.length);
        const paths = [...Object.keys(files), ...writable.map(({ path }) => path)];
        expect(
          [...paths, ...assets.flatMap(({ filledAt, servedAt }) => [filledAt, servedAt])].filter(
            (path) => !path.startsWith('/'),
          ),
        ).toEqual([]);
        const sizes = [...writable, ...assets].map(({ sizeLimit }) => sizeLimit);
        expect(sizes.filter((size) => !parseQuantity(size).ok)).toEqual([]);
      });
    });
    test('report only findings of their own block, below their process', () => {
      always(({ findings }, input) => {
        for (const finding of findings) {
          expect(finding.code).toMatch(/^SW205\d$/);
          expect(finding.path.startsWith(`${input.process}.proxy`)).toBe(true);
        }
      });
    });
    test('explain values that exist', () => {
      always((facts) => {
        for (const path of Object.keys(facts.because)) {
          expect(Reflect.get(facts, path), path).toBeDefined();
        }
      });
    });
  },
);
