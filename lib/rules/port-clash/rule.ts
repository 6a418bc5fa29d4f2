/** Plan rule: ports and Services of a service do not meet. */

import type { RunningProcessPlan } from '../../model/plan/process-plan.ts';
import { pathOf, portsOf, runningOf } from '../plans/processes.ts';
import type { PlanComplaint, PlanRule } from '../rule.ts';

/** SW2304. @see https://kubernetes.io/docs/concepts/services-networking/service/#field-spec-ports */
export const portClash: PlanRule = {
  code: 'SW2304',
  name: 'port-clash',
  level: 'plan',
  severity: 'error',
  summary: 'A process listens twice on one port, or two processes have Services of one name.',
  because:
    'The second to bind fails with "address already in use"; of two objects with one name the last one written wins.',
  check: (plan) => {
    const running = runningOf(plan);
    return [...running.flatMap(portComplaints), ...serviceComplaints(running)];
  },
};

function portComplaints(process: RunningProcessPlan): readonly PlanComplaint[] {
  const ports = portsOf(process);
  return ports.flatMap((port, index) => {
    const other = ports
      .slice(0, index)
      .find((earlier) => earlier.port === port.port || earlier.name === port.name);
    if (other === undefined) return [];
    const path = pathOf(process);
    const status = isStatus(process, port);
    return [
      {
        path: status ? `${path}.proxy.statusPort` : `${path}.port`,
        message: `${process.name} declares ${other.name} on ${other.port} and ${port.name} on ${port.port}.`,
        fix: status
          ? `Give ${path}.proxy.statusPort or ${path}.port another number.`
          : 'Give one of them another port.',
      },
    ];
  });
}

/** The port on which a proxy in the pod answers for itself alone: clients reach the other one. */
function isStatus(
  { container }: RunningProcessPlan,
  port: RunningProcessPlan['container']['ports'][number],
): boolean {
  return (container.sidecars ?? []).some(
    ({ ports }) => ports.includes(port) && port.name !== 'http',
  );
}

function serviceComplaints(running: readonly RunningProcessPlan[]): readonly PlanComplaint[] {
  const services = running.flatMap((process) =>
    process.services.map(({ name }) => ({ name, process })),
  );
  return services.flatMap(({ name, process }, index) => {
    const other = services.slice(0, index).find((earlier) => earlier.name === name);
    if (other === undefined || other.process === process) return [];
    return [
      {
        path: pathOf(process),
        message: `${process.name} and ${other.process.name} both have a Service named ${name}.`,
        fix: 'Rename one of the processes.',
      },
    ];
  });
}
