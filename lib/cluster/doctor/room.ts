/** cluster › doctor › room: whether quotas leave room for all pods there may be at once. */

import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { podsOf, replacementOf, requestsOf } from '../../diff/pods-of.ts';
import { at, itemsAt, textAt } from '../../diff/read-manifest.ts';
import { isWorkload } from '../../deploy/phases.ts';
import type { Manifest } from '../../kubernetes/manifest.ts';
import { formatQuantity, parseQuantity, type Quantity } from '../../units/quantity.ts';
import type { Objects } from '../objects.ts';
import type { Patient } from './patient.ts';
import { found, NO_ROOM } from './findings.ts';

/** What quotas limit and we know the need of. @see https://kubernetes.io/docs/concepts/policy/resource-quotas/ */
const LIMITED = {
  pods: 'pods',
  'count/pods': 'pods',
  cpu: 'cpu',
  'requests.cpu': 'cpu',
  memory: 'memory',
  'requests.memory': 'memory',
} as const;

/** Findings about quotas: what all workloads ask for at the most, against what others leave. */
export async function roomFindings(
  objects: Objects,
  { manifests, namespace }: Patient,
): Promise<readonly Diagnostic[]> {
  const quotas = await objects.list({ apiVersion: 'v1', kind: 'ResourceQuota', namespace });
  if (quotas.length === 0) return [];
  const workloads = manifests.filter(isWorkload);
  const need = needOf(workloads, manifests);
  return quotas.flatMap((quota) => {
    // A quota with a scope is about some of the pods only.
    if (itemsAt(quota, 'spec', 'scopeSelector', 'matchExpressions').length > 0) return [];
    if (at(quota, 'spec', 'scopes') !== undefined) return [];
    return Object.entries(LIMITED).flatMap(([resource, what]) => {
      const limit = quantity(at(quota, 'spec', 'hard', resource));
      if (limit === undefined || need[what].nano <= limit.nano) return [];
      return [
        found(
          NO_ROOM,
          `ResourceQuota/${quota.metadata.name}`,
          `It allows ${formatQuantity(limit)} of \`${resource}\`; all pods there may be during a rollout ask for ${formatQuantity(need[what])}.`,
          'Let the quota be raised, or lower `scale.max` or the requests.',
        ),
      ];
    });
  });
}

/** Pods at the most, and those a rollout adds to them. */
function needOf(
  workloads: readonly Manifest[],
  beside: readonly Manifest[],
): Readonly<Record<'pods' | 'cpu' | 'memory', Quantity>> {
  const sum = { pods: 0n, cpu: 0n, memory: 0n };
  for (const workload of workloads) {
    const range = podsOf(workload, beside);
    const recreates = textAt(workload, 'spec', 'strategy', 'type') === 'Recreate';
    const extra = recreates || range.max === 0 ? 0 : replacementOf(workload, range).atOnce;
    const most = range.max + extra;
    const requests = requestsOf(workload, most);
    sum.pods += BigInt(most) * NANO;
    sum.cpu += quantity(requests.cpu)?.nano ?? 0n;
    sum.memory += quantity(requests.memory)?.nano ?? 0n;
  }
  return {
    pods: { nano: sum.pods, format: 'DecimalSI' },
    cpu: { nano: sum.cpu, format: 'DecimalSI' },
    memory: { nano: sum.memory, format: 'BinarySI' },
  };
}

const NANO = 1_000_000_000n;

function quantity(value: unknown): Quantity | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  const read = parseQuantity(String(value));
  return read.ok ? read.value : undefined;
}
