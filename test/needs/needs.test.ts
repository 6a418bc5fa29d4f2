// What each need fills, opens and counts, and what it refuses.
import { describe, expect, test } from 'vitest';
import { fieldRef, secretRef, undecided } from '../../lib/model/spec/values.ts';
import { httpApi, other, postgres, redis } from '../../lib/needs/index.ts';

const url = secretRef('shop-db', 'url');

describe('postgres', () => {
  test('fills the URL, opens 5432 to any address, and counts one of 100 connections a thread', () => {
    expect(postgres({ url: { DATABASE_URL: url } }).facts('db')).toEqual({
      title: 'PostgreSQL at any address, port 5432',
      variables: { DATABASE_URL: url },
      egress: [{ to: [], port: 5432, protocol: 'TCP' }],
      connections: { max: 100, perThread: 1 },
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
    expect(facts.connections).toEqual({ max: 100, perThread: 2 });
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
      connections: { max: 10_000, perThread: 1 },
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
