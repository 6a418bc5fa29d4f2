/** resolve › process origins: where those parts of a process came from that no pass decides, since they follow from names and other parts. */

import type { ProcessPlan, RunningProcessPlan } from '../model/plan/process-plan.ts';
import type { Context } from './context.ts';
import type { AuthoredProcess } from './processes.ts';
import type { Trace } from './trace.ts';

const NAMES =
  'made of the names of service and process alone: selectors cannot change once they are deployed';
const NAMES_SOURCE =
  'https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#selector';

/** Remembers them for a process whose plan is complete. */
export function traceProcess(
  { spec, trace }: Pick<Context, 'spec' | 'trace'>,
  process: AuthoredProcess,
  plan: ProcessPlan,
): void {
  const { name, path, spec: authored } = process;
  const at = `processes.${name}`;
  const container = `${at}.container`;
  trace.derive(`${at}.objectName`, undefined, `the service \`${spec.name}\` and \`${name}\``);
  trace.derive(`${at}.selector`, undefined, NAMES, NAMES_SOURCE);
  trace.derive(`${container}.name`, undefined, 'named after the process');
  trace.derive(
    `${container}.env`,
    undefined,
    'of the server, `config`, `needs` and the process, later ones in place of earlier ones',
  );
  for (const part of ['podLabels', 'podAnnotations'] as const) {
    if (authored[part] === undefined) {
      trace.derive(`${container}.${part}`, undefined, 'none are said');
    } else trace.spec(`${container}.${part}`, undefined, `${path}.${part}`);
  }
  if (authored.workingDirectory !== undefined) {
    trace.spec(`${container}.workingDirectory`, undefined, `${path}.workingDirectory`);
  }
  for (const part of ['shared', 'mounts'] as const) {
    if (plan.container[part] === undefined) continue;
    trace.derive(
      `${container}.${part}`,
      undefined,
      'what server and proxy hand to one another within the pod',
    );
  }
  traceMetricsPath(trace, at, process);
  traceRotation(trace, at, plan);
  if (plan.kind === 'web' || plan.kind === 'worker') traceRunning(trace, path, plan);
}

/** It is said for readers alone, and `explain` says so. */
function traceMetricsPath(trace: Trace, at: string, process: AuthoredProcess): void {
  if (process.kind !== 'web' && process.kind !== 'worker') return;
  const path = process.spec.metrics?.path;
  if (path === undefined) return;
  trace.derive(
    `${at}.metrics.path`,
    path,
    'as described, for readers: no object says it, and neither server nor policy follows it, so a scraper has to be told',
  );
}

/** What stores of secrets add, so that a changed value reaches the pods. */
function traceRotation(trace: Trace, at: string, { container, ...plan }: ProcessPlan): void {
  const because = 'a store of `secrets` makes a Secret that the process reads';
  if ('annotations' in plan) trace.derive(`${at}.annotations`, undefined, because);
  if ('classes' in container) trace.derive(`${at}.container.classes`, undefined, because);
  if ('checksum/secrets' in container.podAnnotations) {
    trace.derive(`${at}.container.podAnnotations.checksum/secrets`, undefined, because);
  }
}

function traceRunning(trace: Trace, path: string, plan: RunningProcessPlan): void {
  const at = `processes.${plan.name}`;
  const parallel = plan.stacks.length > 1;
  for (const [index, { slot, protects }] of plan.stacks.entries()) {
    const stack = `${at}.stacks.${index}`;
    const version = parallel ? `, and of the version \`${slot}\`` : '';
    trace.derive(
      `${stack}.slot`,
      undefined,
      parallel ? 'versions run side by side' : 'one version at a time, so it has no name',
    );
    for (const part of ['objectName', 'selector']) {
      trace.derive(`${stack}.${part}`, undefined, `that of the process${version}`);
    }
    if (protects !== undefined) {
      const because = 'all pods of the process, copies that a controller makes among them';
      trace.derive(`${stack}.protects`, undefined, because);
    }
    trace.derive(
      `${stack}.scaling`,
      undefined,
      parallel
        ? `that of the process, by \`${path}.scale\`, and as many pods at least as the rollout gives to \`${slot}\`; none while it is idle`
        : `that of the process, by \`${path}.scale\``,
    );
    trace.derive(
      `${stack}.disruption`,
      undefined,
      `that of the process, by \`${path}.maxUnavailable\`${parallel ? '; none while the version is idle' : ''}`,
    );
  }
  trace.derive(
    `${at}.services`,
    undefined,
    'one for clients, and those that the rollout tells versions or pods apart by',
  );
}
