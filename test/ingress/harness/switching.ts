// A blue/green change under load, whoever routes.
import { expect } from 'vitest';
import { blueGreen } from '../../../lib/index.ts';
import { type Asked, askUntil } from './requests.ts';

const slots = { blue: { image: { tag: '1.0.0' } }, green: { image: { tag: '1.1.0' } } };

/** The rollout in a state of the change. */
export function slotsIn(active: string, phase: 'warm' | 'promote') {
  return blueGreen({ active, phase, slots });
}

/** Switches to green and back while at least 10,000 requests are asked; every one of them is answered by a slot. */
export async function switchAndBack(
  asked: Asked,
  change: (active: string) => Promise<void>,
): Promise<void> {
  let back = false;
  const load = askUntil(asked, (answers) => back && answers >= 10_000);
  await change('green');
  await change('blue');
  back = true;
  const tally = await load;
  expect(Object.keys(tally).toSorted()).toEqual(['blue', 'green']);
  const answered = Object.values(tally).reduce((sum, count) => sum + count, 0);
  expect(answered).toBeGreaterThanOrEqual(10_000);
}
