/** Plan rule: who calls a process beside its proxy is not taken for one. */

import type { RunningProcessPlan } from '../../model/plan/process-plan.ts';
import type { BelievedHeaders } from '../../model/trusted-proxy.ts';
import { directCallers, isAnybody, peerText } from '../plans/callers.ts';
import { pathOf, runningOf } from '../plans/processes.ts';
import type { PlanRule } from '../rule.ts';

/** SW2232: a note where the callers are named, a warning where they are anybody. @see https://www.uvicorn.org/settings/#http */
export const callersBelievedAsProxy: PlanRule = {
  code: 'SW2232',
  name: 'callers-believed-as-proxy',
  level: 'plan',
  severity: 'note',
  summary: 'Forwarded headers are believed of callers that are no proxy.',
  because:
    'What a server believes is told by the address a connection comes from: callers that are let in beside the proxy can claim to be another client, or to have come by HTTPS.',
  check: (plan) =>
    runningOf(plan).flatMap((process) => {
      const believed = believedOf(process);
      if (believed?.from.includes('*') !== true) return [];
      const callers = directCallers(plan, process);
      if (callers.length === 0) return [];
      const headers =
        believed.decide === 'scheme'
          ? 'X-Forwarded-Proto'
          : 'X-Forwarded-For and X-Forwarded-Proto';
      return [
        {
          path: believed.path,
          ...(callers.some(isAnybody) ? { severity: 'warning' as const } : {}),
          message: `${process.name} believes ${headers} of everybody who may connect, and beside a proxy that is ${listed(callers.map(peerText))}.`,
          fix: `${believed.option === undefined ? 'Let' : `Name the addresses of the proxy in \`${believed.option}\`, if it has some of its own; or let`} these callers in at a web process of their own; or silence this rule, if nothing is decided by what these headers say.`,
        },
      ];
    }),
};

const MOST_LISTED = 3;

/** A service may have hundreds of callers. */
function listed(callers: readonly string[]): string {
  const rest = callers.length - MOST_LISTED;
  const shown = callers.slice(0, MOST_LISTED).join(', ');
  return rest > 0 ? `${shown} and ${rest} more` : shown;
}

interface Believed extends Pick<BelievedHeaders, 'from' | 'decide'> {
  /** Where it is decided, and the option that decides it; absent: none does. */
  readonly path: string;
  readonly option?: string;
}

/** What the plan knows of server or proxy; else the variable that gunicorn and uvicorn read. */
function believedOf(process: RunningProcessPlan): Believed | undefined {
  const at = pathOf(process);
  const known = process.server?.forwarded;
  if (known !== undefined) {
    const path = `${at}.${process.container.sidecars === undefined ? 'server' : 'proxy'}`;
    const { from, decide, option } = known;
    return {
      ...{ from, decide },
      ...(option === undefined
        ? { path }
        : { path: `${path}.${option}`, option: `${path}.${option}` }),
    };
  }
  const variable = process.container.env.find(({ name }) => name === 'FORWARDED_ALLOW_IPS');
  if (variable?.kind !== 'value' || process.container.sidecars !== undefined) return undefined;
  const path = `${at}.config.FORWARDED_ALLOW_IPS`;
  return { from: variable.value.split(','), decide: 'address and scheme', path, option: path };
}
