/** deploy › time: how long an object may take, from what the plan derived and the manifest carries. */

import { podsOf, replacementOf } from '../diff/pods-of.ts';
import { numberAt } from '../diff/read-manifest.ts';
import type { Manifest } from '../kubernetes/manifest.ts';
import { isJob, makesSecret } from './phases.ts';

/** For controllers to notice and to report, on top of what the pods need. A choice. */
const SPARE_SECONDS = 60;
/** For a run without a deadline of its own. A choice; slipway's migrations always have one. */
const JOB_SECONDS = 3600;

/** For an operator to ask a store and make a Secret. A choice. */
const SECRET_SECONDS = 120;

/**
 * The longest time to wait for an object, in seconds: a run to the end has its `activeDeadlineSeconds`; a workload is
 * replaced in waves, and its controller gives up after `progressDeadlineSeconds` without progress, whichever is later.
 */
export function deadlineOf(manifest: Manifest, beside: readonly Manifest[]): number {
  if (isJob(manifest)) {
    return numberAt(manifest, JOB_SECONDS, 'spec', 'activeDeadlineSeconds') + SPARE_SECONDS;
  }
  if (makesSecret(manifest)) return SECRET_SECONDS;
  const { seconds } = replacementOf(manifest, podsOf(manifest, beside));
  return (
    Math.max(seconds, numberAt(manifest, 600, 'spec', 'progressDeadlineSeconds')) + SPARE_SECONDS
  );
}
