/** The validation of what steps compare, split and ask beyond their own members. */

import { at, type Data, dataAt, isData, listAt, textAt } from '../manifests/data.ts';
import { hasAny, type Problem, when } from './problem.ts';

const WAYS = ['exact', 'regex', 'prefix'] as const;
/** Routers that give an experiment a share. */
const SPLITS_EXPERIMENTS = ['alb', 'smi', 'istio', 'plugins'];
/** What the downward API reads of metadata; labels and annotations also by key. @see k8s.io/kubernetes v1.34.1 pkg/fieldpath ExtractFieldPathAsString */
const METADATA = /^metadata\.(name|namespace|uid|(labels|annotations)(\['[^']+'\])?)$/;

/** What headers, paths and methods of a step are compared with. */
export function matchProblems(step: Data, path: string, routing: unknown): readonly Problem[] {
  const alb = at(routing, 'alb') !== undefined;
  const headers = hasAny(routing, ['istio', 'alb', 'apisix', 'plugins'])
    ? listAt(step, 'setHeaderRoute', 'match').flatMap((match, index) =>
        comparison(
          at(match, 'headerValue'),
          `${path}.setHeaderRoute.match[${index}].headerValue`,
          alb,
        ),
      )
    : [];
  const mirrored = listAt(step, 'setMirrorRoute', 'match').flatMap((match, index) =>
    (['method', 'path'] as const).flatMap((key) =>
      at(match, key) === undefined
        ? []
        : comparison(at(match, key), `${path}.setMirrorRoute.match[${index}].${key}`, false),
    ),
  );
  return [...headers, ...mirrored];
}

/** Shares of experiments, which few routers can give. */
export function experimentProblems(step: Data, path: string, routing: unknown): readonly Problem[] {
  return listAt(step, 'experiment', 'templates').flatMap((template, index) =>
    when(at(template, 'weight') !== undefined && !hasAny(routing, SPLITS_EXPERIMENTS), {
      path: `${path}.experiment.templates[${index}].weight`,
      message:
        routing === undefined
          ? 'A share of an experiment needs `trafficRouting`.'
          : 'A share of an experiment works with SMI, ALB, Istio and plugins only.',
      fix: 'Remove `weight`.',
    }),
  );
}

/** Arguments that are read from the Rollout itself. */
export function argumentProblems(step: Data, path: string): readonly Problem[] {
  const analyses = [dataAt(step, 'analysis'), ...listAt(step, 'experiment', 'analyses')];
  return analyses
    .flatMap((analysis) => listAt(analysis, 'args'))
    .flatMap((argument) => {
      const field = textAt(argument, 'valueFrom', 'fieldRef', 'fieldPath') ?? '';
      return when(field.startsWith('metadata') && !METADATA.test(field), {
        path,
        message: `The argument ${textAt(argument, 'name') ?? ''} is read from ${field}, which is no metadata that can be read.`,
        fix: "Read `metadata.name`, `.namespace`, `.uid`, `metadata.labels['…']` or `metadata.annotations['…']`.",
      });
    });
}

function comparison(match: unknown, path: string, exactOnly: boolean): readonly Problem[] {
  const ways = isData(match) ? WAYS.filter((way) => (textAt(match, way) ?? '') !== '') : [];
  if (exactOnly) {
    return when(ways.length !== 1 || ways[0] !== 'exact', {
      path,
      message: `An ALB compares with \`exact\` only${ways.length === 0 ? '; nothing is given' : ''}.`,
      fix: 'Give `exact` and nothing else.',
    });
  }
  return when(ways.length !== 1, {
    path,
    message: `A value is compared in one way; ${ways.length === 0 ? 'here is none' : `here are ${ways.join(' and ')}`}.`,
    fix: 'Give one of `exact`, `regex`, `prefix`.',
  });
}
