/** explain: looks up where a value of a plan came from; every answer was recorded while the plan was made. */

import type { Bundle, BundledService } from '../model/bundle.ts';
import type { Origin } from '../model/origin.ts';
import { plannedPaths } from './authored-names.ts';
import { nearestName } from '../model/nearest-name.ts';

/** A value with its origin, and the environments in which both are the same. */
export interface Explanation {
  readonly path: string;
  readonly value: unknown;
  readonly origin: Origin | undefined;
  readonly environments: readonly string[];
}

/** Explanations, or a sentence that says what could be asked instead. */
export type Explained =
  | { readonly ok: true; readonly explanations: readonly Explanation[] }
  | { readonly ok: false; readonly problem: string };

/** What is asked. */
export interface Question {
  readonly service: string;
  /** Dotted path; unit suffixes and inner steps may be left out: `web.lifecycle.terminationGracePeriod`, `web.resources.requests.cpu`. */
  readonly path: string;
  /** Default: all environments, answered once where they agree. */
  readonly environment?: string | undefined;
}

/** Explains a value of a service. */
export function explain(bundle: Bundle, { service, path, environment }: Question): Explained {
  const names = [...new Set(bundle.services.map((bundled) => bundled.service))];
  const ofService = bundle.services.filter((bundled) => bundled.service === service);
  if (ofService.length === 0) return unknown('service', service, names);
  const environments = ofService.map((bundled) => bundled.environment);
  const asked = ofService.filter(
    (bundled) => environment === undefined || bundled.environment === environment,
  );
  if (asked.length === 0 && environment !== undefined) {
    return unknown('environment', environment, environments);
  }
  const found = asked.flatMap((bundled) => {
    const matches = matchesOf(bundled, path);
    return matches.map((match) => ({ bundled, match }));
  });
  if (found.length === 0) return notFound(asked, path);
  const explanations = found.map(({ bundled, match }) => explanationOf(bundled, match));
  return { ok: true, explanations: together(explanations) };
}

interface Leaf {
  readonly path: string;
  readonly value: unknown;
}

function leavesOf(bundled: BundledService): readonly Leaf[] {
  const leaves = bundled.plan === undefined ? [] : flatten(bundled.plan, '');
  const known = new Set(leaves.map((leaf) => leaf.path));
  // Decisions that are no leaf of the plan themselves, such as a timeout that only shows in what follows from it.
  const decisions = Object.keys(bundled.origins)
    .filter((path) => !known.has(path))
    .map((path) => ({
      path,
      value: valueAt(bundled.plan, path) ?? bundled.origins[path]?.value,
    }));
  return [...leaves, ...decisions];
}

function flatten(value: unknown, path: string): readonly Leaf[] {
  if (typeof value !== 'object' || value === null) return [{ path, value }];
  const entries = Array.isArray(value) ? listEntries(value, path) : Object.entries(value);
  if (entries.length === 0) return [{ path, value }];
  return entries.flatMap(([key, member]) => flatten(member, path === '' ? key : `${path}.${key}`));
}

/** Variables go by their names, as in a description; the order of other lists means something. */
function listEntries(
  list: readonly unknown[],
  path: string,
): readonly (readonly [string, unknown])[] {
  return list.map((item, index) => {
    const name = path.endsWith('.env') ? nameIn(item) : undefined;
    return [name ?? String(index), item];
  });
}

function nameIn(item: unknown): string | undefined {
  const name: unknown =
    typeof item === 'object' && item !== null ? Reflect.get(item, 'name') : undefined;
  return typeof name === 'string' ? name : undefined;
}

function valueAt(root: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((value, key) => {
    if (Array.isArray(value))
      return value.find((item) => nameIn(item) === key) ?? value[Number(key)];
    return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
  }, root);
}

/** What an author calls it, e.g. `web.scale.min`, counts as well as the plan's own `web.scaling.minReplicas`. */
function matchesOf(bundled: BundledService, asked: string): readonly Leaf[] {
  const leaves = leavesOf(bundled);
  const authored = leaves.filter(({ path }) => bundled.origins[path]?.from === asked);
  if (authored.length > 0) return authored.flatMap((leaf) => spread(leaves, leaf));
  const planned = plannedPaths(bundled, asked).flatMap((path) => below(leaves, path));
  if (planned.length > 0) return planned;
  const found = matchingPaths(leaves, asked);
  return found.length > 0 ? found : matchingPaths(leaves, asked.replace(KIND_OF_PROCESS, ''));
}

/** A part of the plan as its values; what is applied to a cluster is shown by other commands. */
function spread(leaves: readonly Leaf[], leaf: Leaf): readonly Leaf[] {
  if (typeof leaf.value !== 'object' || leaf.value === null) return [leaf];
  const inner = below(leaves, leaf.path);
  return inner.length === 0 ? [leaf] : inner;
}

function below(leaves: readonly Leaf[], path: string): readonly Leaf[] {
  const decided = leaves.filter((leaf) => leaf.path === path || leaf.path.startsWith(`${path}.`));
  return decided.filter(
    (leaf) =>
      !leaf.path.startsWith(`${path}.objects.`) &&
      !OF_VARIABLE.test(leaf.path) &&
      !decided.some((other) => other.path.startsWith(`${leaf.path}.`)),
  );
}

/** What a variable is called stands in its path. */
const OF_VARIABLE = /\.env\.[^.]+\.(?:name|kind)$/;

/** Processes stand in the plan by name alone. */
const KIND_OF_PROCESS = /^(?:webs|workers|crons|tasks)\./;

/** Exact paths first; else all whose steps contain the asked ones in order and end with the last. */
function matchingPaths(leaves: readonly Leaf[], asked: string): readonly Leaf[] {
  const exact = leaves.filter(({ path }) => path === asked || path === `processes.${asked}`);
  if (exact.length > 0) return exact;
  const steps = asked.split('.');
  const loose = leaves.filter(({ path }) => follows(path.split('.'), steps));
  if (loose.length > 0) {
    const shortest = Math.min(...loose.map(({ path }) => path.split('.').length));
    return loose.filter(({ path }) => path.split('.').length === shortest);
  }
  return leaves.filter(
    ({ path }) =>
      `${path}.`.startsWith(`${asked}.`) || `${path}.`.startsWith(`processes.${asked}.`),
  );
}

function follows(path: readonly string[], asked: readonly string[]): boolean {
  const last = path.at(-1) ?? '';
  const wanted = asked.at(-1) ?? '';
  if (last !== wanted && last !== `${wanted}Seconds`) return false;
  let next = 0;
  for (const step of path.slice(0, -1)) if (step === asked[next]) next += 1;
  return next >= asked.length - 1;
}

function explanationOf(bundled: BundledService, { path, value }: Leaf): Explanation {
  const origin = originOf(bundled, path);
  return {
    ...{ path, value, environments: [bundled.environment] },
    origin: origin === undefined ? undefined : withoutValue(origin),
  };
}

/** The value is said once. */
function withoutValue({ value: _said, ...origin }: Origin): Origin {
  return origin;
}

/** The origin of the value itself, else of the nearest part of the plan it belongs to. */
function originOf({ origins }: BundledService, path: string): Origin | undefined {
  const steps = path.split('.');
  for (let length = steps.length; length > 0; length -= 1) {
    const part = steps.slice(0, length).join('.');
    const origin = origins[part];
    if (origin !== undefined) return part === path ? origin : inherited(origin, part);
  }
  return undefined;
}

/** The author chose the whole, which decides its members: only a variable is written as it stands. */
function inherited(origin: Origin, part: string): Origin {
  const { kind, from } = origin;
  if (kind !== 'spec' || from === undefined || /\.env\.[^.]+$/.test(part)) return origin;
  return { kind: 'derived', because: `follows from \`${from}\`` };
}

function together(explanations: readonly Explanation[]): readonly Explanation[] {
  const groups = new Map<string, Explanation>();
  for (const next of explanations) {
    const key = JSON.stringify([next.path, next.value, next.origin]);
    const known = groups.get(key);
    groups.set(
      key,
      known === undefined
        ? next
        : { ...known, environments: [...known.environments, ...next.environments] },
    );
  }
  return [...groups.values()];
}

function unknown(what: string, name: string, known: readonly string[]): Explained {
  const nearest = nearestName(name, known);
  const hint =
    nearest === undefined
      ? `there is ${known.join(', ') || 'none'}`
      : `did you mean \`${nearest}\`?`;
  return { ok: false, problem: `There is no ${what} \`${name}\`: ${hint}` };
}

function notFound(asked: readonly BundledService[], path: string): Explained {
  if (asked.every((bundled) => bundled.plan === undefined)) {
    return {
      ok: false,
      problem: 'The description has errors, so there is no plan to explain: run `slipway check`.',
    };
  }
  const instead = askedInstead(asked, path);
  if (instead !== undefined) {
    return { ok: false, problem: `Nothing is called \`${path}\`: ask \`${instead}\`.` };
  }
  const leaves = asked.flatMap(leavesOf).map((leaf) => leaf.path.replace(/^processes\./, ''));
  const nearest = nearestName(path, [...new Set(leaves)]);
  const root = path.split('.')[0] ?? path;
  const below = [
    ...new Set(
      leaves
        .filter((leaf) => leaf.startsWith(`${root}.`))
        .map((leaf) => leaf.split('.').slice(0, 2).join('.')),
    ),
  ];
  return {
    ok: false,
    problem:
      nearest !== undefined
        ? `Nothing is called \`${path}\`: did you mean \`${nearest}\`?`
        : `Nothing is called \`${path}\`${below.length === 0 ? '' : `; known below \`${root}\`: ${below.slice(0, 12).join(', ')}`}.`,
  };
}

/** What an author means who asks for an option that decides no single value, or for one of the service at a process. */
function askedInstead(asked: readonly BundledService[], path: string): string | undefined {
  const steps = path.split('.');
  const wider = steps.slice(1).map((_, index) => steps.slice(0, steps.length - 1 - index));
  return [...wider, steps.slice(1)]
    .map((each) => each.join('.'))
    .find((each) => asked.some((bundled) => isPlanned(bundled, each)));
}

function isPlanned(bundled: BundledService, path: string): boolean {
  const leaves = leavesOf(bundled);
  return plannedPaths(bundled, path).some((planned) => below(leaves, planned).length > 0);
}
