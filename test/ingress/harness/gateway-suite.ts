// What routes of the Gateway API say is what an implementation of it does: the same for each of them.
import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { canary, gateway, http } from '../../../lib/index.ts';
import { type ApiServer, startApiServer } from '../../apiserver/api-server.ts';
import { at, listAt } from '../../support/kubernetes-object.ts';
import { scratchFolder } from '../../support/scratch.ts';
import { type Supervised, until } from '../../support/supervise.ts';
import { describeWithTools } from '../../support/with-tools.ts';
import { apply } from './apply.ts';
import { certificateSecret } from './certificate.ts';
import { askingServices, testsOptIn, untilAsked } from './opt-in.ts';
import { call, startGrpcPod } from './grpc.ts';
import { type Pod, closePods, startPod } from './pods.ts';
import { ask, askTimes, askUntil, shareOf } from './requests.ts';
import { type Said, applyRouting, labelsOf, routingOf } from './routed.ts';
import { slotsIn, switchAndBack } from './switching.ts';
import { type GatewayImplementation, offerGateway, shared } from './gateway-implementation.ts';
import { upgrade } from './websocket.ts';

type Options = Omit<Parameters<typeof gateway>[0], 'host'>;

/** Asks for a service by its name. */
export interface Asking {
  readonly api: () => ApiServer;
  readonly to: (
    name: string,
    path?: string,
  ) => { readonly port: number; readonly host: string; readonly path: string };
}

const web = { server: http({ command: ['/app'], keepAlive: 75 }), health: '/healthz', scale: 2 };
/** Services with one neutral option each, at the shared Gateway without TLS. */
const options: Readonly<Record<string, Options>> = {
  plain: { hosts: ['other.test', '*.wild.test'] },
  rewrite: { paths: [{ path: '/v1' }, { path: '/exact', type: 'Exact' }], rewritePrefix: '/' },
  asked: { requestHeaders: { set: { 'X-A': 'set' }, remove: ['X-B'] } },
  answered: { responseHeaders: { set: { 'X-C': "default-src 'self'" }, remove: ['X-Pod'] } },
  crossing: { cors: { allowOrigins: ['https://a.example.com'] } },
};

/** Tests of an implementation, and those that hold for this one only. */
export function describeGateway(
  implementation: GatewayImplementation,
  own: (asking: Asking) => void,
): void {
  const { title, tools, className, ports } = implementation;
  describeWithTools(title, ['etcd', 'kube-apiserver-1.37', 'crds', ...tools], () => {
    const folder = scratchFolder('gateway');
    const pods: Pod[] = [];
    let api: ApiServer;
    let running: Supervised | undefined;
    const said = (name: string, more: Options = {}): Said => ({
      expose: gateway({
        ...(more.createGateway === undefined ? { gateway: { ...shared, tls: false } } : {}),
        headerExpressions: true,
        ...more,
        host: `${name}.test`,
      }),
    });
    const pod = async (word: string, name: string, slot?: string): Promise<void> => {
      pods.push(await startPod(word, labelsOf(name, slot)));
    };
    const applied = (name: string, more: Said) =>
      applyRouting(api.client, routingOf(name, more), pods);
    const to = (name: string, path = '/') => ({ port: ports.http, host: `${name}.test`, path });
    const secure = (name: string, path = '/') => ({
      ...to(name, path),
      port: ports.own.https,
      tls: true,
    });
    const answers = (name: string, word: string) =>
      until(`${name}.test to answer ${word}`, 60_000, async () =>
        (await ask(to(name))).body.startsWith(word),
      );

    beforeAll(async () => {
      api = await startApiServer('1.37');
      await offerGateway(api, implementation);
      running = await implementation.start(api, folder);
      for (const [name, more] of Object.entries(options)) {
        await pod(`${name}1`, name);
        await applied(name, said(name, more));
      }
      await pod('secure1', 'secure');
      await applied(
        'secure',
        said('secure', {
          tls: { secretName: 'certificate' },
          createGateway: { className, httpPort: ports.own.http, httpsPort: ports.own.https },
        }),
      );
      await apply(api.client, [
        certificateSecret('secure.test', { name: 'certificate', namespace: 'secure' }, folder),
      ]);
      await pod('upgraded', 'socket');
      await applied('socket', { ...said('socket'), web: { ...web, protocol: 'websocket' } });
      await pod('slow1', 'slow');
      await applied('slow', {
        ...said('slow', { timeouts: { read: '3s' } }),
        web: { ...web, requestTimeout: 1 },
      });
      await answers('plain', 'plain1');
      await answers('slow', 'slow1');
      await until('the certificate to be shown', 60_000, async () => {
        const { subject } = await ask(secure('secure'));
        return subject === 'secure.test';
      });
    });
    afterAll(async () => {
      await running?.stop();
      await api?.stop();
      closePods(pods);
      rmSync(folder, { recursive: true, force: true });
    });

    describe('each option that the dialect claims', () => {
      test('every host is served, a wildcard too, and one that nobody claims is not found', async () => {
        expect((await ask(to('other'))).body).toBe('plain1 /');
        expect((await ask(to('any.wild'))).body).toBe('plain1 /');
        expect((await ask(to('nobody'))).status).toBe(404);
      });
      test('TLS: the certificate of the host is shown, and HTTP is sent there', async () => {
        expect((await ask(secure('secure'))).body).toBe('secure1 /');
        const { status, headers } = await ask({ ...to('secure', '/basket'), port: ports.own.http });
        expect([status, headers['location']]).toEqual([
          301,
          `https://secure.test:${ports.own.https}/basket`,
        ]);
      });
      test('the prefix is rewritten before the pod sees it, and nothing else is', async () => {
        expect((await ask(to('rewrite', '/v1/orders/7'))).body).toBe('rewrite1 /orders/7');
        expect((await ask(to('rewrite', '/v1'))).body).toBe('rewrite1 /');
        expect((await ask(to('rewrite', '/v10'))).status).toBe(404);
        expect((await ask(to('rewrite', '/exact'))).body).toBe('rewrite1 /');
        expect((await ask(to('rewrite', '/exact/no'))).status).toBe(404);
      });
      test('request headers are set and removed', async () => {
        const headers = { 'x-a': 'sent', 'x-b': 'sent' };
        expect((await ask({ ...to('asked', '/?shown=x-a'), headers })).body).toBe('asked1 / set');
        expect((await ask({ ...to('asked', '/?shown=x-b'), headers })).body).toBe(
          'asked1 / undefined',
        );
      });
      test('response headers are set and removed', async () => {
        const { headers } = await ask(to('answered'));
        expect(headers['x-c']).toBe("default-src 'self'");
        expect(headers['x-pod']).toBeUndefined();
        expect((await ask(to('plain'))).headers['x-pod']).toBe('plain1');
      });
      test('a WebSocket is upgraded', async () => {
        expect(await upgrade(ports.http, 'socket.test')).toBe(101);
      });
      test('a gRPC process is called by a GRPCRoute: its service is led to it, another is not', async () => {
        const address = '10.250.0.250';
        const server = await startGrpcPod('called', address);
        const objects = routingOf('calls', {
          ...said('calls', { paths: [{ path: '/acme.Orders' }] }),
          web: { server: web.server, scale: 2, protocol: 'grpc' },
        });
        expect(objects.map(({ kind }) => kind)).toContain('GRPCRoute');
        await applyRouting(api.client, objects, [{ address, labels: labelsOf('calls') }]);
        await until('the call to be answered', 60_000, async () => {
          // Before it knows the pod, an answer may well be 200: how the call went is said apart.
          const { outcome } = await call(ports.http, 'calls.test', '/acme.Orders/Get');
          return outcome === '0';
        });
        expect(await call(ports.http, 'calls.test', '/acme.Orders/Get')).toEqual({
          status: 200,
          body: 'called /acme.Orders/Get',
          outcome: '0',
        });
        expect((await call(ports.http, 'calls.test', '/acme.Other/Get')).body).not.toContain(
          'called',
        );
        server.close();
      });
      test('every route is accepted by the Gateway', async () => {
        const { body } = await api.client.send(
          'GET',
          '/apis/gateway.networking.k8s.io/v1/httproutes',
        );
        const states = listAt(body, 'items').map((route) => [
          at(route, 'metadata', 'name'),
          listAt(route, 'status', 'parents').flatMap((parent) =>
            listAt(parent, 'conditions').map(
              (condition) => `${String(at(condition, 'type'))} ${String(at(condition, 'status'))}`,
            ),
          ),
        ]);
        expect(states.length).toBeGreaterThanOrEqual(Object.keys(options).length);
        for (const [, conditions] of states) {
          expect(conditions).toEqual(['Accepted True', 'ResolvedRefs True']);
        }
      });
    });

    own({ api: () => api, to });

    describe('a weighted canary', () => {
      const state = (step: number): Said => ({
        ...said('weighted'),
        rollout: canary({ steps: [20], step, canary: { image: { tag: '1.1.0' } } }),
      });
      const raw = (host: string, service: string) => ({
        apiVersion: 'gateway.networking.k8s.io/v1',
        kind: 'HTTPRoute',
        metadata: { name: host, namespace: 'weighted' },
        spec: {
          parentRefs: [shared],
          hostnames: [`${host}.test`],
          rules: [{ backendRefs: [{ name: service, port: 80 }] }],
        },
      });
      beforeAll(async () => {
        await pod('stable', 'weighted', 'stable');
        await pod('canary', 'weighted', 'canary');
        await applied('weighted', state(1));
        await apply(api.client, [
          raw('beside', 'weighted-web'),
          raw('near', 'weighted-web-stable'),
        ]);
        await answers('near', 'stable');
        await answers('beside', 'stable');
        await until('the canary to be known', 60_000, async () => {
          const tally = await askTimes(to('weighted'), 100);
          return 'canary' in tally;
        });
      });

      test('20 of 100 requests reach the canary', async () => {
        const tally = await askTimes(to('weighted'), 3000);
        expect(Object.keys(tally).toSorted()).toEqual(['canary', 'stable']);
        expect(Math.abs(shareOf(tally, 'canary') - 20)).toBeLessThan(implementation.tolerance);
      });
      test('no request of another host reaches it, not even by the Service of stable', async () => {
        expect(Object.keys(await askTimes(to('beside'), 500))).toEqual(['stable']);
        expect(Object.keys(await askTimes(to('near'), 500))).toEqual(['stable']);
      });
      test('back at step 0 nothing reaches it, and no request was lost on the way', async () => {
        let settled = false;
        const load = askUntil(to('weighted'), (asked) => settled && asked > 1000);
        await applied('weighted', state(0));
        await until('everybody to be with stable', 60_000, async () => {
          const tally = await askTimes(to('weighted'), 100);
          return Object.keys(tally).join() === 'stable';
        });
        settled = true;
        expect(Object.keys(await load).toSorted()).toEqual(['canary', 'stable']);
        expect(Object.keys(await askTimes(to('weighted'), 500))).toEqual(['stable']);
      });
    });

    describe('who asks for a canary, at a share of 0', () => {
      beforeAll(async () => {
        for (const [name, optIn] of Object.entries(askingServices)) {
          await pod('stable', name, 'stable');
          await pod('canary', name, 'canary');
          const rollout = canary({ steps: [20], canary: { image: { tag: '1.1.0' } }, optIn });
          await applied(name, { ...said(name), rollout });
        }
        await untilAsked((name) => to(name));
      });
      testsOptIn((name) => to(name));
    });

    describe('blue/green', () => {
      const change = (active: string, phase: 'warm' | 'promote') =>
        applied('switched', {
          ...said('switched', { previewHost: 'preview.test' }),
          rollout: slotsIn(active, phase),
        });
      beforeAll(async () => {
        for (const word of ['blue', 'green']) {
          await pod(word, 'switched', word);
          await pod(word, 'switched', word);
        }
        await change('blue', 'warm');
        await answers('switched', 'blue');
        await answers('preview', 'green');
      });
      const settles = (name: string, word: string) =>
        until(`every request for ${name}.test to reach ${word}`, 60_000, async () => {
          const tally = await askTimes(to(name), 100);
          return Object.keys(tally).join() === word;
        });

      test('a switch and the way back lose none of 10,000 requests', async () => {
        await switchAndBack(to('switched'), async (active) => {
          await change(active, 'promote');
          await settles('switched', active);
        });
      }, 240_000);
      test('afterwards every request reaches the slot that serves, and the preview the other', async () => {
        await settles('preview', 'green');
        expect(Object.keys(await askTimes(to('switched'), 500))).toEqual(['blue']);
        expect(Object.keys(await askTimes(to('preview'), 100))).toEqual(['green']);
      });
    });
  });
}
