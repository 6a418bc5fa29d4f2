// nginx.conf as generated, in front of real servers as generated: what reaches whom, what is refused, what is logged.
import { Agent } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { until } from '../support/supervise.ts';
import { type Outcome, ask } from './client.ts';
import { type Behind, GTHREAD, SERVERS, withPod } from './pods.ts';

const STYLE = 'body { color: teal }\n'.repeat(200);
const STATIC = {
  proxy: {
    static: { '/static/': { from: '/app/static', immutable: true } },
    maxBodySize: '2Mi',
    trustedProxies: ['127.0.0.1'],
  },
  options: { image: { '/app/static/site.css': STYLE, '/app/secret.txt': 'not for clients' } },
} as const;

describe.concurrent('a pod serves', () => {
  test.each(SERVERS.map((behind) => [behind.title, behind] as const))(
    'through nginx in front of %s',
    (_, behind) =>
      withPod(behind, STATIC, async ({ port, accessLog, killServer, startServer }) => {
        await tellsWhoAsks(port, behind);
        await refusesLargeBodies(port);
        await servesFiles(port);
        await compresses(port);
        await keepsConnections(port);
        await logsEachRequest(port, accessLog);
        // What the socket of a killed server leaves behind stops no later one.
        await killServer();
        expect(await ask(port, '/away')).toMatchObject({ status: 0 });
        await startServer();
        expect(await ask(port, '/back')).toMatchObject({ status: 200 });
      }),
  );

  test('an answer of nginx while the server is away, where that is wanted', () =>
    withPod(GTHREAD, { proxy: { unavailable: 'answer' } }, async ({ port, killServer }) => {
      await killServer();
      expect(await ask(port, '/away')).toMatchObject({ status: 502 });
    }));

  test('504 for what takes too long, when the time of the server is over too', () =>
    withPod(GTHREAD, { web: { requestTimeout: 1 } }, async ({ port }) => {
      const start = Date.now();
      expect(await ask(port, '/slow?t=20')).toMatchObject({ status: 504 });
      expect(Date.now() - start).toBeGreaterThan(6000);
    }));

  test('nothing of what callers claim, where nobody is believed', () =>
    withPod(GTHREAD, { proxy: { trustedProxies: ['192.0.2.1'] } }, async ({ port }) => {
      const { headers, scheme } = said(await ask(port, '/', { headers: CLAIMS }));
      expect(scheme).toBe('http');
      expect(headers).toMatchObject({ 'x-forwarded-for': '127.0.0.1', 'x-real-ip': '127.0.0.1' });
    }));
});

const CLAIMS = {
  'X-Forwarded-For': '198.51.100.9, 203.0.113.7',
  'X-Forwarded-Proto': 'https',
  'X-Request-Id': 'request-1',
  Forwarded: 'for=192.0.2.60',
  Proxy: 'http://evil.example',
};

interface Said {
  readonly headers: Readonly<Record<string, string>>;
  readonly scheme: string;
  readonly length: number;
}

function said({ status, body, failure }: Outcome): Said {
  if (status !== 200) throw new Error(`${status} ${failure} ${body.toString()}`);
  return JSON.parse(body.toString());
}

async function tellsWhoAsks(port: number, { readsScheme }: Behind): Promise<void> {
  const { headers, scheme } = said(await ask(port, '/who', { headers: CLAIMS }));
  expect(headers).toMatchObject({
    host: 'shop.example',
    'x-forwarded-for': '198.51.100.9, 203.0.113.7',
    'x-forwarded-proto': 'https',
    // The last address is what a believed peer saw; the first is the client's own word.
    'x-real-ip': '203.0.113.7',
    'x-request-id': 'request-1',
  });
  expect(headers['forwarded'] ?? '').toBe('');
  expect(headers['proxy'] ?? '').toBe('');
  if (readsScheme) expect(scheme).toBe('https');
  const forged = said(await ask(port, '/who', { headers: { 'X-Request-Id': 'a b"c' } }));
  expect(forged.headers['x-request-id']).toMatch(/^[0-9a-f]{32}$/);
}

async function refusesLargeBodies(port: number): Promise<void> {
  const fits = Buffer.alloc(2 * 1024 ** 2, 'x');
  expect(said(await ask(port, '/up', { method: 'POST', body: fits })).length).toBe(fits.length);
  const large = await ask(port, '/up', {
    method: 'POST',
    body: Buffer.alloc(2 * 1024 ** 2 + 1, 'x'),
    headers: { Expect: '100-continue' },
  });
  expect(large.status).toBe(413);
}

async function servesFiles(port: number): Promise<void> {
  const file = await ask(port, '/static/site.css');
  expect([file.status, file.body.toString()]).toEqual([200, STYLE]);
  expect(file.headers).toMatchObject({
    'content-type': 'text/css',
    'cache-control': 'public, max-age=31536000, immutable',
    'x-content-type-options': 'nosniff',
  });
  expect((await ask(port, '/static/none.css')).status).toBe(404);
  for (const path of [
    '/static../secret.txt',
    '/static/..%2fsecret.txt',
    '/static/../../secret.txt',
  ]) {
    expect((await ask(port, path)).body.toString()).not.toContain('not for clients');
  }
}

async function compresses(port: number): Promise<void> {
  const asked = { headers: { 'Accept-Encoding': 'gzip' } };
  for (const [path, size] of [
    ['/text?n=5000', 5000],
    ['/static/site.css', STYLE.length],
  ] as const) {
    const { headers, body } = await ask(port, path, asked);
    expect(headers).toMatchObject({ 'content-encoding': 'gzip', vary: 'Accept-Encoding' });
    expect(gunzipSync(body).length).toBe(size);
  }
  expect((await ask(port, '/text?n=100', asked)).headers['content-encoding']).toBeUndefined();
}

async function keepsConnections(port: number): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  for (let turn = 0; turn < 3; turn += 1) {
    expect((await ask(port, '/', { agent })).headers['connection']).toBe('keep-alive');
  }
  const sockets = Object.values(agent.freeSockets).flat();
  expect(sockets).toHaveLength(1);
  agent.destroy();
}

async function logsEachRequest(port: number, accessLog: () => string): Promise<void> {
  const headers = { 'User-Agent': 'quote " backslash \\ tab \t end', 'X-Request-Id': 'logged-1' };
  await ask(port, '/hostile%22%0Apath?q=%22', { headers });
  await until('the line of the request', 20_000, () => accessLog().includes('logged-1'), accessLog);
  const lines = accessLog().trimEnd().split('\n').map(parsed);
  expect(lines.find((line) => line['request_id'] === 'logged-1')).toMatchObject({
    logger: 'nginx.access',
    method: 'GET',
    path: '/hostile"\npath',
    query: 'q=%22',
    status: 200,
    user_agent: headers['User-Agent'],
    upstream_status: '200',
  });
  expect(lines.find((line) => line['status'] === 413)).toMatchObject({ upstream_status: '' });
}

/** @throws SyntaxError when it is no JSON */
function parsed(line: string): Readonly<Record<string, unknown>> {
  return JSON.parse(line);
}
