/** resolve › pod times: how long a pod may take to start, and to be found out when it breaks; a rollout waits for both. */

import { seconds } from './amounts.ts';
import { checkTimeoutSeconds } from './container.ts';
import type { Context } from './context.ts';
import { readinessPaceOf } from './probes.ts';
import type { AuthoredProcess } from './processes.ts';

type Running = Extract<AuthoredProcess, { readonly kind: 'web' | 'worker' }>;

/** Longest start of a pod: the wait for the migration and the start-up budget. */
export function startupSeconds({ edition, spec }: Context, process: Running): number {
  const gate =
    spec.migrate?.check === undefined
      ? 0
      : checkTimeoutSeconds({ edition }, spec.migrate.checkTimeout);
  if (process.kind !== 'web') return gate;
  return gate + seconds(process.spec.startupTimeout ?? edition.startupTimeoutSeconds);
}

/**
 * Longest time until a pod that breaks right after a good answer counts as not ready: the pause before the next question,
 * the others until there are enough bad answers, and the wait for the last one. 0 for a process that is not asked.
 */
export function unreadySeconds(context: Context, process: Running): number {
  const pace = readinessPaceOf(context, process);
  if (pace === undefined) return 0;
  const { period, timeout, failures } = pace;
  return period + (failures - 1) * Math.max(period, timeout) + timeout;
}
