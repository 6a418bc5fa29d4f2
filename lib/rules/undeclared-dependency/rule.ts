/** Plan rule: what the configuration names is what the network lets through. */

import type { NetworkPolicyPlan } from '../../model/plan/network-plan.ts';
import type { ProcessPlan } from '../../model/plan/process-plan.ts';
import type { ServicePlan } from '../../model/plan/service-plan.ts';
import { addressIn, type Address } from '../address.ts';
import { processesOf } from '../plans/processes.ts';
import type { PlanComplaint, PlanRule } from '../rule.ts';

/** SW2302. @see https://kubernetes.io/docs/concepts/services-networking/network-policies/ */
export const undeclaredDependency: PlanRule = {
  code: 'SW2302',
  name: 'undeclared-dependency',
  level: 'plan',
  severity: 'warning',
  summary: 'A variable looks like the address of something no need declares.',
  because:
    'The network policies let out what is declared and drop the rest: the connection hangs until it times out, and nothing in the application says why.',
  check: (plan) => {
    const found = processesOf(plan).flatMap((process) => complaints(plan, process));
    return [...new Map(found.map((complaint) => [complaint.message, complaint])).values()];
  },
};

function complaints(plan: ServicePlan, process: ProcessPlan): readonly PlanComplaint[] {
  const policies = plan.network.policies.filter(
    (policy) => policy.egress !== undefined && concerns(policy, process),
  );
  // Without a policy for connections out everything is let through.
  if (!plan.network.enabled || policies.length === 0) return [];
  const own = [
    ...Object.values(plan.exposures).flatMap(({ hosts }) => hosts),
    // Let through by who they are, on the port of their pods.
    ...plan.calls.map(({ host }) => host),
  ];
  return process.container.env.flatMap((entry) => {
    const address = entry.kind === 'value' ? addressIn(entry.name, entry.value) : undefined;
    if (address === undefined || own.includes(address.host) || isOpen(policies, address)) return [];
    return [
      {
        path: `config.${entry.name}`,
        message: `${entry.name} names ${address.shown}, and no need opens port ${address.port}.`,
        fix: `Declare it: needs: { … } with ${factoryFor(address.port)}, or egress: [{ ports: [${address.port}] }]. If nothing connects to it, silence this rule with that reason.`,
      },
    ];
  });
}

function concerns(policy: NetworkPolicyPlan, process: ProcessPlan): boolean {
  const labels = { ...process.container.podLabels, ...process.selector };
  return Object.entries(policy.podLabels).every(([key, value]) => labels[key] === value);
}

/** Whether some rule opens the port to anybody: whom exactly is beyond what a name can tell. */
function isOpen(policies: readonly NetworkPolicyPlan[], { port }: Address): boolean {
  return policies.some(({ egress }) =>
    (egress ?? []).some(
      ({ ports }) => ports.length === 0 || ports.some((open) => open.port === port),
    ),
  );
}

/** The needs by the ports they open, so that the complaint names the one that was meant. */
const FACTORIES: Readonly<Record<number, string>> = {
  ...{ 80: 'httpApi', 443: 'httpApi', 5432: 'postgres', 6432: 'postgres', 6379: 'redis' },
  ...{ 5671: 'rabbitmq', 5672: 'rabbitmq', 9092: 'kafka', 9093: 'kafka', 9094: 'kafka' },
  ...{ 9200: 'search', 7700: 'search', 8108: 'search', 25: 'smtp', 465: 'smtp', 587: 'smtp' },
};

function factoryFor(port: number): string {
  return `${FACTORIES[port] ?? 'other'}(…)`;
}
