/** resolve › checked spec: applies the environment and checks shape and variants; later passes read only what passed. */

import { environmentsOf, type Service } from '../model/service.ts';
import type { ServiceSpec } from '../model/spec/service-spec.ts';
import { nearestName } from '../model/nearest-name.ts';
import { checkShape } from '../model/shape.ts';
import { isVariant, type OptionProblem } from '../model/variant.ts';
import type { CallContext } from './calls.ts';
import { mergeEnvironment } from './merge-environment.ts';
import { isSpec, type Mended, mendedSpec } from './mended.ts';
import { referenceFindings } from './references.ts';
import { MAX_PROCESS_NAME, serviceShape } from './shape/service-shape.ts';
import { parseDnsLabel } from '../units/dns-name.ts';
import { sortedKeys } from './sorted-keys.ts';
import type { Trace } from './trace.ts';

/** The description, or what is left of it where its shape is wrong. */
export type Checked =
  | { readonly spec: ServiceSpec; readonly mended?: never }
  | { readonly spec?: never; readonly mended?: Mended };

/**
 * The description for an environment, unless its shape is wrong (SW1001–SW1004), with every complaint reported: names
 * that lead nowhere among them, so that they need no second round.
 */
export function checkedSpec(
  service: Service,
  { environment, ...asked }: CallContext,
  trace: Trace,
): Checked {
  const known = environmentsOf(service);
  if (!known.includes(environment)) {
    reportUnknownEnvironment(trace, environment, known);
    return {};
  }
  const problems = [
    ...environmentNameProblems(environment),
    ...environmentKeyProblems(service, environment),
  ];
  const patch = service.spec.environments?.[environment];
  const { environments: _environments, ...base } = service.spec;
  const merged = sortedKeys(patch === undefined ? base : mergeEnvironment(base, patch));
  const ofShape = checkShape(serviceShape, merged);
  // The options of a variant that does not belong there would be answered with those of the wrong one.
  const misplaced = new Set(ofShape.map(({ path }) => path));
  const all = [...problems, ...ofShape, ...variantProblems(merged, '', misplaced)];
  for (const problem of all) {
    const inPatch = says(patch, problem.path);
    reportShape(trace, inPatch ? within(`environments.${environment}`, problem) : problem);
  }
  const isRefused = all.length > 0;
  const hasUnknownKey = ofShape.some(
    ({ path, message }) => !path.includes('.') && isUnknown(message),
  );
  referenceFindings(merged, { ...asked, environment, isRefused, hasUnknownKey }).forEach(
    trace.report,
  );
  if (!isRefused && isSpec(merged)) return { spec: merged };
  const mended = mendedSpec(merged, all, (rest) => variantProblems(rest, '', new Set()));
  return mended === undefined ? {} : { mended };
}

/** What is the same in every environment. */
const SERVICE_WIDE: readonly string[] = ['name', 'edition', 'environments'];

/** Folders and namespaces are named after environments. */
function environmentNameProblems(environment: string): readonly OptionProblem[] {
  const parsed = parseDnsLabel(environment, MAX_PROCESS_NAME);
  return parsed.ok
    ? []
    : [
        {
          path: `environments.${environment}`,
          message: `${parsed.problem}.`,
          fix: 'Rename the environment.',
        },
      ];
}

function environmentKeyProblems(service: Service, environment: string): readonly OptionProblem[] {
  const patch: unknown = service.spec.environments?.[environment];
  if (typeof patch !== 'object' || patch === null) return [];
  return Object.keys(patch)
    .filter((key) => SERVICE_WIDE.includes(key))
    .map((key) => ({
      path: `environments.${environment}.${key}`,
      message: `\`${key}\` cannot differ between environments.`,
      fix: `Set \`${key}\` on the service itself.`,
    }));
}

/** Complaints of the variants themselves about their options, wherever they stand. */
function variantProblems(
  value: unknown,
  path: string,
  misplaced: ReadonlySet<string>,
): readonly OptionProblem[] {
  if (isVariant(value)) {
    if (misplaced.has(path)) return [];
    return value.check().map((problem) => ({
      ...problem,
      path: [path, problem.path].filter((part) => part !== '').join('.'),
    }));
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
  return Object.entries(value).flatMap(([key, member]) =>
    variantProblems(member, path === '' ? key : `${path}.${key}`, misplaced),
  );
}

/** Whether the environment itself says the value at a path, so that it is there where the author has to look. */
function says(patch: unknown, path: string): boolean {
  if (path === '') return true;
  const value = isVariant(patch) ? patch.options : patch;
  if (typeof value !== 'object' || value === null) return false;
  // Names of files and of annotations hold dots themselves.
  return Object.entries(value).some(
    ([key, member]) =>
      (path === key && member !== undefined) ||
      (path.startsWith(`${key}.`) && says(member, path.slice(key.length + 1))),
  );
}

function within(place: string, problem: OptionProblem): OptionProblem {
  return { ...problem, path: `${place}.${problem.path}` };
}

function isUnknown(message: string): boolean {
  return message.endsWith('is not known here.');
}

function reportShape(trace: Trace, problem: OptionProblem): void {
  const missing = problem.message.endsWith('is required.');
  const unknown = isUnknown(problem.message);
  trace.report({
    code: missing ? 'SW1003' : unknown ? 'SW1002' : 'SW1001',
    name: missing ? 'value-missing' : unknown ? 'unknown-key' : 'value-not-accepted',
    severity: 'error',
    path: problem.path,
    message: problem.message,
    because: unknown
      ? 'A misspelt key would be ignored silently.'
      : missing
        ? 'Nothing sensible can be derived without it.'
        : 'The value cannot be used as it is.',
    ...(problem.fix === undefined ? {} : { fix: problem.fix }),
  });
}

function reportUnknownEnvironment(
  trace: Trace,
  environment: string,
  known: readonly string[],
): void {
  const nearest = nearestName(environment, known);
  trace.report({
    code: 'SW1004',
    name: 'unknown-environment',
    severity: 'error',
    path: '',
    message: `There is no environment \`${environment}\`; the service has ${known.join(', ')}.`,
    because: 'Its namespace, sizes and hosts would be guessed.',
    fix: nearest === undefined ? 'Add it to `environments`.' : `Did you mean \`${nearest}\`?`,
  });
}
