/** emit › helm › analysis: which parameters a chart can have, and the templates that follow; checked before they are believed. */

import { aloneCheck } from './alone-check.ts';
import { culprit, isOpen } from './blame.ts';
import type { Context } from './branch.ts';
import { collisions } from './collisions.ts';
import { decider } from './decide.ts';
import { dimensionsOf } from './dimensions.ts';
import { inferStates } from './infer-states.ts';
import { Pools } from './pools.ts';
import { type Marks, marksFor, textsIn } from './marks.ts';
import { ENVIRONMENT, type RenderInput, render } from './render.ts';
import { probeValues } from './samples.ts';
import { probesOf } from './sampling.ts';
import { isEnumerated, statesOf } from './states.ts';
import { stubbornPlaces } from './stubborn.ts';
import { type Refusal, check, sameObjects } from './verify.ts';
import { placeAt } from '../change.ts';
import type { Described, Parameter } from '../parameter.ts';
import { rolloutPlaces } from '../surface/rollout.ts';
import type { Synthesise } from '../synthesiser.ts';
import type { ObjectTemplate } from '../tree/template.ts';
import { keyOf, same, type Values } from '../tree/values.ts';

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

const ROUNDS = 12;

/**
 * Finds the templates of a service's objects as functions of these parameters. Those an author adds come one by one after
 * the usual ones, so that none of these is blamed for them.
 */
export function analyse(
  environments: readonly Described[],
  wanted: readonly Parameter[],
  synthesise: Synthesise,
): Analysis {
  const isAdded = ({ declared, domain }: Parameter): boolean => declared === true && isOpen(domain);
  const analysed = { environments, synthesise, taken: textsOf(environments, synthesise) };
  const usual = wanted.filter((parameter) => !isAdded(parameter));
  // What cannot be explained in the state as it is cannot be in all of them, and is found in a fraction of the time.
  const inOneState = usual.filter((parameter) => !isEnumerated(parameter));
  const early =
    inOneState.length === usual.length || !areAlike(environments, usual.filter(isEnumerated))
      ? []
      : settled(analysed, withEnvironment(analysed, inOneState)).refusals;
  const refusedEarly = new Set(early.map(({ parameter }) => parameter));
  const whole = settled(
    analysed,
    withEnvironment(
      analysed,
      usual.filter((parameter) => !refusedEarly.has(parameter)),
    ),
  );
  const refusals = [...early, ...whole.refusals];
  let { analysis, parameters } = whole;
  for (const parameter of wanted.filter(isAdded)) {
    const attempt = attemptWith(analysed, [...parameters, parameter]);
    if (attempt.kind === 'done') {
      ({ analysis } = attempt);
      parameters = [...parameters, parameter];
    } else refusals.push({ parameter, places: attempt.refusal.places });
  }
  return { ...analysis, refusals };
}

interface Settled {
  readonly analysis: Omit<Analysis, 'refusals'>;
  readonly parameters: readonly Parameter[];
  readonly refusals: readonly Refusal[];
}

/** Gives parameters up, one by one, until the others are explained. */
function settled(analysed: Analysed, wanted: readonly Parameter[]): Settled {
  const refusals: Refusal[] = [];
  let parameters = wanted;
  for (;;) {
    const attempt = attemptWith(analysed, parameters);
    if (attempt.kind === 'done') return { analysis: attempt.analysis, parameters, refusals };
    refusals.push(attempt.refusal);
    parameters = parameters.filter((parameter) => parameter !== attempt.refusal.parameter);
  }
}

/** Whether all environments say the same of these. */
function areAlike(environments: readonly Described[], parameters: readonly Parameter[]): boolean {
  const [first, ...others] = environments;
  return (
    first !== undefined &&
    parameters.every(({ read }) => others.every((other) => same(read(other), read(first))))
  );
}

type Attempt =
  | { readonly kind: 'done'; readonly analysis: Omit<Analysis, 'refusals'> }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

/** What is analysed, whatever the parameters are. */
interface Analysed extends Pick<RenderInput, 'environments' | 'synthesise'> {
  /** Texts that no mark may look like. */
  readonly taken: readonly string[];
}

function attemptWith(analysed: Analysed, parameters: readonly Parameter[]): Attempt {
  const { environments, synthesise, taken } = analysed;
  const marks = marksFor(parameters, taken);
  const input: RenderInput = { environments, parameters, synthesise, builtins: marks.builtins };
  const enumerated = statesOf(parameters, (state) => isTaken(input, marks, state));
  const pools = new Pools(input, enumerated);
  const [first, ...others] = probesOf(parameters, marks, enumerated);
  if (first !== undefined) pools.add(first);
  if (pools.samples.length === 0) {
    const unacceptable = refusedAlone(input, marks);
    if (unacceptable !== undefined)
      return { kind: 'refused', refusal: { parameter: unacceptable, places: [] } };
  }
  pools.add(...others);
  pools.add(...withOwnAmounts(input, pools.refused));
  const sampled = parameters.filter((parameter) => !isEnumerated(parameter));
  const processKeys = new Set(
    sampled.flatMap(({ path: [key = '', next] }) => (next === 'resources' ? [key] : [])),
  );
  const usual: Omit<Context, 'decide' | 'loses'> = {
    parameters: sampled,
    marks,
    amounts: { cpu: amountPaths(sampled, 'cpu'), memory: amountPaths(sampled, 'memory') },
    percents: environments.flatMap(({ spec }) =>
      rolloutPlaces(environments, 'canary').flatMap((at) =>
        numbersIn(placeAt(spec, [...at, 'steps'])),
      ),
    ),
  };
  const alone = aloneCheck(input);
  const loses = collisions(input, marks);
  const stubborn = stubbornPlaces(marks.builtins, enumerated, () => pools.samples);
  for (let round = 0; round < ROUNDS; round += 1) {
    const decide = decider(dimensionsOf(sampled, pools.values), processKeys);
    const inferred = inferStates(pools, enumerated, (pool) => ({
      ...usual,
      decide,
      loses: loses(pool),
    }));
    if (inferred.kind === 'unexplained')
      return { kind: 'refused', refusal: culprit(input, inferred.error) };
    const { objects } = inferred;
    const verdict = check(input, marks, objects, enumerated, alone(objects, pools.samples));
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
    const place = stubborn.after(verdict.samples, objects);
    if (place !== undefined) return { kind: 'refused', refusal: culprit(input, place) };
    pools.add(...verdict.samples.map(({ values }) => values));
  }
  return { kind: 'refused', refusal: culprit(input, stubborn.most()) };
}

/** Whether the description takes a state with some other values: those of a probe, or its own. */
function isTaken(input: RenderInput, marks: Marks, state: Values): boolean {
  const { parameters, environments } = input;
  const tries = [
    ...ATTEMPTS.map((turn) => probeValues(parameters, marks, turn)),
    ...environments.map((described) => ownValues(parameters, described)),
  ];
  return tries.some((values) => render(input, new Map([...values, ...state])) !== undefined);
}

function ownValues(parameters: readonly Parameter[], described: Described): Values {
  return new Map(parameters.map(({ path, read }) => [keyOf(path), read(described)]));
}

/**
 * The same values with the amounts of the description: where chance makes most amounts too small for what runs in them, little would
 * be learnt of all the rest.
 */
function withOwnAmounts(
  { parameters, environments: [described] }: RenderInput,
  refused: readonly Values[],
): readonly Values[] {
  if (described === undefined) return [];
  const amounts = ownValues(
    parameters.filter(({ domain }) => domain.kind === 'amount'),
    described,
  );
  return amounts.size === 0 ? [] : refused.map((values) => new Map([...values, ...amounts]));
}

/** Turns of probes by which a state is tried. */
const ATTEMPTS = [0, 1, 2, 3] as const;

/** The environment itself is a value where the environments differ in more than the parameters. */
function withEnvironment(
  { environments, synthesise, taken }: Analysed,
  wanted: readonly Parameter[],
): readonly Parameter[] {
  const [first, ...others] = environments;
  if (first === undefined || others.length === 0) return wanted;
  const marks = marksFor(wanted, taken);
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

/** Every text of the objects as they are. */
function textsOf(environments: readonly Described[], synthesise: Synthesise): readonly string[] {
  return environments.flatMap(({ spec, environment }) =>
    textsIn((synthesise(spec, environment) ?? []).map(({ manifest }) => manifest)),
  );
}

/** A parameter that the description does not take at all, whatever the others are. */
function refusedAlone(input: RenderInput, marks: Marks): Parameter | undefined {
  const [first] = input.environments;
  if (first === undefined) return undefined;
  const usual = new Map(
    input.parameters.map(({ path, read }) => [keyOf(path), read(first)] as const),
  );
  return input.parameters.find(({ path }) => {
    const key = keyOf(path);
    const filled = marks.filled.get(key);
    return filled !== undefined && render(input, new Map([...usual, [key, filled]])) === undefined;
  });
}

function numbersIn(value: unknown): readonly number[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'number') : [];
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
