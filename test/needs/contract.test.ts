// What holds for every need.
import { describe, expect, test } from 'vitest';
import { secretRef } from '../../lib/model/spec/values.ts';
import {
  NEED_EXAMPLES,
  bucket,
  httpApi,
  kafka,
  other,
  postgres,
  rabbitmq,
  redis,
  search,
  smtp,
} from '../../lib/needs/index.ts';
import { parseCidr } from '../../lib/units/cidr.ts';
import { parseEnvName } from '../../lib/units/env-name.ts';
import { readmesAreTrue, variantsKeepTheirContract } from '../support/variant-contract.ts';

variantsKeepTheirContract(NEED_EXAMPLES);
readmesAreTrue([
  { folder: 'needs/postgres', example: postgres({}), scope: { postgres, secretRef } },
  { folder: 'needs/redis', example: redis({}), scope: { redis, secretRef } },
  { folder: 'needs/rabbitmq', example: rabbitmq({}), scope: { rabbitmq, secretRef } },
  { folder: 'needs/kafka', example: kafka({ bootstrapServers: {} }), scope: { kafka, secretRef } },
  { folder: 'needs/bucket', example: bucket({}), scope: { bucket } },
  { folder: 'needs/smtp', example: smtp({}), scope: { smtp, secretRef } },
  { folder: 'needs/search', example: search({}), scope: { search, secretRef } },
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
    test('hold by meaning nothing that is not in a variable or known without one', () => {
      for (const part of Object.values(facts.parts ?? {})) {
        if (part.variable !== undefined) expect(facts.variables[part.variable]).toEqual(part.value);
        else expect(typeof part.value).not.toBe('object');
      }
    });
    test('say so when any address may be reached', () => {
      const anywhere = facts.egress.some(({ to }) => to.length === 0);
      expect(facts.title.includes('any address')).toBe(anywhere);
    });
  },
);
