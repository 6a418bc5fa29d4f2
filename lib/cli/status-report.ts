/** cli › status: how a service runs, as text. */

import type { RouteStatus, ServiceStatus, WorkloadStatus } from '../cluster/status.ts';
import { troubleText } from './show-progress.ts';

/** A service as lines of text. */
export function statusText(status: ServiceStatus): string {
  const { service, environment, namespace, revision, attempt, healthy, workloads, routes } = status;
  const by = revision === 0 ? 'not deployed by `slipway deploy`' : `revision ${revision}`;
  return [
    `${service} in ${environment} (namespace ${namespace}, ${by}): ${healthy ? 'healthy' : 'not healthy'}`,
    ...(attempt === undefined ? [] : [`  ${attemptText(attempt)}`]),
    ...workloads.flatMap(workloadLines),
    ...routes.map(routeLine),
    '',
  ].join('\n');
}

function attemptText({ state, by }: NonNullable<ServiceStatus['attempt']>): string {
  return {
    running: `A deployment by ${by} is under way.`,
    failed: `The last deployment, by ${by}, failed.`,
    interrupted: `The last deployment, by ${by}, was stopped on the way.`,
  }[state];
}

function workloadLines(workload: WorkloadStatus): readonly string[] {
  const { object, missing, done, ready, wanted, images, described, failed } = workload;
  const isRun = object.startsWith('Job/');
  const state = missing
    ? 'missing'
    : isRun
      ? (failed ?? (done ? 'done' : 'running'))
      : `${ready} of ${wanted} ready`;
  const differs = described === undefined || missing ? '' : `; described: ${described.join(', ')}`;
  return [
    `  ${object}: ${state}${images.length === 0 ? '' : `, ${images.join(', ')}${differs}`}`,
    ...(failed === undefined || isRun ? [] : [`    ${failed}`]),
    ...(workload.complaint === undefined ? [] : [`    ${workload.complaint}`]),
    ...workload.troubles.map((trouble) => `    ${troubleText(trouble)}`),
  ];
}

function routeLine({ object, missing, hosts, addresses, problems }: RouteStatus): string {
  const where = hosts.length === 0 ? '' : `${hosts.join(', ')} `;
  const state = missing
    ? 'missing'
    : problems.length > 0
      ? problems.join('; ')
      : `${where}${addresses.length === 0 ? '(no address yet)' : `at ${addresses.join(', ')}`}`;
  return `  ${object}: ${state}`;
}
