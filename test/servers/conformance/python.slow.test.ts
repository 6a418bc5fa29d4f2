// uvicorn, granian and hypercorn as real processes keep what their plan promises; what does not is refused.
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { granian } from '../../../lib/servers/index.ts';
import { serverKeepsItsPlan, withServer } from './conformance.ts';
import { connect, getOnce } from './connection.ts';
import { CUT_WORKERS, PYTHON_PROFILES, PYTHON_REQUIREMENTS } from './python-profiles.ts';

PYTHON_PROFILES.forEach(serverKeepsItsPlan);

describe.concurrent('beside its plan', () => {
  test('hypercorn with two workers loses requests, and is refused for it', () =>
    withServer(CUT_WORKERS, async (running, facts) => {
      const busy = Array.from({ length: 8 }, () => connect(running.port));
      const inFlight = busy.map((connection) => connection.get('/?t=3'));
      // One more on the worker that is going to be idle first.
      await wait(500);
      running.terminate();
      const kinds = (await Promise.all(inFlight)).map(({ kind }) => kind);
      await running.exit;
      expect(facts.findings).toContainEqual(
        expect.objectContaining({ code: 'SW2021', severity: 'error' }),
      );
      expect(kinds.filter((kind) => kind !== 'answered')).not.toEqual([]);
    }));

  test('granian serves its metrics on their own port', () =>
    withServer(
      {
        server: granian({ app: 'application:asgi', metrics: 'prometheus' }),
        requirements: PYTHON_REQUIREMENTS,
      },
      async ({ port }, facts) => {
        await getOnce(port, '/');
        const { port: own, path } = facts.metrics ?? {};
        const text = await (await fetch(`http://127.0.0.1:${own}${path}`)).text();
        expect(text).toMatch(/^granian_/m);
      },
    ));
});
