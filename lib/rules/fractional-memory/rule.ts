/** Manifest rule: memory and storage are given in whole bytes of a plausible number. */

import { dataAt, scalarAt } from '../manifests/data.ts';
import type { ManifestRule } from '../rule.ts';
import { parseBytes, parseCpu, parseMemory } from '../../units/resource-amount.ts';

/** SW4303. @see https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/#meaning-of-memory */
export const fractionalMemory: ManifestRule = {
  code: 'SW4303',
  name: 'fractional-memory',
  level: 'manifest',
  severity: 'error',
  summary: 'An amount of memory, storage or CPU means something else than it seems to.',
  because:
    'In Kubernetes m means thousandths: 512m of memory is half a byte. The API server accepts it, and the container is killed at once or scheduled as if it needed nothing.',
  check: (set) =>
    set.pods.flatMap((pod) =>
      pod.containers.flatMap((container) =>
        ['requests', 'limits'].flatMap((kind) =>
          Object.keys(dataAt(container.body, 'resources', kind)).flatMap((resource) => {
            const amount = scalarAt(container.body, 'resources', kind, resource);
            if (amount === undefined) return [];
            const parsed = parse(resource, String(amount));
            if (parsed === undefined || parsed.ok) return [];
            return [
              {
                on: pod.owner,
                path: `${container.path}.resources.${kind}.${resource}`,
                message: `${kind}.${resource} of container ${container.name}: ${parsed.problem}.`,
                fix:
                  resource === 'cpu'
                    ? 'Write cores or millicores, such as 500m.'
                    : 'Write mebibytes, such as 512Mi.',
              },
            ];
          }),
        ),
      ),
    ),
};

function parse(resource: string, amount: string): ReturnType<typeof parseMemory> | undefined {
  if (amount === '0') return undefined;
  if (resource === 'memory') return parseMemory(amount);
  if (resource === 'cpu') return parseCpu(amount);
  return resource === 'ephemeral-storage' ? parseBytes(amount) : undefined;
}
