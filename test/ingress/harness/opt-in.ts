// Who asks for a canary gets it, whoever routes: the same questions to every controller.
import { expect, test } from 'vitest';
import type { OptIn } from '../../../lib/model/opt-in.ts';
import { until } from '../../support/supervise.ts';
import { type Asked, askTimes } from './requests.ts';

/** Services with a canary that only who asks for it gets, because its share is 0, by their ways to ask. */
export const askingServices: Readonly<Record<string, OptIn>> = {
  insiders: { header: { name: 'X-Canary' }, cookie: { name: 'canary' } },
  grouped: { header: { name: 'X-Group', value: 'v1.beta' } },
  patterned: { header: { name: 'X-Group', pattern: 'beta-[0-9]+|gamma' } },
};

const cases: readonly (readonly [
  service: string,
  headers: Readonly<Record<string, string>>,
  word: 'stable' | 'canary',
])[] = [
  ['insiders', {}, 'stable'],
  ['insiders', { 'x-canary': 'always' }, 'canary'],
  ['insiders', { 'x-canary': 'never' }, 'stable'],
  ['insiders', { 'x-canary': 'ALWAYS' }, 'stable'],
  ['insiders', { 'x-canary': 'always2' }, 'stable'],
  ['insiders', { cookie: 'canary=always' }, 'canary'],
  ['insiders', { cookie: 'a=b; canary=always; c=d' }, 'canary'],
  ['insiders', { cookie: 'canary=never' }, 'stable'],
  ['insiders', { cookie: 'xcanary=always' }, 'stable'],
  ['insiders', { cookie: 'canary=always2' }, 'stable'],
  ['insiders', { 'x-canary': 'never', cookie: 'canary=always' }, 'stable'],
  ['insiders', { 'x-canary': 'always', cookie: 'canary=never' }, 'canary'],
  ['grouped', { 'x-group': 'v1.beta' }, 'canary'],
  ['grouped', { 'x-group': 'v1xbeta' }, 'stable'],
  ['grouped', { 'x-group': 'V1.BETA' }, 'stable'],
  ['grouped', { 'x-group': 'always' }, 'stable'],
  ['patterned', { 'x-group': 'beta-17' }, 'canary'],
  ['patterned', { 'x-group': 'gamma' }, 'canary'],
  ['patterned', { 'x-group': 'beta-' }, 'stable'],
  ['patterned', { 'x-group': 'xbeta-17' }, 'stable'],
  ['patterned', { 'x-group': 'beta-17x' }, 'stable'],
  ['patterned', { 'x-group': 'always' }, 'stable'],
];

/** Waits until every worker of a controller knows who may ask. */
export function untilAsked(to: (name: string) => Asked): Promise<void> {
  return until('every worker to know who may ask', 60_000, async () => {
    const tallies = await Promise.all([
      askTimes({ ...to('insiders'), headers: { 'x-canary': 'always' } }, 60),
      askTimes({ ...to('grouped'), headers: { 'x-group': 'v1.beta' } }, 60),
      askTimes({ ...to('patterned'), headers: { 'x-group': 'gamma' } }, 60),
    ]);
    return tallies.every((tally) => Object.keys(tally).join() === 'canary');
  });
}

/** The tests: exact, all of 100 answers each. */
export function testsOptIn(to: (name: string) => Asked): void {
  test.each(cases)('%s with %j always gets %s', async (name, headers, word) => {
    expect(Object.keys(await askTimes({ ...to(name), headers }, 100))).toEqual([word]);
  });
}
