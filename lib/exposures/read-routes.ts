/** exposures › read routes: which process answers which path, and what is wrong with any of it. */

import type { ExposureInput, ExposureOptions, PathSpec } from '../model/exposure.ts';
import type { Finding } from '../model/finding.ts';
import { unknownProcess } from '../model/unknown-names.ts';
import { show } from '../units/parsed.ts';
import { complaint } from './findings.ts';
import type { Route } from './neutral.ts';
import { timeoutsFor } from './read-timeouts.ts';

/** Routes and complaints about them. */
export interface RoutesRead {
  readonly routes: readonly Route[];
  readonly rewritePrefix?: string;
  readonly findings: readonly Finding[];
}

/** Reads `paths` and `rewritePrefix`. Raises SW2106 to SW2109. */
export function readRoutes(options: ExposureOptions, input: ExposureInput): RoutesRead {
  const given = options.paths ?? [];
  const specs: readonly PathSpec[] = given.length === 0 ? [{ path: '/' }] : given;
  const place = (index: number): string =>
    given.length === 0 ? input.path : `${input.path}.paths.${index}`;
  const problems = specs.map((spec, index) => [
    ...pathProblems(spec.path, `${place(index)}.path`),
    ...processProblems(spec, place(index), input),
  ]);
  const rewrite = options.rewritePrefix;
  const rewriteProblems =
    rewrite === undefined ? [] : pathProblems(rewrite, `${input.path}.rewritePrefix`);
  const routes = specs.flatMap((spec, index) => {
    const process = spec.process ?? input.defaultTarget;
    const target = input.targets[process];
    if (target === undefined || problems[index]?.length !== 0) return [];
    const timeouts = timeoutsFor(options, [target]);
    return [{ path: spec.path, type: spec.type ?? 'Prefix', process, target, timeouts } as const];
  });
  return {
    routes,
    ...(rewrite !== undefined && rewriteProblems.length === 0 ? { rewritePrefix: rewrite } : {}),
    findings: [...problems.flat(), ...duplicates(specs, place), ...rewriteProblems],
  };
}

/** Characters that mean something in a regular expression and in no plain path. */
const REGULAR_EXPRESSION = /[*?^$()[\]{}|+\\]/;
/** What is left of RFC 3986 once nginx and the Gateway API have refused theirs. */
const PLAIN_PATH = /^\/(?:[A-Za-z0-9\-._~:@!&=,/]|%[0-9A-Fa-f]{2})*$/;

function pathProblems(path: string, at: string): readonly Finding[] {
  if (REGULAR_EXPRESSION.test(path)) {
    return [
      complaint('path-regular-expression', at, {
        message: `The path ${show(path)} contains characters of a regular expression.`,
        because:
          'Paths are compared as prefixes or whole, and what a controller makes of such characters differs from one to the next.',
        fix: `Write the fixed beginning, e.g. '${plainBeginning(path)}', and let the application tell the rest apart.`,
      }),
    ];
  }
  const problem = pathProblem(path);
  if (problem === undefined) return [];
  return [
    complaint('path-invalid', at, {
      message: `${show(path)} is not a path: ${problem.what}.`,
      because: 'The API server or the controller refuses it, and then no path is served.',
      fix: `Write it such as '${problem.better}'.`,
    }),
  ];
}

function pathProblem(path: string): { readonly what: string; readonly better: string } | undefined {
  if (!path.startsWith('/')) {
    const better = `/${path.replace(/^[a-z]+:\/\/[^/]*\/?/, '')}`;
    return { what: 'it does not begin with /', better: PLAIN_PATH.test(better) ? better : '/api' };
  }
  // As pkg/apis/networking/validation of Kubernetes and the Gateway API's own rules.
  if (/\/\/|\/\.\.?(?:\/|$)|%2f/i.test(path)) {
    return {
      what: "'//', '/./', '/../' and '%2f' cannot be compared with requests",
      better: '/api',
    };
  }
  if (PLAIN_PATH.test(path)) return undefined;
  return { what: 'letters, digits and -._~:@!&=,/ and %-escapes are accepted', better: '/api' };
}

function plainBeginning(path: string): string {
  const beginning = path.split(REGULAR_EXPRESSION)[0] ?? '';
  return PLAIN_PATH.test(beginning) ? beginning : '/';
}

function processProblems(spec: PathSpec, at: string, input: ExposureInput): readonly Finding[] {
  const process = spec.process ?? input.defaultTarget;
  if (Object.hasOwn(input.targets, process)) return [];
  return [
    complaint(
      'process-unknown',
      spec.process === undefined ? at : `${at}.process`,
      unknownProcess(process, Object.keys(input.targets)),
    ),
  ];
}

function duplicates(
  specs: readonly PathSpec[],
  place: (index: number) => string,
): readonly Finding[] {
  const keys = specs.map(({ path, type }) =>
    type === 'Exact' ? `Exact ${path}` : `Prefix ${path.replace(/(?<=.)\/$/, '')}`,
  );
  return keys.flatMap((key, index) => {
    if (keys.indexOf(key) === index) return [];
    return [
      complaint('path-duplicate', `${place(index)}.path`, {
        message: `The path ${show(specs[index]?.path)} is given twice.`,
        because: 'Only one process can answer it; which one would be left to the controller.',
        fix: 'Remove one of them, or give it a longer path.',
      }),
    ];
  });
}
