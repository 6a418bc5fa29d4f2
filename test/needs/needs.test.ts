// What each need fills, opens and counts, and what it refuses.
import { describe, expect, test } from 'vitest';
import { fieldRef, secretRef, undecided } from '../../lib/model/spec/values.ts';
import {
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

const url = secretRef('shop-db', 'url');

describe('postgres', () => {
  test('fills the URL, opens 5432 to any address, and counts one of 100 connections a thread', () => {
    expect(postgres({ url: { DATABASE_URL: url } }).facts('db')).toEqual({
      title: 'PostgreSQL at any address, port 5432',
      variables: { DATABASE_URL: url },
      egress: [{ to: [], port: 5432, protocol: 'TCP' }],
      connections: { max: 100, perThread: 1, assumed: "PostgreSQL's default" },
      parts: { url: { variable: 'DATABASE_URL', value: url }, port: { value: 5432 } },
    });
  });
  test('fills single variables, the port too, and opens what is said', () => {
    const facts = postgres({
      host: { PGHOST: 'db.internal' },
      user: { PGUSER: secretRef('shop-db', 'user') },
      portVariable: 'PGPORT',
      port: 6432,
      to: ['10.20.0.0/16', { namespace: 'data', podLabels: { app: 'pgbouncer' } }],
      connections: { perThread: 2 },
    }).facts('db');
    expect(facts.variables).toEqual({
      PGHOST: 'db.internal',
      PGUSER: secretRef('shop-db', 'user'),
      PGPORT: 6432,
    });
    expect(facts.egress).toEqual([
      {
        to: [
          { kind: 'addresses', cidr: '10.20.0.0/16' },
          {
            kind: 'pods',
            namespaceLabels: { 'kubernetes.io/metadata.name': 'data' },
            podLabels: { app: 'pgbouncer' },
          },
        ],
        port: 6432,
        protocol: 'TCP',
      },
    ]);
    expect(facts.connections).toMatchObject({ max: 100, perThread: 2 });
    expect(facts.title).toBe('PostgreSQL at port 6432');
  });
  test('takes references, fields and open decisions as values', () => {
    const values = { A: fieldRef('status.hostIP'), B: undecided('ask the DBA'), C: 5, D: true };
    expect(postgres({ host: values }).check()).toEqual([]);
  });
  test.each<[string, object]>([
    ['', {}],
    ['', { port: 5432 }],
    ['url.DATABASE_URL', { url: { DATABASE_URL: 'postgres://shop:s3cret@db/shop' } }],
    ['password.PGPASSWORD', { password: { PGPASSWORD: 's3cret' } }],
    ['host.PGHOST', { url: { PGHOST: url }, host: { PGHOST: 'db' } }],
    ['portVariable.PGPORT', { host: { PGPORT: 'db' }, portVariable: 'PGPORT' }],
    ['url.DATABASE-URL', { url: { 'DATABASE-URL': url } }],
    ['url.A.key', { url: { A: { kind: 'secretRef', name: 'db' } } }],
    ['to', { url: { A: url }, to: '10.20.0.1/16' }],
    ['to.1', { url: { A: url }, to: ['10.0.0.0/8', 'db.internal'] }],
    ['to', { url: { A: url }, to: {} }],
    ['to', { url: { A: url }, to: [] }],
    ['port', { url: { A: url }, port: 70_000 }],
    ['connections.max', { url: { A: url }, connections: { max: 0 } }],
    ['connections.perTread', { url: { A: url }, connections: { perTread: 1 } }],
  ])('refuses at `%s` in %j', (path, options) => {
    const problems = postgres({}).with(options).check();
    expect(problems.map((problem) => problem.path)).toEqual([path]);
  });
  test('takes a URL with a user but no password', () => {
    expect(postgres({ url: { A: 'postgres://shop@db:5432/shop' } }).check()).toEqual([]);
  });
});

describe('redis', () => {
  test('fills the URL, opens 6379 and counts against maxclients', () => {
    expect(
      redis({ url: { REDIS_URL: url }, to: { podLabels: { app: 'redis' } } }).facts(''),
    ).toEqual({
      title: 'Redis at port 6379',
      variables: { REDIS_URL: url },
      egress: [
        {
          to: [{ kind: 'pods', podLabels: { app: 'redis' } }],
          port: 6379,
          protocol: 'TCP',
        },
      ],
      connections: { max: 10_000, perThread: 1, assumed: "Redis' default" },
      parts: {
        url: { variable: 'REDIS_URL', value: url },
        port: { value: 6379 },
        tls: { value: false },
      },
    });
  });
  test.each<[string, object]>([
    ['', {}],
    ['url.REDIS_URL', { url: { REDIS_URL: 'redis://:s3cret@redis:6379/0' } }],
    ['database', { url: { A: url }, database: { B: 'x' } }],
  ])('refuses at `%s` in %j', (path, options) => {
    expect(
      redis({})
        .with(options)
        .check()
        .map((problem) => problem.path),
    ).toEqual([path]);
  });
});

describe('httpApi', () => {
  test.each<[Parameters<typeof httpApi>[0], readonly number[]]>([
    [{}, [443]],
    [{ url: { A: 'https://api.pay.example' } }, [443]],
    [{ url: { A: 'https://api.pay.example:8443/v1' } }, [8443]],
    [{ url: { A: 'http://legacy.internal/' } }, [80]],
    [{ url: { A: 'https://[2001:db8::1]:9443' } }, [9443]],
    [{ url: { A: secretRef('pay', 'url') } }, [443]],
    [{ url: { A: secretRef('pay', 'url') }, port: 8443 }, [8443]],
    [{ url: { A: 'http://a.example', B: 'https://b.example' } }, [80, 443]],
    [{ url: { A: 'not a url' } }, [443]],
  ])('%j opens %j', (options, ports) => {
    expect(
      httpApi(options)
        .facts('pay')
        .egress.map(({ port }) => port),
    ).toEqual(ports);
  });
  test('has no connection budget', () => {
    expect(httpApi().facts('pay')).not.toHaveProperty('connections');
  });
  test.each<[string, object]>([
    ['url.A', { url: { A: 'https://user:pw@api.example' } }],
    ['url.A', { url: { A: 'https://api.example:8443' }, port: 443 }],
    ['credentials.KEY', { credentials: { KEY: 'sk_live_1' } }],
    ['credentials.A', { url: { A: url }, credentials: { A: url } }],
    ['credential', { credential: {} }],
  ])('refuses at `%s` in %j', (path, options) => {
    expect(
      httpApi()
        .with(options)
        .check()
        .map((problem) => problem.path),
    ).toEqual([path]);
  });
});

describe('other', () => {
  test('opens what is said', () => {
    const facts = other({
      title: 'Kerberos',
      ports: [88, { port: 88, protocol: 'UDP' }],
      connections: { max: 5 },
    }).facts('auth');
    expect(facts).toEqual({
      title: 'Kerberos at any address, ports 88, 88',
      variables: {},
      egress: [
        { to: [], port: 88, protocol: 'TCP' },
        { to: [], port: 88, protocol: 'UDP' },
      ],
      connections: { max: 5, perThread: 1 },
    });
  });
  test.each<[string, object]>([
    ['title', { title: '', ports: [1] }],
    ['ports', { title: 'X' }],
    ['ports.0', { title: 'X', ports: [0] }],
    ['ports.0.protocol', { title: 'X', ports: [{ port: 1, protocol: 'SCTP' }] }],
    ['variables.A', { title: 'X', ports: [1], variables: { A: 'amqp://u:p@h' } }],
    ['connections.max', { title: 'X', ports: [1], connections: {} }],
  ])('refuses at `%s` in %j', (path, options) => {
    const some = other({ title: 'X', ports: [1] });
    expect(
      some
        .with(options)
        .check()
        .map((problem) => problem.path),
    ).toEqual([path]);
  });
});

describe('rabbitmq', () => {
  test('fills the URL and opens 5672, which is not counted', () => {
    const facts = rabbitmq({ url: { CELERY_BROKER_URL: url } }).facts('mq');
    expect(facts).toMatchObject({
      title: 'RabbitMQ at any address, port 5672',
      variables: { CELERY_BROKER_URL: url },
      egress: [{ to: [], port: 5672, protocol: 'TCP' }],
    });
    expect(facts).not.toHaveProperty('connections');
  });
  test('opens 5671 over TLS, fills parts, counts what is said', () => {
    const facts = rabbitmq({
      host: { MQ_HOST: 'mq.internal' },
      virtualHost: { MQ_VHOST: '/shop' },
      portVariable: 'MQ_PORT',
      tls: true,
      to: { namespace: 'mq' },
      connections: { max: 20, perThread: 2 },
    }).facts('mq');
    expect(facts.variables).toEqual({ MQ_HOST: 'mq.internal', MQ_VHOST: '/shop', MQ_PORT: 5671 });
    expect(facts.egress.map(({ port }) => port)).toEqual([5671]);
    expect(facts.connections).toEqual({ max: 20, perThread: 2 });
    expect(facts.parts).toMatchObject({ tls: { value: true }, port: { variable: 'MQ_PORT' } });
  });
  test.each<[string, object]>([
    ['', {}],
    ['url.A', { url: { A: 'amqp://shop:s3cret@mq' } }],
    ['url.A', { url: { A: 'amqps://mq.example.com' } }],
    ['url.A', { url: { A: 'amqp://mq' }, tls: true }],
    ['url.A', { url: { A: 'https://mq:15672' } }],
    ['password.A', { host: { H: 'mq' }, password: { A: 'x' } }],
    ['virtualhost', { url: { A: url }, virtualhost: { V: '/' } }],
    ['connections.max', { url: { A: url }, connections: { perThread: 2 } }],
  ])('refuses at `%s` in %j', (path, options) => {
    const problems = rabbitmq({}).with(options).check();
    expect(problems.map((problem) => problem.path)).toEqual([path]);
  });
});

describe('kafka', () => {
  const servers = { SERVERS: 'kafka-0.data:9093, kafka-1.data:9094' };
  test('opens the ports of the servers that are written out', () => {
    const facts = kafka({ bootstrapServers: servers, to: { namespace: 'data' } }).facts('k');
    expect(facts.title).toBe('Kafka at ports 9093, 9094');
    expect(facts.egress.map(({ port }) => port)).toEqual([9093, 9094]);
  });
  test('opens 9092 where the servers are in a Secret, or what is said', () => {
    const given = (ports?: readonly number[]) =>
      kafka({ bootstrapServers: { S: url }, ...(ports === undefined ? {} : { ports }) })
        .facts('k')
        .egress.map(({ port }) => port);
    expect(given()).toEqual([9092]);
    expect(given([9096, 9094, 9096])).toEqual([9094, 9096]);
  });
  test.each([
    [false, false, 'PLAINTEXT'],
    [false, true, 'SSL'],
    [true, false, 'SASL_PLAINTEXT'],
    [true, true, 'SASL_SSL'],
  ])('with sasl %s and tls %s the protocol is %s', (withSasl, tls, protocol) => {
    const sasl = { mechanism: 'PLAIN', user: { U: 'shop' }, password: { P: url } } as const;
    const { variables } = kafka({
      bootstrapServers: servers,
      tls,
      ...(withSasl ? { sasl } : {}),
      securityProtocolVariable: 'PROTOCOL',
    }).facts('k');
    expect(variables['PROTOCOL']).toBe(protocol);
  });
  test.each<[string, object]>([
    ['bootstrapServers', {}],
    ['', { bootstrapServers: {} }],
    ['bootstrapServers.A', { bootstrapServers: { A: 'kafka' } }],
    ['bootstrapServers.A', { bootstrapServers: { A: 'kafka://kafka:9092' } }],
    ['bootstrapServers.A', { bootstrapServers: { A: 'kafka:9092' }, ports: [9093] }],
    ['ports', { bootstrapServers: { A: url }, ports: [] }],
    [
      'sasl.password.P',
      {
        bootstrapServers: { A: url },
        sasl: { mechanism: 'PLAIN', user: { U: 'x' }, password: { P: 'x' } },
      },
    ],
    [
      'sasl.mechanism',
      {
        bootstrapServers: { A: url },
        sasl: { mechanism: 'plain', user: { U: 'x' }, password: { P: url } },
      },
    ],
  ])('refuses at `%s` in %j', (path, options) => {
    const problems = kafka({ bootstrapServers: { A: url } })
      .with(options)
      .check();
    expect(problems.map((problem) => problem.path)).toEqual([path]);
  });
});

describe('bucket', () => {
  const name = { AWS_STORAGE_BUCKET_NAME: 'shop-media' };
  const keys = { accessKey: { ID: url }, secretKey: { KEY: url } };
  test('opens 443, or the port of the endpoint', () => {
    const ports = (endpoint?: string) =>
      bucket({ bucket: name, ...(endpoint === undefined ? {} : { endpoint: { E: endpoint } }) })
        .facts('b')
        .egress.map(({ port }) => port);
    expect(ports()).toEqual([443]);
    expect(ports('http://minio.storage.svc:9000')).toEqual([9000]);
  });
  test('roles for service accounts ask STS, wherever the bucket is', () => {
    const facts = bucket({ bucket: name, identity: 'irsa', to: '10.0.0.0/8' }).facts('b');
    expect(facts.egress).toContainEqual({ to: [], port: 443, protocol: 'TCP' });
    expect(facts.identity).toBe('irsa');
  });
  test('pod identity asks the agent of the node', () => {
    const { egress } = bucket({ bucket: name, identity: 'podIdentity' }).facts('b');
    expect(egress).toContainEqual({
      to: [{ kind: 'addresses', cidr: '169.254.170.23/32' }],
      port: 80,
      protocol: 'TCP',
    });
  });
  test('fills what SDKs read', () => {
    expect(bucket({ bucket: name, ...keys }).facts('b').variables).toEqual({
      ...name,
      ID: url,
      KEY: url,
    });
  });
  test.each<[string, object]>([
    ['', {}],
    ['identity', { bucket: name, identity: 'irsa', ...keys }],
    ['secretKey', { bucket: name, accessKey: { ID: url } }],
    ['accessKey', { bucket: name, secretKey: { KEY: url } }],
    ['accessKey.ID', { bucket: name, ...keys, accessKey: { ID: 'AKIAIOSFODNN7EXAMPLE' } }],
    ['endpoint.E', { bucket: name, endpoint: { E: 'http://minio:9000' }, port: 443 }],
    ['identity', { bucket: name, identity: 'workload' }],
  ])('refuses at `%s` in %j', (path, options) => {
    const problems = bucket({ bucket: name }).with(options).check();
    expect(problems.map((problem) => problem.path)).toEqual([path]);
  });
});

describe('smtp', () => {
  const host = { EMAIL_HOST: 'smtp.example.com' };
  test.each([
    ['starttls', 587, true, false],
    ['implicit', 465, false, true],
    ['none', 25, false, false],
  ] as const)('%s is port %i, and what Django is told', (tls, port, starttls, implicit) => {
    const facts = smtp({
      host,
      tls,
      portVariable: 'EMAIL_PORT',
      starttlsVariable: 'EMAIL_USE_TLS',
      implicitVariable: 'EMAIL_USE_SSL',
    }).facts('mail');
    expect(facts.variables).toEqual({
      ...host,
      EMAIL_PORT: port,
      EMAIL_USE_TLS: starttls,
      EMAIL_USE_SSL: implicit,
    });
    expect(facts.egress.map((hole) => hole.port)).toEqual([port]);
  });
  test('a relay of one’s own may listen anywhere', () => {
    expect(smtp({ host, port: 1025, tls: 'none' }).check()).toEqual([]);
    expect(smtp({ host, port: 587, tls: 'none' }).check()).toEqual([]);
  });
  test.each<[string, object]>([
    ['', {}],
    ['', { sender: { FROM: 'shop@example.com' } }],
    ['port', { host, port: 465 }],
    ['port', { host, port: 465, tls: 'none' }],
    ['port', { host, port: 587, tls: 'implicit' }],
    ['password.P', { host, password: { P: 'x' } }],
    ['url.U', { url: { U: 'smtp://shop:s3cret@smtp.example.com:587' } }],
    ['implicitVariable.EMAIL_HOST', { host, implicitVariable: 'EMAIL_HOST' }],
    ['tls', { host, tls: 'ssl' }],
  ])('refuses at `%s` in %j', (path, options) => {
    const problems = smtp({ host }).with(options).check();
    expect(problems.map((problem) => problem.path)).toEqual([path]);
  });
});

describe('search', () => {
  test.each<[Parameters<typeof search>[0], readonly number[]]>([
    [{ url: { A: url } }, [9200]],
    [{ url: { A: 'https://search.example.com' } }, [443]],
    [{ url: { A: 'http://meilisearch:7700' } }, [7700]],
    [{ url: { A: url }, port: 9243 }, [9243]],
  ])('%j opens %j', (options, ports) => {
    expect(
      search(options)
        .facts('s')
        .egress.map(({ port }) => port),
    ).toEqual(ports);
  });
  test.each<[string, object]>([
    ['', {}],
    ['url.A', { url: { A: 'https://elastic:s3cret@search:9200' } }],
    ['url.A', { url: { A: 'http://search:9200' }, port: 443 }],
    ['apiKey.K', { url: { A: url }, apiKey: { K: 'abc' } }],
    ['password.P', { url: { A: url }, password: { P: 'abc' } }],
    ['index', { url: { A: url }, index: { I: 'products' } }],
  ])('refuses at `%s` in %j', (path, options) => {
    const problems = search({ url: { A: url } })
      .with(options)
      .check();
    expect(problems.map((problem) => problem.path)).toEqual([path]);
  });
});
