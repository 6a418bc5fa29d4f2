/** resolve › pod times: how long a pod may take to start, and to be found out when it breaks; a rollout waits for both. */

import type { NeedFacts } from '../model/need.ts';
import { checkTimeoutSeconds } from './gates.ts';
import type { Context } from './context.ts';
import { readinessPaceOf, startupProbeSeconds } from './probes.ts';
import type { AuthoredProcess } from './processes.ts';

type Running = Extract<AuthoredProcess, { readonly kind: 'web' | 'worker' }>;

/** Longest start of a pod: the waits for the migration and for needs, one after the other, and the start-up budget. */
export function startupSeconds(
  context: Context,
  process: Running,
  needs: Readonly<Record<string, NeedFacts>>,
): number {
  const { edition, spec } = context;
  const migration =
    spec.migrate?.check === undefined
      ? 0
      : checkTimeoutSeconds({ edition }, spec.migrate.checkTimeout);
  const awaited = Object.values(needs).filter(({ startup }) => startup !== undefined).length;
  return migration + awaited * edition.checkTimeoutSeconds + startupProbeSeconds(context, process);
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
