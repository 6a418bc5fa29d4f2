/** Manifest rule: containers say how much memory they need and may take. */

import { at } from '../manifests/data.ts';
import { longRunning } from '../manifests/pod-template.ts';
import type { ManifestRule } from '../rule.ts';

/** SW4304. @see https://kubernetes.io/docs/concepts/scheduling-eviction/node-pressure-eviction/ */
export const memoryUnbounded: ManifestRule = {
  code: 'SW4304',
  name: 'memory-unbounded',
  level: 'manifest',
  severity: 'warning',
  summary: 'A container has no memory request or no memory limit.',
  because:
    'Without a request the scheduler fills a node beyond its memory and this pod is evicted first; without a limit one leak takes the whole node along.',
  check: (set) =>
    set.pods
      .filter((pod) => at(pod.spec, 'resources', 'limits', 'memory') === undefined)
      .flatMap((pod) =>
        longRunning(pod).flatMap((container) => {
          const limit = at(container.body, 'resources', 'limits', 'memory');
          // A limit without a request is copied into it by the API server.
          const request = at(container.body, 'resources', 'requests', 'memory') ?? limit;
          const missing = [
            ...(request === undefined ? ['request'] : []),
            ...(limit === undefined ? ['limit'] : []),
          ];
          if (missing.length === 0) return [];
          return [
            {
              on: pod.owner,
              path: `${container.path}.resources`,
              message: `Container ${container.name} has no memory ${missing.join(' and no memory ')}.`,
              fix: 'Set resources.requests.memory to what it normally uses and resources.limits.memory to what it may use at most.',
            },
          ];
        }),
      ),
};
