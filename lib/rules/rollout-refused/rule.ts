/** Manifest rule: what the controller of Argo Rollouts refuses is refused before it is applied. */

import { dataAt } from '../manifests/data.ts';
import { objectsOf } from '../manifests/manifest-set.ts';
import type { ManifestRule } from '../rule.ts';
import { metricProblems } from './metric-problems.ts';
import { problemsOf } from './spec-problems.ts';

/** SW4409. @see https://github.com/argoproj/argo-rollouts/blob/v1.10.1/pkg/apis/rollouts/validation/validation.go */
export const rolloutRefused: ManifestRule = {
  code: 'SW4409',
  name: 'rollout-refused',
  level: 'manifest',
  severity: 'error',
  summary: 'A Rollout or AnalysisTemplate is one that the controller of Argo Rollouts refuses.',
  because:
    'The API server accepts it; the controller then sets the condition InvalidSpec and touches nothing, so that the new version never starts.',
  check: (set) => [
    ...objectsOf(set, 'Rollout')
      .filter(({ group }) => group === 'argoproj.io')
      .flatMap((on) =>
        problemsOf(dataAt(on.body, 'spec')).map(({ path, message, fix }) => ({
          on,
          path: `spec.${path}`,
          message,
          fix,
        })),
      ),
    ...objectsOf(set, 'AnalysisTemplate', 'ClusterAnalysisTemplate').flatMap((on) =>
      metricProblems(dataAt(on.body, 'spec')).map(({ path, message, fix }) => ({
        on,
        path: `spec.${path}`,
        message,
        fix,
      })),
    ),
  ],
};
