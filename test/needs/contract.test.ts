// What holds for every need.
import { describe, expect, test } from 'vitest';
import { secretRef } from '../../lib/model/spec/values.ts';
import { NEED_EXAMPLES, httpApi, other, postgres, redis } from '../../lib/needs/index.ts';
import { parseCidr } from '../../lib/units/cidr.ts';
import { parseEnvName } from '../../lib/units/env-name.ts';
import { readmesAreTrue, variantsKeepTheirContract } from '../support/variant-contract.ts';

variantsKeepTheirContract(NEED_EXAMPLES);
readmesAreTrue([
  { folder: 'needs/postgres', example: postgres({}), scope: { postgres, secretRef } },
  { folder: 'needs/redis', example: redis({}), scope: { redis, secretRef } },
  { folder: 'needs/http', example: httpApi(), scope: { httpApi, secretRef } },
  { folder: 'needs/other', example: other({ title: 'X', ports: [] }), scope: { other } },
]);

describe.each(NEED_EXAMPLES.map((need, index) => [`${need.kind} ${index}`, need] as const))(
  'the facts of %s',
  (_, need) => {
    const facts = need.facts('db');
    test('are plain data, the same each time', () => {
      expect(structuredClone(facts)).toEqual(facts);
      expect(need.facts('db')).toEqual(facts);
    });
    test('name variables, ports and addresses that Kubernetes takes', () => {
      expect(Object.keys(facts.variables).filter((name) => !parseEnvName(name).ok)).toEqual([]);
      expect(facts.egress.length).toBeGreaterThan(0);
      for (const { port, to } of facts.egress) {
        expect(Number.isInteger(port) && port >= 1 && port <= 65_535).toBe(true);
        for (const peer of to) {
          if (peer.kind === 'addresses') expect(parseCidr(peer.cidr).ok).toBe(true);
        }
      }
    });
    test('say so when any address may be reached', () => {
      const anywhere = facts.egress.some(({ to }) => to.length === 0);
      expect(facts.title.includes('any address')).toBe(anywhere);
    });
  },
);
