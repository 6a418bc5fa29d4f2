/** emit › gitops › time: how long the pods of a StatefulSet take to be replaced, which has no deadline of its own. */

import { isRecord } from '../../kubernetes/is-manifest.ts';
import type { Manifest } from '../../kubernetes/manifest.ts';

/** For scheduling, attaching a volume and pulling an image. A choice. */
const SPARE_SECONDS = 120;
/** @see https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination */
const GRACE_SECONDS = 30;

/** The longest it may take: one pod after the other stops, starts, and stays ready. */
export function replacementSeconds({ spec }: Manifest): number {
  const pod = member(member(spec, 'template'), 'spec');
  const containers = member(pod, 'containers');
  const starts = (Array.isArray(containers) ? containers : []).map((container: unknown) => {
    const probe = member(container, 'startupProbe');
    return number(probe, 'periodSeconds', 0) * number(probe, 'failureThreshold', 0);
  });
  const each =
    number(pod, 'terminationGracePeriodSeconds', GRACE_SECONDS) +
    Math.max(0, ...starts) +
    number(spec, 'minReadySeconds', 0) +
    SPARE_SECONDS;
  return number(spec, 'replicas', 1) * each;
}

function member(value: unknown, key: string): unknown {
  return isRecord(value) ? value[key] : undefined;
}

function number(value: unknown, key: string, fallback: number): number {
  const found = member(value, key);
  return typeof found === 'number' ? found : fallback;
}
