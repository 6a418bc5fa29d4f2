/** Manifest rule: a job that hangs is stopped. */

import { numberAt, textAt } from '../manifests/data.ts';
import { objectsOf } from '../manifests/manifest-set.ts';
import type { ManifestRule } from '../rule.ts';

/** SW4216. @see https://kubernetes.io/docs/concepts/workloads/controllers/job/#job-termination-and-cleanup */
export const jobWithoutDeadline: ManifestRule = {
  code: 'SW4216',
  name: 'job-without-deadline',
  level: 'manifest',
  severity: 'warning',
  summary: 'A job may run for ever.',
  because:
    'A run that hangs on a lock or a connection keeps its pod; with concurrencyPolicy Forbid no later run ever starts, with Allow they pile up.',
  check: (set) =>
    objectsOf(set, 'Job', 'CronJob').flatMap((on) => {
      const place = on.kind === 'CronJob' ? ['spec', 'jobTemplate', 'spec'] : ['spec'];
      if (numberAt(on.body, ...place, 'activeDeadlineSeconds') !== undefined) return [];
      const policy = textAt(on.body, 'spec', 'concurrencyPolicy') ?? 'Allow';
      return [
        {
          on,
          path: `${place.join('.')}.activeDeadlineSeconds`,
          message: `activeDeadlineSeconds is unset${on.kind === 'CronJob' ? ` (concurrencyPolicy ${policy})` : ''}.`,
          fix: 'Set activeDeadlineSeconds to a few times the usual length of a run.',
        },
      ];
    }),
};
