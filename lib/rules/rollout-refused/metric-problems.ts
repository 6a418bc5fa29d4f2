/** The validation of AnalysisTemplates. */

import { at, type Data, dataAt, listAt, scalarAt, textAt } from '../manifests/data.ts';
import { type Problem, when } from './problem.ts';

/** What is wrong with `spec` of a template. @see https://github.com/argoproj/argo-rollouts/blob/v1.10.1/utils/analysis/factory.go ValidateMetrics */
export function metricProblems(spec: Data): readonly Problem[] {
  const metrics = listAt(spec, 'metrics');
  const names = metrics.map((metric) => textAt(metric, 'name') ?? '');
  return [
    ...when(metrics.length === 0 && listAt(spec, 'templates').length === 0, {
      path: 'metrics',
      message: 'There are no metrics.',
      fix: 'Give at least one.',
    }),
    ...metrics.flatMap((metric, index) => {
      const path = `metrics[${names[index] ?? ''}]`;
      const count = Number(scalarAt(metric, 'count') ?? 0);
      const failures = Number(scalarAt(metric, 'failureLimit') ?? 0);
      const providers = Object.keys(dataAt(metric, 'provider'));
      return [
        ...when(names.indexOf(names[index] ?? '') !== index, {
          path,
          message: `There are two metrics called ${names[index]}.`,
          fix: 'Rename one of them.',
        }),
        ...when(count > 1 && at(metric, 'interval') === undefined, {
          path: `${path}.interval`,
          message: `${count} measurements need an interval between them.`,
          fix: 'Give `interval`.',
        }),
        ...when(count > 0 && failures >= 0 && count < failures, {
          path: `${path}.count`,
          message: `${count} measurements cannot fail ${failures} times.`,
          fix: 'Measure more often, or forgive fewer failures.',
        }),
        ...when(failures < -1, {
          path: `${path}.failureLimit`,
          message: `${failures} is neither a number of failures nor -1 for any number.`,
          fix: 'Give 0 or more.',
        }),
        ...when(providers.length !== 1, {
          path: `${path}.provider`,
          message: `A metric has one provider; ${providers.length === 0 ? 'here is none' : `here are ${providers.join(', ')}`}.`,
          fix: 'Give exactly one.',
        }),
      ];
    }),
  ];
}
