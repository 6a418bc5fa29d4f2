/** emit › helm › analysis: which parameters a chart can have, and the templates that follow; checked before they are believed. */

import type { Domain } from '../domain.ts';
import type { Described, Parameter } from '../parameter.ts';
import type { Synthesise } from '../synthesiser.ts';
import { evaluateObjects, isFilled } from '../tree/evaluate.ts';
import type { ObjectTemplate } from '../tree/template.ts';
import { keyOf, same, type Values } from '../tree/values.ts';
import { type Context, type Place, Unexplained, find, identityOf, mergedOrder } from './branch.ts';
import { decider, dimensionsOf } from './decide.ts';
import { infer } from './infer.ts';
import { type Marks, marksFor, textsIn } from './marks.ts';
import { presence } from './presence.ts';
import { ENVIRONMENT, type Objects, type RenderInput, render } from './render.ts';
import { emptyValue, probeValues, randomValue } from './samples.ts';

/** A parameter that a chart cannot have. */
export interface Refusal {
  readonly parameter: Parameter;
  /** Places of objects that depend on it in a way no formula says. */
  readonly places: readonly string[];
}

/** What came of an analysis. */
export interface Analysis {
  readonly parameters: readonly Parameter[];
  readonly objects: readonly ObjectTemplate[];
  readonly refusals: readonly Refusal[];
  /** Parameters that no object depends on. */
  readonly idle: readonly Parameter[];
  /** Value sets with which templates and synthesis were compared. */
  readonly checked: number;
}

interface Sample {
  readonly values: Values;
  readonly objects: Objects;
}

const PROBES = 32;
const CHECKS = 14;
const ROUNDS = 12;

/** Finds the templates of a service's objects as functions of these parameters. */
export function analyse(
  environments: readonly Described[],
  wanted: readonly Parameter[],
  synthesise: Synthesise,
): Analysis {
  const refusals: Refusal[] = [];
  let parameters = withEnvironment(environments, wanted, synthesise);
  for (;;) {
    const attempt = attemptWith(environments, parameters, synthesise);
    if (attempt.kind === 'done') return { ...attempt.analysis, refusals };
    const { refusal } = attempt;
    refusals.push(refusal);
    parameters = parameters.filter((parameter) => parameter !== refusal.parameter);
  }
}

type Attempt =
  | { readonly kind: 'done'; readonly analysis: Omit<Analysis, 'refusals'> }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

function attemptWith(
  environments: readonly Described[],
  parameters: readonly Parameter[],
  synthesise: Synthesise,
): Attempt {
  const marks = marksOf(environments, parameters, synthesise);
  const input: RenderInput = { environments, parameters, synthesise, builtins: marks.builtins };
  const unacceptable = refusedAlone(input, marks);
  if (unacceptable !== undefined)
    return { kind: 'refused', refusal: { parameter: unacceptable, places: [] } };
  const pool = probesOf(input, marks);
  const loses = collisions(input, marks, pool);
  const processKeys = new Set(
    parameters.flatMap(({ path: [key = '', next] }) => (next === 'resources' ? [key] : [])),
  );
  let last = pool[0];
  for (let round = 0; round < ROUNDS; round += 1) {
    const tried = pool.map(({ values }) => values);
    const context: Context = {
      parameters,
      marks,
      decide: decider(dimensionsOf(parameters, tried), processKeys),
      amounts: { cpu: amountPaths(parameters, 'cpu'), memory: amountPaths(parameters, 'memory') },
      loses,
    };
    const inferred = inferObjects(pool, context);
    if (inferred.kind === 'unexplained')
      return { kind: 'refused', refusal: culprit(input, inferred.error) };
    const { objects } = inferred;
    const verdict = check(input, marks, objects);
    if (verdict.kind === 'right') {
      const text = JSON.stringify(objects);
      const used = parameters.filter(({ path }) => text.includes(JSON.stringify(path)));
      return {
        kind: 'done',
        analysis: {
          parameters: used,
          objects,
          idle: parameters.filter((parameter) => !used.includes(parameter)),
          checked: verdict.checked,
        },
      };
    }
    if (verdict.kind === 'refused') return verdict;
    last = verdict.sample;
    pool.push(last);
  }
  return { kind: 'refused', refusal: unsettled(input, pool, last) };
}

/** The environment itself is a value where the environments differ in more than the parameters. */
function withEnvironment(
  environments: readonly Described[],
  wanted: readonly Parameter[],
  synthesise: Synthesise,
): readonly Parameter[] {
  const [first, ...others] = environments;
  if (first === undefined || others.length === 0) return wanted;
  const marks = marksOf(environments, wanted, synthesise);
  const builtins = marks.builtins;
  const values = new Map([
    ...wanted.map(({ path, read }) => [keyOf(path), read(first)] as const),
    ...wanted.flatMap(({ path }) => {
      const filled = marks.filled.get(keyOf(path));
      return filled === undefined ? [] : [[keyOf(path), filled] as const];
    }),
  ]);
  const seen = environments.map((described) =>
    render({ environments: [described], parameters: wanted, synthesise, builtins }, values),
  );
  if (seen.every((objects) => sameObjects(objects, seen[0]))) return wanted;
  const environment: Parameter = {
    path: [ENVIRONMENT],
    domain: { kind: 'choice', values: environments.map((each) => each.environment) },
    description: 'Environment whose remaining differences apply, beside those that are values.',
    sets: 'environments',
    read: (described) => described.environment,
    write: () => [],
  };
  return [environment, ...wanted];
}

function marksOf(
  environments: readonly Described[],
  parameters: readonly Parameter[],
  synthesise: Synthesise,
): Marks {
  const taken = environments.flatMap(({ spec, environment }) =>
    textsIn((synthesise(spec, environment) ?? []).map(({ manifest }) => manifest)),
  );
  return marksFor(parameters, taken);
}

function probesOf(input: RenderInput, marks: Marks): Sample[] {
  const samples: Sample[] = [];
  const take = (values: Values): void => {
    const objects = render(input, values);
    if (objects !== undefined) samples.push({ values, objects });
  };
  for (let turn = 0; turn < PROBES; turn += 1) take(probeValues(input.parameters, marks, turn));
  const sets = combinations(input.parameters);
  [...sets, ...sets, ...sets].forEach((combination, turn) => {
    take(new Map([...probeValues(input.parameters, marks, PROBES + turn), ...combination]));
  });
  return samples;
}

/** A parameter that the description does not take at all, whatever the others are. */
function refusedAlone(input: RenderInput, marks: Marks): Parameter | undefined {
  const [first] = input.environments;
  if (first === undefined) return undefined;
  if (render(input, probeValues(input.parameters, marks, 0)) !== undefined) return undefined;
  const usual = new Map(
    input.parameters.map(({ path, read }) => [keyOf(path), read(first)] as const),
  );
  return input.parameters.find(({ path }) => {
    const key = keyOf(path);
    const filled = marks.filled.get(key);
    return filled !== undefined && render(input, new Map([...usual, [key, filled]])) === undefined;
  });
}

/** All combinations of named values that belong together, as phase and active slot do; a large one is left to chance. */
function combinations(parameters: readonly Parameter[]): readonly Values[] {
  const choices = parameters.filter(
    ({ domain }) => domain.kind === 'choice' && domain.values.length > 1,
  );
  const groups = Map.groupBy(choices, ({ path: [key = ''] }) => key);
  return [...groups.values()].flatMap((group) => {
    const all = group.reduce<readonly Values[]>(
      (sets, { path, domain }) =>
        domain.kind !== 'choice' || sets.length * domain.values.length > 24
          ? sets
          : sets.flatMap((set) =>
              domain.values.map((value) => new Map([...set, [keyOf(path), value]])),
            ),
      [new Map()],
    );
    return group.length > 1 ? all : [];
  });
}

/** Single amounts, and limits that fall back to the request of the same container. */
function amountPaths(
  parameters: readonly Parameter[],
  resource: 'cpu' | 'memory',
): Context['amounts']['cpu'] {
  const paths = parameters.flatMap(({ path, domain }) =>
    domain.kind === 'amount' && domain.of === resource ? [path] : [],
  );
  const owner = (path: readonly string[]): string => path.slice(0, -2).join('.');
  const pairs = paths.flatMap((limit) =>
    paths
      .filter((request) => request !== limit && owner(request) === owner(limit))
      .map((request) => [limit, request]),
  );
  return [...paths.map((path) => [path]), ...pairs];
}

/** Lets every map of values name what the objects name themselves, and sees who wins. */
function collisions(
  input: RenderInput,
  marks: Marks,
  pool: readonly Sample[],
): Context['loses'] {
  const seen = new Map<string, Objects | undefined>();
  const [full] = pool;
  return (parameter, place, name) => {
    const names = pool.flatMap(({ objects }) => {
      const list = find(objects.get(place[0] ?? ''), place.slice(1));
      return Array.isArray(list) ? list.map((item) => identityOf(item).replace(/^name:/, '')) : [];
    });
    const key = [parameter, ...place].join('\u0000');
    if (!seen.has(key) && full !== undefined) {
      const own = [...new Set(names)].filter((each) => marks.mapOf(each) === undefined);
      const taken = Object.fromEntries(own.map((each) => [each, marks.itemMark(parameter)]));
      seen.set(key, render(input, new Map([...full.values, [parameter, taken]])));
    }
    const item = find(seen.get(key)?.get(place[0] ?? ''), [...place.slice(1), `[name:${name}]`]);
    return textsIn(item).includes(marks.itemMark(parameter));
  };
}

function inferObjects(
  pool: readonly Sample[],
  context: Context,
):
  | { readonly kind: 'inferred'; readonly objects: readonly ObjectTemplate[] }
  | { readonly kind: 'unexplained'; readonly error: Unexplained } {
  try {
    const ids = mergedOrder(pool.map(({ objects }) => [...objects.keys()]));
    const objects = ids.map((id): ObjectTemplate => {
      const branches = pool.flatMap(({ values, objects: byId }) => {
        const value = byId.get(id);
        return value === undefined ? [] : [{ values, value }];
      });
      const when = presence(
        pool.map(({ values, objects: byId }) => ({ values, present: byId.has(id) })),
        context,
        [id],
      );
      const template = infer(branches, context, [id]);
      return { id, template, ...(when === undefined ? {} : { when }) };
    });
    return { kind: 'inferred', objects };
  } catch (error) {
    if (error instanceof Unexplained) return { kind: 'unexplained', error };
    throw error;
  }
}

/** The parameter at which an unexplained place changes, on the way from one set of values to another. */
function culprit(input: RenderInput, { place, branches }: Unexplained): Refusal {
  const [id = '', ...rest] = place;
  const seenIn = (values: Values): string | undefined => {
    const objects = render(input, values);
    return objects === undefined
      ? undefined
      : JSON.stringify(find(objects.get(id), rest) ?? 'absent');
  };
  const [from] = branches;
  const start = from === undefined ? undefined : seenIn(from.values);
  const causes = new Set<Parameter>();
  for (const to of branches.filter(({ value }) => !same(value, from?.value)).slice(0, 4)) {
    let at = new Map(from?.values);
    for (const parameter of input.parameters) {
      const key = keyOf(parameter.path);
      if (same(at.get(key), to.values.get(key))) continue;
      const next = new Map([...at, [key, to.values.get(key)]]);
      const seen = seenIn(next);
      if (seen !== undefined && seen !== start) {
        causes.add(parameter);
        break;
      }
      if (seen !== undefined) at = next;
    }
  }
  const found = [...causes];
  const withheld = found.filter(mayBeWithheld);
  const parameter =
    withheld.find(({ domain }) => isOpen(domain)) ?? withheld[0] ?? anyOther(input.parameters);
  return { parameter, places: [place.join('/')] };
}

/** Environments must stay: their differences are all there. */
function mayBeWithheld({ path }: Parameter): boolean {
  return keyOf(path) !== ENVIRONMENT;
}

function anyOther(parameters: readonly Parameter[]): Parameter {
  const [found] = parameters.filter(mayBeWithheld);
  if (found === undefined) throw new Error('a chart without values does not settle');
  return found;
}

/** When conclusions keep being wrong: the parameter by which the last surprise differs from what is understood. */
function unsettled(
  input: RenderInput,
  pool: readonly Sample[],
  last: Sample | undefined,
): Refusal {
  const [usual] = pool;
  const finite = input.parameters.filter(
    (parameter) => !isOpen(parameter.domain) && mayBeWithheld(parameter),
  );
  const parameter =
    finite.find(
      ({ path, domain }) =>
        domain.kind === 'choice' &&
        !same(last?.values.get(keyOf(path)), usual?.values.get(keyOf(path))),
    ) ??
    finite[0] ??
    anyOther(input.parameters);
  return { parameter, places: ['several objects'] };
}

type Verdict =
  | { readonly kind: 'right'; readonly checked: number }
  | { readonly kind: 'wrong'; readonly sample: Sample }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

/** Compares templates and synthesis under realistic values that inference has not seen. */
function check(input: RenderInput, marks: Marks, objects: readonly ObjectTemplate[]): Verdict {
  let checked = 0;
  const difference = (values: Values): readonly string[] | undefined => {
    const expected = render(input, values);
    if (expected === undefined) return undefined;
    return differingPlaces(expected, evaluateObjects(objects, { values, builtins: marks.builtins }));
  };
  const sets = [
    ...input.environments.map(
      (described) =>
        new Map(input.parameters.map(({ path, read }) => [keyOf(path), read(described)])),
    ),
    ...Array.from({ length: CHECKS }, (_, turn) => realistic(input.parameters, turn)),
    ...combinations(input.parameters).map(
      (combination, turn) =>
        new Map([...realistic(input.parameters, CHECKS + turn), ...combination]),
    ),
  ];
  for (const values of sets) {
    const places = difference(values);
    if (places === undefined) continue;
    checked += 1;
    if (places.length === 0) continue;
    const skeleton = skeletonOf(input, marks, values);
    const sample = { values: skeleton, objects: render(input, skeleton) };
    if (sample.objects !== undefined && (difference(skeleton)?.length ?? 0) > 0)
      return { kind: 'wrong', sample: { values: skeleton, objects: sample.objects } };
    return { kind: 'refused', refusal: guilty(input, skeleton, values, difference, places) };
  }
  return { kind: 'right', checked };
}

function realistic(parameters: readonly Parameter[], turn: number): Values {
  return new Map(
    parameters.map(({ path, domain }) => {
      const key = keyOf(path);
      return [key, randomValue(domain, `check ${key}`, turn)];
    }),
  );
}

/** The same states with marks for open texts. */
function skeletonOf({ parameters }: RenderInput, marks: Marks, values: Values): Values {
  return new Map(
    parameters.map(({ path, domain }) => {
      const key = keyOf(path);
      const value = values.get(key);
      const mark = marks.filled.get(key);
      if (mark === undefined) return [key, value];
      return [key, isFilled(value) ? mark : emptyValue(domain)];
    }),
  );
}

function guilty(
  { parameters }: RenderInput,
  skeleton: Values,
  values: Values,
  difference: (values: Values) => readonly string[] | undefined,
  places: readonly string[],
): Refusal {
  const found = parameters.filter(mayBeWithheld).find(({ path }) => {
    const key = keyOf(path);
    return (difference(new Map([...skeleton, [key, values.get(key)]]))?.length ?? 0) > 0;
  });
  return { parameter: found ?? anyOther(parameters), places };
}

function differingPlaces(expected: Objects, actual: Objects): readonly string[] {
  const ids = new Set([...expected.keys(), ...actual.keys()]);
  return [...ids].filter((id) => !same(withoutMarks(expected.get(id)), withoutMarks(actual.get(id))));
}

/** Checksums are marked in what is synthesised and computed in what is evaluated; they are compared by the law. */
function withoutMarks(value: unknown): unknown {
  const text = JSON.stringify(value ?? null);
  return JSON.parse(
    text.replaceAll(/"checksum\/files":"[^"]*"/g, '"checksum/files":""'),
  );
}

function sameObjects(a: Objects | undefined, b: Objects | undefined): boolean {
  return a !== undefined && b !== undefined && differingPlaces(a, b).length === 0;
}

function isOpen(domain: Domain): boolean {
  return domain.kind === 'text' || domain.kind === 'integer' || domain.kind === 'amount';
}
