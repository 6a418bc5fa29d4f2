// What each trigger makes of a need, in the parameters that KEDA reads (struct tags of pkg/scalers, keda v2.21.0).
import { describe, expect, test } from 'vitest';
import { secretRef } from '../../lib/model/spec/values.ts';
import { kafka, postgres, rabbitmq, redis } from '../../lib/needs/index.ts';
import {
  cronWindow,
  kafkaLag,
  kedaTrigger,
  postgresQuery,
  prometheusQuery,
  rabbitmqQueue,
  redisList,
  redisStream,
  sqsQueue,
} from '../../lib/triggers/index.ts';
import { input } from './input.ts';

const url = secretRef('s', 'url');
const codes = (findings: readonly { readonly code: string }[]) => findings.map(({ code }) => code);

describe('redis', () => {
  test('takes host, port, password and TLS of the need', () => {
    expect(redisList({ source: 'redis', list: 'celery', length: 20 }).facts(input())).toEqual({
      type: 'redis',
      metadata: {
        host: 'redis.internal',
        port: '6379',
        enableTLS: 'true',
        listName: 'celery',
        listLength: '20',
      },
      secrets: [{ parameter: 'password', secret: 'shop-redis', key: 'password' }],
      variables: [],
      findings: [],
    });
  });
  test('reads the address out of a URL that is written out', () => {
    const plain = redis({ url: { REDIS_URL: 'redis://redis.data.svc/3' } });
    const { metadata, findings } = redisList({ source: 'plain', list: 'x' }).facts(
      input({ plain }),
    );
    expect(metadata).toEqual({ address: 'redis.data.svc:6379', listName: 'x' });
    expect(findings).toEqual([]);
  });
  test('a URL in a Secret only is of no use, unless the address is said', () => {
    const only = redis({ url: { REDIS_URL: url } });
    const { findings } = redisList({ source: 'only', list: 'x' }).facts(input({ only }));
    expect(codes(findings)).toEqual(['SW2159']);
    const said = redisList({ source: 'only', list: 'x', address: secretRef('s', 'a') });
    expect(said.facts(input({ only }))).toMatchObject({
      secrets: [{ parameter: 'address', secret: 's', key: 'a' }],
      findings: [],
    });
  });
  test('pending entries start no first pod', () => {
    const pending = redisStream({ source: 'redis', stream: 's', group: 'g', pending: 5 });
    expect(codes(pending.facts(input({}, { min: 0 })).findings)).toEqual(['SW2165']);
    expect(codes(pending.facts(input({}, { min: 1 })).findings)).toEqual([]);
  });
});

describe('rabbitmq', () => {
  test('takes the URL of the need for its host', () => {
    expect(rabbitmqQueue({ source: 'rabbitmq', queue: 'q' }).facts(input())).toMatchObject({
      metadata: { queueName: 'q', mode: 'QueueLength', value: '20' },
      secrets: [{ parameter: 'host', secret: 'shop-mq', key: 'url' }],
    });
  });
  test('makes a URL of a host that is written out', () => {
    const parts = rabbitmq({
      host: { H: 'mq.internal' },
      user: { U: 'shop' },
      password: { P: secretRef('mq', 'p') },
      virtualHost: { V: 'shop' },
      tls: true,
    });
    expect(rabbitmqQueue({ source: 'parts', queue: 'q' }).facts(input({ parts }))).toMatchObject({
      metadata: { host: 'amqps://mq.internal:5671', vhostName: 'shop', usernameFromEnv: 'U' },
      secrets: [{ parameter: 'password', secret: 'mq', key: 'p' }],
      findings: [],
    });
  });
  test('a host in a Secret is no URL', () => {
    const parts = rabbitmq({ host: { H: secretRef('mq', 'host') } });
    const { findings } = rabbitmqQueue({ source: 'parts', queue: 'q' }).facts(input({ parts }));
    expect(codes(findings)).toEqual(['SW2159']);
  });
});

describe('kafka', () => {
  test('takes servers through the variable of the pods, TLS and SASL by KEDA’s names', () => {
    expect(kafkaLag({ source: 'kafka', group: 'g' }).facts(input())).toEqual({
      type: 'kafka',
      metadata: {
        bootstrapServersFromEnv: 'KAFKA_SERVERS',
        sasl: 'scram_sha512',
        tls: 'enable',
        consumerGroup: 'g',
      },
      secrets: [{ parameter: 'password', secret: 'shop-kafka', key: 'password' }],
      variables: [{ parameter: 'username', variable: 'KAFKA_USER' }],
      findings: [],
    });
  });
  test('takes servers that are written out as they are', () => {
    const plain = kafka({ bootstrapServers: { S: 'a:9092,b:9092' } });
    const { metadata } = kafkaLag({ source: 'plain', group: 'g' }).facts(input({ plain }));
    expect(metadata).toEqual({ bootstrapServers: 'a:9092,b:9092', consumerGroup: 'g' });
  });
});

describe('postgres', () => {
  const query = { query: 'SELECT 1', target: 5 };
  test('takes the URL of the need, also one without password in text', () => {
    expect(postgresQuery({ source: 'postgres', ...query }).facts(input()).secrets).toEqual([
      { parameter: 'connection', secret: 'shop-db', key: 'url' },
    ]);
    const plain = postgres({ url: { DATABASE_URL: 'postgres://shop@db/shop' } });
    expect(
      postgresQuery({ source: 'plain', ...query }).facts(input({ plain })).metadata,
    ).toMatchObject({ connectionFromEnv: 'DATABASE_URL' });
  });
  test('takes parts, and says which are missing', () => {
    const parts = postgres({
      host: { PGHOST: 'db' },
      user: { PGUSER: secretRef('db', 'user') },
      password: { PGPASSWORD: secretRef('db', 'password') },
      database: { PGDATABASE: 'shop' },
    });
    expect(postgresQuery({ source: 'parts', ...query }).facts(input({ parts }))).toMatchObject({
      metadata: { host: 'db', port: '5432', dbName: 'shop', sslmode: 'require' },
      secrets: [
        { parameter: 'userName', secret: 'db', key: 'user' },
        { parameter: 'password', secret: 'db', key: 'password' },
      ],
      findings: [],
    });
    const some = postgres({ host: { PGHOST: 'db' } });
    const { findings } = postgresQuery({ source: 'some', ...query }).facts(input({ some }));
    expect(findings.map(({ message }) => message).join()).toContain('no user, no database');
  });
});

describe('others', () => {
  test('SQS asks with the role of the pods unless something else is said', () => {
    const queueUrl = 'https://sqs.eu-central-1.amazonaws.com/1/q';
    expect(sqsQueue({ queueUrl }).facts(input())).toMatchObject({
      metadata: { queueURL: queueUrl, awsRegion: 'eu-central-1' },
      identity: { provider: 'aws', owner: 'workload' },
    });
    expect(
      sqsQueue({ queueUrl, accessKey: url, secretKey: url }).facts(input()),
    ).not.toHaveProperty('identity');
  });
  test('a window outside the bounds is said', () => {
    const window = cronWindow({
      timezone: 'Etc/UTC',
      start: '0 8 * * *',
      end: '0 9 * * *',
      replicas: 5,
    });
    const found = (bounds: { min?: number; max?: number }) =>
      codes(window.facts(input({}, bounds)).findings);
    expect([found({ max: 4 }), found({ min: 5 }), found({})]).toEqual([['SW2166'], ['SW2166'], []]);
  });
  test('a source that is misspelt, or of another kind', () => {
    const { findings } = redisList({ source: 'redsi', list: 'x' }).facts(input());
    expect(findings).toMatchObject([{ code: 'SW2158', fix: 'Did you mean `redis`?' }]);
    const other = redisList({ source: 'kafka', list: 'x' }).facts(input());
    expect(codes(other.findings)).toEqual(['SW2159']);
  });
});

test.each<[string, { check(): readonly { readonly path: string }[] }]>([
  ['', redisStream({ source: 'r', stream: 's', group: 'g', lag: 1, pending: 1 })],
  ['', redisStream({ source: 'r', stream: 's' })],
  ['group', redisStream({ source: 'r', stream: 's', lag: 1 })],
  ['group', redisStream({ source: 'r', stream: 's', group: 'g', length: 1 })],
  ['length', redisList({ source: 'r', list: 'l', length: 0 })],
  ['rate', rabbitmqQueue({ source: 'r', queue: 'q', rate: 5 })],
  ['rate', rabbitmqQueue({ source: 'r', queue: 'q', rate: 5, length: 5, management: 'http://m' })],
  ['management', rabbitmqQueue({ source: 'r', queue: 'q', management: 'amqp://m' })],
  ['queueUrl', sqsQueue({ queueUrl: 'mail' })],
  ['region', sqsQueue({ queueUrl: 'http://localstack:4566/0/q' })],
  [
    'region',
    sqsQueue({ queueUrl: 'https://sqs.eu-west-1.amazonaws.com/1/q', region: 'eu-west-2' }),
  ],
  ['secretKey', sqsQueue({ queueUrl: 'https://sqs.eu-west-1.amazonaws.com/1/q', accessKey: url })],
  ['lag', kafkaLag({ source: 'k', group: 'g', lag: 0 })],
  ['server', prometheusQuery({ server: 'http://u:p@prom', query: 'x', threshold: 1 })],
  ['threshold', prometheusQuery({ server: 'http://prom', query: 'x', threshold: 0 })],
  ['target', postgresQuery({ source: 'p', query: 'x', target: -1 })],
  ['end', cronWindow({ timezone: 'Etc/UTC', start: '0 8 * * *', end: '0 8 * * *', replicas: 1 })],
  ['start', cronWindow({ timezone: 'Etc/UTC', start: '@daily', end: '0 8 * * *', replicas: 1 })],
  [
    'timezone',
    cronWindow({ timezone: 'Berlin', start: '0 7 * * *', end: '0 8 * * *', replicas: 1 }),
  ],
  ['type', kedaTrigger({ type: 'cpu', metadata: { value: '70' } })],
])('refuses at `%s`: %#', (path, trigger) => {
  expect(trigger.check().map((problem) => problem.path)).toEqual([path]);
});
