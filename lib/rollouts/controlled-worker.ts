/** rollouts: controllers of rollouts direct requests, which a worker has none of. */

import type { Finding } from '../model/finding.ts';
import type { RolloutInput } from '../model/rollout.ts';

/** The complaint about a worker that names a controller of rollouts itself. Raises SW2082. */
export function controlledWorker({ kind }: RolloutInput, path: string): readonly Finding[] {
  if (kind !== 'worker') return [];
  return [
    {
      code: 'SW2082',
      name: 'controlled-worker',
      severity: 'error',
      path,
      message: 'A controller of rollouts directs requests, and a worker takes work from a queue.',
      because: 'No Service and no route stands between a queue and its workers.',
      fix: 'Use `rolling()` for workers, and code that bears both versions.',
    },
  ];
}
