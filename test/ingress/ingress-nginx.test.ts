// What an exposure says to ingress-nginx is what its real controller does (v1.11.0 with Debian's nginx).
import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { canary, http, nginxIngress } from '../../lib/index.ts';
import { type ApiServer, startApiServer } from '../apiserver/api-server.ts';
import { scratchFolder } from '../support/scratch.ts';
import { type Supervised, until } from '../support/supervise.ts';
import { describeWithTools } from '../support/with-tools.ts';
import { apply } from './harness/apply.ts';
import { certificateSecret } from './harness/certificate.ts';
import { ports, startIngressNginx } from './harness/ingress-nginx.ts';
import { askingServices, testsOptIn, untilAsked } from './harness/opt-in.ts';
import { type Pod, closePods, startPod } from './harness/pods.ts';
import { ask, askTimes, askUntil, shareOf } from './harness/requests.ts';
import { type Said, applyRouting, labelsOf, routingOf } from './harness/routed.ts';
import { slotsIn, switchAndBack } from './harness/switching.ts';
import { upgrade } from './harness/websocket.ts';

type Options = Omit<Parameters<typeof nginxIngress>[0], 'controller' | 'host'>;

/** Services with one neutral option each. */
const options: Readonly<Record<string, Options>> = {
  plain: {},
  secure: { tls: { secretName: 'certificate' } },
  body: { maxBodySize: '64Ki' },
  rewrite: { paths: [{ path: '/v1' }], rewritePrefix: '/' },
  cors: { cors: { allowOrigins: ['https://a.example.com'], maxAge: 60 } },
  closed: { allowFrom: ['192.0.2.0/24'] },
  open: { allowFrom: ['127.0.0.0/8'] },
  limited: { rateLimit: { requestsPerSecond: 5, burst: 5 } },
  sticky: { stickySessions: { cookie: 'pod' } },
};

describeWithTools(
  'ingress-nginx',
  ['etcd', 'kube-apiserver-1.37', 'ingress-nginx', 'ingress-nginx-files'],
  () => {
    const folder = scratchFolder('ingress-nginx');
    const pods: Pod[] = [];
    let api: ApiServer;
    let controller: Supervised | undefined;
    const said = (name: string, more: Options = {}): Said => ({
      expose: nginxIngress({ ...more, controller: 'ingress-nginx', host: `${name}.test` }),
    });
    const pod = async (word: string, name: string, slot?: string): Promise<void> => {
      pods.push(await startPod(word, labelsOf(name, slot)));
    };
    const to = (name: string, path = '/') => ({ port: ports.http, host: `${name}.test`, path });
    /** The controller reads changes at most every 3.3 s, and its Lua every second: a route is there some seconds after. */
    const answers = (name: string, word: string) =>
      until(`${name}.test to answer ${word}`, 60_000, async () =>
        (await ask(to(name))).body.startsWith(word),
      );
    /** Each worker of nginx learns of a change by itself: only when many answers in a row agree, all of them have. */
    const settles = (name: string, word: string) =>
      until(`every worker to answer ${word} for ${name}.test`, 60_000, async () => {
        const tally = await askTimes(to(name), 100);
        return Object.keys(tally).join() === word;
      });

    beforeAll(async () => {
      api = await startApiServer('1.37');
      controller = await startIngressNginx(api, folder);
      for (const [name, more] of Object.entries(options)) {
        await pod(`${name}1`, name);
        await applyRouting(api.client, routingOf(name, said(name, more)), pods);
      }
      await pod('sticky2', 'sticky');
      await applyRouting(api.client, routingOf('sticky', said('sticky', options['sticky'])), pods);
      await pod('slow1', 'slow');
      await applyRouting(
        api.client,
        routingOf('slow', {
          ...said('slow', { timeouts: { read: '3s' } }),
          web: { server: http({ command: ['/app'], keepAlive: 75 }), requestTimeout: 1 },
        }),
        pods,
      );
      await pod('upgraded', 'socket');
      await applyRouting(
        api.client,
        routingOf('socket', {
          ...said('socket'),
          web: { server: http({ command: ['/app'], keepAlive: 75 }), protocol: 'websocket' },
        }),
        pods,
      );
      await apply(api.client, [
        certificateSecret('secure.test', { name: 'certificate', namespace: 'secure' }, folder),
      ]);
      await answers('plain', 'plain1');
      await answers('socket', 'upgraded');
      await until('the certificate to be shown', 60_000, async () => {
        const { subject } = await ask({ ...to('secure'), port: ports.https, tls: true });
        return subject === 'secure.test';
      });
      // Not those that answer a plain request otherwise by what they are.
      const plain = Object.keys(options).filter((name) => !['limited', 'rewrite'].includes(name));
      await until('every worker to know every service', 60_000, async () => {
        const tallies = await Promise.all(plain.map((name) => askTimes(to(name), 30)));
        return tallies.every((tally) => !('503' in tally || '404' in tally || '0' in tally));
      });
    });
    afterAll(async () => {
      await controller?.stop();
      await api?.stop();
      closePods(pods);
      rmSync(folder, { recursive: true, force: true });
    });

    describe('each neutral option', () => {
      test('a host that nobody claims is not found', async () => {
        expect((await ask(to('nobody'))).status).toBe(404);
      });
      test('TLS: the certificate of the host is shown, and HTTP is sent there', async () => {
        const secure = await ask({ ...to('secure'), port: ports.https, tls: true });
        expect(secure.body).toBe('secure1 /');
        const { status, headers } = await ask(to('secure', '/basket'));
        expect([status, headers['location']]).toEqual([308, 'https://secure.test/basket']);
      });
      test('a body above the largest is refused with 413, one below reaches the pod', async () => {
        const posted = (bytes: number) =>
          ask({ ...to('body'), method: 'POST', body: Buffer.alloc(bytes) });
        expect((await posted(64 * 1024 + 1)).status).toBe(413);
        expect((await posted(64 * 1024)).body).toBe('body1 /');
      });
      test('the prefix is rewritten before the pod sees it, and nothing else is', async () => {
        expect((await ask(to('rewrite', '/v1/orders/7'))).body).toBe('rewrite1 /orders/7');
        expect((await ask(to('rewrite', '/v1'))).body).toBe('rewrite1 /');
        expect((await ask(to('rewrite', '/v10'))).status).toBe(404);
      });
      test('CORS: an origin that is allowed is told so, another is not', async () => {
        const from = (origin: string) => ask({ ...to('cors'), headers: { origin } });
        const allowed = await from('https://a.example.com');
        expect(allowed.headers['access-control-allow-origin']).toBe('https://a.example.com');
        const other = await from('https://b.example.com');
        expect(other.headers['access-control-allow-origin']).toBeUndefined();
        const asked = await ask({
          ...to('cors'),
          method: 'OPTIONS',
          headers: { origin: 'https://a.example.com', 'access-control-request-method': 'GET' },
        });
        expect([asked.status, asked.headers['access-control-max-age']]).toEqual([204, '60']);
      });
      test('addresses that are not let in get 403, others an answer', async () => {
        expect((await ask(to('closed'))).status).toBe(403);
        expect((await ask(to('open'))).body).toBe('open1 /');
      });
      test('requests beyond the rate get 503, as many as are allowed an answer', async () => {
        const all = await Promise.all(Array.from({ length: 40 }, () => ask(to('limited'))));
        const statuses = all.map(({ status }) => status);
        expect(new Set(statuses)).toEqual(new Set([200, 503]));
        expect(statuses.filter((status) => status === 200).length).toBeGreaterThanOrEqual(5);
      });
      test('a client stays with its pod by the cookie, clients without one do not', async () => {
        const words = async (headers: Readonly<Record<string, string>>) =>
          new Set(Object.keys(await askTimes({ ...to('sticky'), headers }, 40)));
        const first = await ask(to('sticky'));
        const [cookie = ''] = String(first.headers['set-cookie']).split(';');
        expect(cookie).toMatch(/^pod=/);
        expect(await words({ cookie })).toEqual(new Set([first.body.split(' ')[0]]));
        expect((await words({})).size).toBe(2);
      });
      test('a WebSocket is upgraded', async () => {
        expect(await upgrade(ports.http, 'socket.test')).toBe(101);
      });
      test('an answer that takes longer than it may is 504, a quicker one arrives', async () => {
        expect((await ask(to('slow', '/?wait=8000'))).status).toBe(504);
        expect((await ask(to('slow', '/?wait=100'))).body).toBe('slow1 /');
      });
    });

    describe('a weighted canary', () => {
      const next = { image: { tag: '1.1.0' } };
      const state = (step: number) => ({
        ...said('weighted'),
        rollout: canary({ steps: [20], step, canary: next }),
      });
      const applied = (step: number) =>
        applyRouting(api.client, routingOf('weighted', state(step)), pods);
      const raw = (host: string, service: string) => ({
        apiVersion: 'networking.k8s.io/v1',
        kind: 'Ingress',
        metadata: { name: host, namespace: 'weighted' },
        spec: {
          ingressClassName: 'nginx',
          rules: [
            {
              host: `${host}.test`,
              http: {
                paths: [
                  {
                    path: '/',
                    pathType: 'Prefix',
                    backend: { service: { name: service, port: { name: 'http' } } },
                  },
                ],
              },
            },
          ],
        },
      });
      beforeAll(async () => {
        await pod('stable', 'weighted', 'stable');
        await pod('canary', 'weighted', 'canary');
        await applied(1);
        await apply(api.client, [
          raw('beside', 'weighted-web'),
          raw('leaking', 'weighted-web-stable'),
        ]);
        await answers('beside', 'stable');
        // A worker that has not heard of the canary yet would halve its share.
        await until('every worker to know the canary', 60_000, async () => {
          const share = shareOf(await askTimes(to('weighted'), 500), 'canary');
          return share > 14 && share < 26;
        });
        await settles('beside', 'stable');
      });

      test('20 of 100 requests reach the canary', async () => {
        const tally = await askTimes(to('weighted'), 3000);
        expect(Object.keys(tally).toSorted()).toEqual(['canary', 'stable']);
        // Requests are dealt by chance: five standard deviations of 3000 are 3.7 points.
        expect(shareOf(tally, 'canary')).toBeGreaterThan(16);
        expect(shareOf(tally, 'canary')).toBeLessThan(24);
      });
      test('no request of another host reaches it, for the main Service takes no part', async () => {
        expect(Object.keys(await askTimes(to('beside'), 500))).toEqual(['stable']);
      });
      test('it would by a Service that does take part: what the rule SW4401 refuses', async () => {
        expect(shareOf(await askTimes(to('leaking'), 500), 'canary')).toBeGreaterThan(5);
      });
      test('back at step 0 nothing reaches it, and no request was lost on the way', async () => {
        let settled = false;
        const load = askUntil(to('weighted'), (asked) => settled && asked > 1000);
        await applied(0);
        await settles('weighted', 'stable');
        settled = true;
        const failed = Object.keys(await load).filter(
          (word) => !['canary', 'stable'].includes(word),
        );
        expect(failed).toEqual([]);
        expect(Object.keys(await askTimes(to('weighted'), 500))).toEqual(['stable']);
      });
    });

    describe('a weighted canary with sticky sessions', () => {
      const state = (step: number) => ({
        ...said('bound', { stickySessions: { cookie: 'pod' } }),
        rollout: canary({ steps: [50], step, canary: { image: { tag: '1.1.0' } } }),
      });
      const applied = (step: number) =>
        applyRouting(api.client, routingOf('bound', state(step)), pods);
      const words = async (cookie: string) =>
        Object.keys(await askTimes({ ...to('bound'), headers: { cookie } }, 100));
      /** The cookie of a new session at a version. */
      const cookieOf = async (version: string): Promise<string> => {
        let cookie = '';
        await until(`a session at ${version}`, 60_000, async () => {
          const { body, headers } = await ask(to('bound'));
          cookie = String(headers['set-cookie']).split(';', 1)[0] ?? '';
          return body.startsWith(version) && cookie.startsWith('pod=');
        });
        return cookie;
      };

      test('keeps a session at its version, and lets those of the canary go at a share of 0', async () => {
        await pod('stable', 'bound', 'stable');
        await pod('canary', 'bound', 'canary');
        await applied(1);
        await answers('bound', 'stable');
        const [canaryCookie, stableCookie] = [await cookieOf('canary'), await cookieOf('stable')];
        expect(await words(canaryCookie)).toEqual(['canary']);
        expect(await words(stableCookie)).toEqual(['stable']);
        await applied(0);
        await until('every worker to let the session go', 60_000, async () => {
          const met = await words(canaryCookie);
          return met.length === 1 && met[0] === 'stable';
        });
        expect(await words(stableCookie)).toEqual(['stable']);
      });
    });

    describe('who asks for a canary, at a share of 0', () => {
      beforeAll(async () => {
        for (const [name, optIn] of Object.entries(askingServices)) {
          await pod('stable', name, 'stable');
          await pod('canary', name, 'canary');
          const rollout = canary({ steps: [20], canary: { image: { tag: '1.1.0' } }, optIn });
          await applyRouting(api.client, routingOf(name, { ...said(name), rollout }), pods);
        }
        await untilAsked((name) => to(name));
      });
      testsOptIn((name) => to(name));
    });

    describe('blue/green', () => {
      const applied = (active: string, phase: 'warm' | 'promote') =>
        applyRouting(
          api.client,
          routingOf('switched', {
            ...said('switched', { previewHost: 'preview.test' }),
            rollout: slotsIn(active, phase),
          }),
          pods,
        );
      beforeAll(async () => {
        for (const word of ['blue', 'green']) {
          await pod(word, 'switched', word);
          await pod(word, 'switched', word);
        }
        await applied('blue', 'warm');
        await answers('switched', 'blue');
        await answers('preview', 'green');
      });

      test('a switch and the way back lose none of 10,000 requests', async () => {
        await switchAndBack(to('switched'), async (active) => {
          await applied(active, 'promote');
          await settles('switched', active);
        });
      }, 240_000);
      test('afterwards every request reaches the slot that serves, and the preview the other', async () => {
        await settles('preview', 'green');
        expect(Object.keys(await askTimes(to('switched'), 500))).toEqual(['blue']);
        expect(Object.keys(await askTimes(to('preview'), 100))).toEqual(['green']);
      });
    });
  },
);
