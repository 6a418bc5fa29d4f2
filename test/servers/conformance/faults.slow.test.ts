// The measurements measure: a fault planted into what a profile generates is noticed by the one that is about it.
import { describe, expect, test } from 'vitest';
import type { Server } from '../../../lib/model/server.ts';
import { isAlive } from '../../support/scratch.ts';
import { until } from '../../support/supervise.ts';
import { MEASUREMENTS, type Profile, withServer } from './conformance.ts';
import { getOnce } from './connection.ts';
import { profileOf } from './gunicorn-profiles.ts';

const ANSWERS =
  'answers requests, keeps idle connections as planned, and logs each request as JSON';

const FAULTS: readonly (readonly [keyof typeof MEASUREMENTS, string, string, string])[] = [
  [ANSWERS, 'idle connections close early', 'keepalive = 17', 'keepalive = 2'],
  [
    ANSWERS,
    'the proxy is not believed',
    'forwarded_allow_ips = "*"',
    'forwarded_allow_ips = "10.0.0.1"',
  ],
  [ANSWERS, 'threads are missing', 'threads = 16', 'threads = 2'],
  [ANSWERS, 'log lines are no JSON', 'json.dumps(line, default=str)', 'str(line)'],
  [
    'finishes the request in flight',
    'time is short',
    'graceful_timeout = 8',
    'graceful_timeout = 1',
  ],
  [
    'ends a request that takes longer than the limit',
    'time is too long',
    'graceful_timeout = 8',
    'graceful_timeout = 20',
  ],
];

describe.concurrent('a fault is noticed', { retry: 0 }, () => {
  test.each(FAULTS)('by `%s` when %s', async (measurement, _, right, wrong) => {
    const profile = profileOf('27.0.1', 'gthread');
    const planted = { ...profile, server: withText(profile.server, right, wrong) };
    await expect(MEASUREMENTS[measurement](planted)).rejects.toThrow(/expected|JSON/);
  });
});

/** The server with a piece of its files replaced. @throws Error when there is no such piece */
function withText(server: Profile['server'], right: string, wrong: string): Server {
  return {
    ...server,
    facts: (input) => {
      const facts = server.facts(input);
      const files = Object.entries(facts.files).map(([path, text]) => {
        if (!text.includes(right)) throw new Error(`no ${right} in ${path}`);
        return [path, text.replace(right, wrong)];
      });
      return { ...facts, files: Object.fromEntries(files) };
    },
  };
}

describe('cleaning up', () => {
  test('leaves no process behind, not even workers of a parent that was killed', async () => {
    const { server, requirements } = profileOf('27.0.1', 'asgi');
    let pid = 0;
    await withServer({ server, requirements }, async ({ port }) => {
      const outcome = await getOnce(port, '/');
      if (outcome.kind === 'answered') pid = JSON.parse(outcome.body).pid;
      expect(isAlive(pid)).toBe(true);
    });
    await until(`process ${pid} to end`, 5000, () => !isAlive(pid));
  });
});
