// What holds for every server profile, in any circumstances.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ServerFacts } from '../../lib/model/server.ts';
import {
  SERVER_EXAMPLES,
  granian,
  gunicorn,
  http,
  hypercorn,
  uvicorn,
  uwsgi,
} from '../../lib/servers/index.ts';
import { parseEnvName } from '../../lib/units/env-name.ts';
import { parseQuantity } from '../../lib/units/quantity.ts';
import { readmesAreTrue, variantsKeepTheirContract } from '../support/variant-contract.ts';
import { ANY_INPUT } from './situation.ts';

variantsKeepTheirContract(SERVER_EXAMPLES);
readmesAreTrue([
  { folder: 'servers/gunicorn', example: gunicorn({ app: 'a' }), scope: { gunicorn } },
  { folder: 'servers/uvicorn', example: uvicorn({ app: 'a' }), scope: { uvicorn } },
  { folder: 'servers/granian', example: granian({ app: 'a' }), scope: { granian } },
  { folder: 'servers/hypercorn', example: hypercorn({ app: 'a' }), scope: { hypercorn } },
  { folder: 'servers/uwsgi', example: uwsgi({ app: 'a' }), scope: { uwsgi } },
  { folder: 'servers/http', example: http(), scope: { http } },
]);

describe.each(SERVER_EXAMPLES.map((server, index) => [`${server.kind} ${index}`, server] as const))(
  'the facts of %s',
  (_, server) => {
    const always = (
      what: (facts: ServerFacts, input: Parameters<typeof server.facts>[0]) => void,
    ) =>
      fc.assert(
        fc.property(ANY_INPUT, (input) => {
          what(server.facts(input), input);
        }),
        { numRuns: 100 },
      );

    test('are plain data, the same each time', () => {
      always((facts, input) => {
        expect(structuredClone(facts)).toEqual(facts);
        expect(JSON.stringify(server.facts(input))).toBe(JSON.stringify(facts));
      });
    });
    test('count in whole numbers of at least one', () => {
      always(({ workers, threads, concurrency = 1, connectionsPerPod, drain }) => {
        for (const count of [workers, threads, concurrency]) {
          expect(Number.isSafeInteger(count) && count >= 1).toBe(true);
        }
        for (const count of [connectionsPerPod, drain.extraSeconds]) {
          expect(Number.isSafeInteger(count) && count >= 0).toBe(true);
        }
      });
    });
    test('give requests in flight the time that was asked for', () => {
      always(({ drain }, input) =>
        expect(drain.gracefulTimeoutSeconds).toBe(input.gracefulTimeoutSeconds),
      );
    });
    test('keep idle connections longer than the proxy, where the profile decides it', () => {
      always(({ keepAlive, because }, input) => {
        if (keepAlive.kind === 'keeps' && because['keepAlive.seconds'] !== undefined) {
          expect(keepAlive.seconds).toBeGreaterThanOrEqual(input.proxyKeepAliveSeconds + 5);
        }
      });
    });
    test('give a request at least the time that was asked for', () => {
      always(({ requestLimit }, input) => {
        if (requestLimit.seconds !== undefined) {
          expect(requestLimit.seconds).toBeGreaterThanOrEqual(input.requestTimeoutSeconds);
        }
      });
    });
    test('name variables, paths, sizes and ports that Kubernetes takes', () => {
      always(({ env, files, writable, ports = [], metrics }) => {
        expect(env.filter(({ name }) => !parseEnvName(name).ok)).toEqual([]);
        expect(new Set(env.map(({ name }) => name)).size).toBe(env.length);
        expect(Object.keys(files).filter((path) => !path.startsWith('/'))).toEqual([]);
        expect(writable.filter(({ path }) => !path.startsWith('/'))).toEqual([]);
        expect(writable.filter(({ sizeLimit }) => !parseQuantity(sizeLimit).ok)).toEqual([]);
        if (metrics !== undefined) expect(metrics.path).toMatch(/^\//);
        expect(new Set(ports.map(({ name }) => name)).size).toBe(ports.length);
      });
    });
    test('listen on a socket only where one is offered, and then on no port of their own', () => {
      always(({ socket, files, env }, input) => {
        if (socket === undefined) return;
        expect(socket.path).toBe(input.socket);
        const told = [...Object.values(files), JSON.stringify(env)].join('\n');
        expect(told).toContain(input.socket);
        expect(told).not.toContain(`0.0.0.0:${input.port}`);
      });
    });
    test('keep a command of the author', () => {
      always(({ command }, input) => {
        if (input.command !== undefined && !('command' in server.options)) {
          expect(command).toEqual(input.command);
        }
      });
    });
    test('report only findings of their own block, below their process', () => {
      always(({ findings }, input) => {
        for (const finding of findings) {
          expect(finding.code).toMatch(/^SW20[0-4]\d$/);
          expect(finding.path.startsWith(`${input.process}.`)).toBe(true);
        }
      });
    });
    test('explain values that exist', () => {
      always((facts) => {
        for (const path of Object.keys(facts.because)) {
          const value = path
            .split('.')
            .reduce<unknown>((at, key) => Reflect.get(Object(at), key), facts);
          expect(value, path).toBeDefined();
        }
      });
    });
  },
);
