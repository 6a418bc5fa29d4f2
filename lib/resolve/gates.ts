/** resolve › gates: what new pods wait for before their main container starts. */

import type { GatePlan } from '../model/plan/container-plan.ts';
import type { NeedFacts } from '../model/need.ts';
import { seconds } from './amounts.ts';
import type { Context } from './context.ts';
import type { AuthoredProcess } from './processes.ts';
import type { ResolvedProxy } from './proxy.ts';

/** New pods wait for what they cannot start without, by commands of their own image: no token, no API access. */
export function gatesOf(
  context: Context,
  process: AuthoredProcess,
  needs: Readonly<Record<string, NeedFacts>>,
  proxy: ResolvedProxy | undefined,
): readonly GatePlan[] {
  if (process.kind !== 'web' && process.kind !== 'worker') return [];
  const copies = (proxy?.gates ?? []).map((gate) => ({
    gate,
    because: `files are handed to ${proxy?.facts.title ?? ''} before it starts`,
  }));
  const all = [...migrationGates(context), ...startupGates(context, needs), ...copies];
  return all.map(({ gate, because }, index) =>
    context.trace.derive(`processes.${process.name}.container.gates.${index}`, gate, because),
  );
}

/** A gate with its reason. */
interface Gate {
  readonly gate: GatePlan;
  readonly because: string;
}

/** Until the migration's own check says that nothing is left to do. */
function migrationGates(context: Context): readonly Gate[] {
  const { edition, spec } = context;
  const migrate = spec.migrate;
  if (migrate?.check === undefined) return [];
  const limit = checkTimeoutSeconds(context, migrate.checkTimeout);
  const command =
    migrate.checkLoop === 'restart'
      ? migrate.check
      : [
          'sh',
          '-c',
          waitScript(context, limit, 'migrated'),
          'wait-for-migration',
          ...migrate.check,
        ];
  return [
    {
      gate: { name: 'wait-for-migration', command },
      because: `\`migrate.check\` is asked every ${edition.checkPeriodSeconds} s for at most ${limit} s before new code serves`,
    },
  ];
}

/** Until dependencies that are needed to start answer. */
function startupGates(
  context: Context,
  needs: Readonly<Record<string, NeedFacts>>,
): readonly Gate[] {
  const { edition } = context;
  const limit = edition.checkTimeoutSeconds;
  return Object.entries(needs).flatMap(([need, { startup }]) => {
    if (startup === undefined) return [];
    const name = `wait-for-${need}`;
    const command = ['sh', '-c', waitScript(context, limit, 'ready'), name, ...startup.command];
    const because = `\`needs.${need}.startup\` is asked every ${edition.checkPeriodSeconds} s for at most ${limit} s`;
    return [{ gate: { name, command }, because }];
  });
}

/** How long a new pod waits for the migration. */
export function checkTimeoutSeconds(
  { edition }: Pick<Context, 'edition'>,
  authored: string | number | undefined,
): number {
  return authored === undefined ? edition.checkTimeoutSeconds : seconds(authored);
}

/** `sh` as PID 1 ignores SIGTERM unless told: a pod deleted while it waits would take its whole grace period. */
function waitScript({ edition }: Context, limit: number, what: string): string {
  return [
    "trap 'exit 143' TERM",
    `end=$(($(date +%s) + ${limit}))`,
    'until "$@"; do',
    `  if [ "$(date +%s)" -ge "$end" ]; then echo "not ${what} after ${limit} s" >&2; exit 1; fi`,
    `  sleep ${edition.checkPeriodSeconds} & wait $!`,
    'done',
  ].join('\n');
}
