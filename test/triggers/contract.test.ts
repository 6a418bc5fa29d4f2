// What holds for every trigger.
import { describe, expect, test } from 'vitest';
import { secretRef } from '../../lib/model/spec/values.ts';
import type { TriggerInput } from '../../lib/model/trigger.ts';
import * as triggers from '../../lib/triggers/index.ts';
import { readmesAreTrue, variantsKeepTheirContract } from '../support/variant-contract.ts';
import { input } from './input.ts';

const {
  TRIGGER_EXAMPLES,
  cronWindow,
  kafkaLag,
  kedaTrigger,
  postgresQuery,
  prometheusQuery,
  rabbitmqQueue,
  redisList,
  redisStream,
  sqsQueue,
} = triggers;
const scope = { ...triggers, secretRef };

variantsKeepTheirContract(TRIGGER_EXAMPLES);
readmesAreTrue([
  { folder: 'triggers/redis-list', example: redisList({ source: 'a', list: 'b' }), scope },
  {
    folder: 'triggers/redis-stream',
    example: redisStream({ source: 'a', stream: 'b', length: 1 }),
    scope,
  },
  {
    folder: 'triggers/rabbitmq-queue',
    example: rabbitmqQueue({ source: 'a', queue: 'b' }),
    scope,
  },
  {
    folder: 'triggers/sqs-queue',
    example: sqsQueue({ queueUrl: 'https://sqs.eu-central-1.amazonaws.com/1/a' }),
    scope,
  },
  { folder: 'triggers/kafka-lag', example: kafkaLag({ source: 'a', group: 'b' }), scope },
  {
    folder: 'triggers/prometheus-query',
    example: prometheusQuery({ server: 'http://a', query: 'b', threshold: 1 }),
    scope,
  },
  {
    folder: 'triggers/postgres-query',
    example: postgresQuery({ source: 'a', query: 'b', target: 1 }),
    scope,
  },
  {
    folder: 'triggers/cron-window',
    example: cronWindow({
      timezone: 'Etc/UTC',
      start: '0 8 * * *',
      end: '0 9 * * *',
      replicas: 1,
    }),
    scope,
  },
  { folder: 'triggers/keda-trigger', example: kedaTrigger({ type: 'a', metadata: {} }), scope },
]);

describe.each(
  TRIGGER_EXAMPLES.map((trigger, index) => [`${trigger.kind} ${index}`, trigger] as const),
)('the facts of %s', (_, trigger) => {
  const facts = trigger.facts(input());
  test('are plain data, the same each time', () => {
    expect(structuredClone(facts)).toEqual(facts);
    expect(trigger.facts(input())).toEqual(facts);
  });
  test('have nothing to complain about, and text for every parameter', () => {
    expect(facts.findings).toEqual([]);
    for (const value of Object.values(facts.metadata)) expect(value).toEqual(expect.any(String));
  });
  test('say every parameter once', () => {
    const said = [
      ...Object.keys(facts.metadata).map((key) => key.replace(/FromEnv$/, '')),
      ...(facts.secrets ?? []).map(({ parameter }) => parameter),
      ...(facts.variables ?? []).map(({ parameter }) => parameter),
    ];
    expect(said).toEqual([...new Set(said)]);
  });
  test('name no need twice: without its source a trigger says what is missing', () => {
    const empty: TriggerInput = { ...input(), needs: {} };
    const findings = trigger.facts(empty).findings.map(({ code }) => code);
    expect(findings).toEqual('source' in trigger.options ? ['SW2158'] : []);
  });
});
