/** explain: looks up where a value of a plan came from; every answer was recorded while the plan was made. */

import type { Bundle, BundledService } from '../model/bundle.ts';
import type { Origin } from '../model/origin.ts';
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
    .map((path) => ({ path, value: valueAt(bundled.plan, path) }));
  return [...leaves, ...decisions];
}

function flatten(value: unknown, path: string): readonly Leaf[] {
  if (typeof value !== 'object' || value === null) return [{ path, value }];
  const entries = Object.entries(value);
  if (entries.length === 0) return [{ path, value }];
  return entries.flatMap(([key, member]) => flatten(member, path === '' ? key : `${path}.${key}`));
}

function valueAt(root: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (value, key) =>
        typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined,
      root,
    );
}

/** What an author calls it, e.g. `web.scale.min`, counts as well as the plan's own `web.scaling.minReplicas`. */
function matchesOf(bundled: BundledService, asked: string): readonly Leaf[] {
  const leaves = leavesOf(bundled);
  const authored = leaves.filter(({ path }) => bundled.origins[path]?.from === asked);
  if (authored.length > 0) return authored;
  const found = matchingPaths(leaves, asked);
  return found.length > 0 ? found : matchingPaths(leaves, asked.replace(KIND_OF_PROCESS, ''));
}

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
  return { path, value, origin: originOf(bundled, path), environments: [bundled.environment] };
}

/** The origin of the value itself, else of the nearest part of the plan it belongs to. */
function originOf({ origins }: BundledService, path: string): Origin | undefined {
  const steps = path.split('.');
  for (let length = steps.length; length > 0; length -= 1) {
    const origin = origins[steps.slice(0, length).join('.')];
    if (origin !== undefined) return origin;
  }
  return undefined;
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
