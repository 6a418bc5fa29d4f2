/** emit › helm › check of values changed alone: what synthesis says to them, kept from round to round, beside what the templates say. */

import { evaluateObjects } from '../tree/evaluate.ts';
import type { ObjectTemplate, ValuePath } from '../tree/template.ts';
import { keyOf, same, valueAt } from '../tree/values.ts';
import {
  type Alone,
  CANDIDATES,
  aloneChanges,
  aloneWishes,
  changedAlone,
  type Wish,
} from './alone.ts';
import { type RenderInput, render } from './render.ts';
import type { Sample } from './sampling.ts';
import { ENDS, emptyValue, requestBeside } from './samples.ts';
import { isEnumerated } from './states.ts';
import { sameObjects } from './verify.ts';

/** Finds samples that templates do not give, a few at a time. */
export type AloneCheck = (
  objects: readonly ObjectTemplate[],
  pool: readonly Sample[],
) => readonly Sample[];

/** A check that synthesises each sample once, however often it is asked. */
export function aloneCheck(input: RenderInput): AloneCheck {
  const seen = new WeakMap<Sample, Map<string, Sample | undefined>>();
  const known = new Map(input.parameters.map((each) => [keyOf(each.path), each]));
  const mayChange = (path: ValuePath): boolean => {
    const parameter = known.get(keyOf(path));
    return parameter !== undefined && !isEnumerated(parameter);
  };
  const sampleFor = (alone: Alone): Sample | undefined => {
    const { from, wishes } = alone;
    const own = seen.get(from) ?? new Map<string, Sample | undefined>();
    seen.set(from, own);
    const key = JSON.stringify(wishes.map(({ path, to }) => [path, to]));
    if (!own.has(key)) own.set(key, sampleOf(input, alone));
    return own.get(key);
  };
  /** Changes that are refused together are made one by one, and one that is refused alone in another sample. */
  const synthesised = (wishes: readonly Wish[], tries: number): readonly Sample[] => {
    const refused: Wish[] = [];
    const samples = aloneChanges(wishes).flatMap((alone): readonly Sample[] => {
      const together = sampleFor(alone);
      if (together !== undefined) return [together];
      return alone.wishes.flatMap((wish) => {
        const single =
          alone.wishes.length > 1 ? sampleFor({ from: alone.from, wishes: [wish] }) : undefined;
        if (single === undefined)
          refused.push({ ...wish, from: wish.from.filter((each) => each !== alone.from) });
        return single === undefined ? [] : [single];
      });
    });
    return refused.length === 0 || tries === 1
      ? samples
      : [...samples, ...synthesised(refused, tries - 1)];
  };
  return (objects, pool) =>
    [
      ...synthesised([...aloneWishes(objects, pool, mayChange), ...neverEmpty(input, pool)], TRIES),
      ...synthesised(neverAtTheEnds(input, pool), 1),
      ...imagesTogether(input, pool).flatMap((alone) => sampleFor(alone) ?? []),
    ]
      .filter(
        ({ values, objects: expected }) =>
          !sameObjects(expected, evaluateObjects(objects, { values, builtins: input.builtins })),
      )
      .slice(0, MOST_SURPRISES);
}

/**
 * What is filled in every sample, emptied alone: where all samples in which chance had emptied it were refused for something else,
 * nothing tells that what is there follows from it.
 */
function neverEmpty({ parameters }: RenderInput, pool: readonly Sample[]): readonly Wish[] {
  return parameters.flatMap(({ path, domain }) => {
    const to = emptyValue(domain);
    if (to === undefined || pool.some(({ values }) => same(valueAt(values, path), to))) return [];
    return [{ path, to, from: pool.slice(0, CANDIDATES) }];
  });
}

/**
 * Requests at both ends where no limit stands beside them: a count of workers that memory allows is the same for most amounts, and what
 * never changed would be taken for fixed.
 */
function neverAtTheEnds({ parameters }: RenderInput, pool: readonly Sample[]): readonly Wish[] {
  const limits = parameters.filter(({ path, domain }) => isLimit(path) && domain.kind === 'amount');
  return limits.flatMap(({ path: limit, domain }) => {
    const path = requestBeside(limit);
    const open = pool.filter(({ values }) => valueAt(values, limit) === '');
    return domain.kind !== 'amount' || parameters.every((each) => !same(each.path, path))
      ? []
      : ENDS[domain.of]
          .filter((to) => !open.some(({ values }) => valueAt(values, path) === to))
          .map((to) => ({ path, to, from: open.slice(0, CANDIDATES) }));
  });
}

/**
 * Tags and digests of a version of its own, and the digest of all, filled and empty in every combination: which of them counts hangs on
 * all the others, and chance seldom draws each. They are changed where the most is there to show it.
 */
function imagesTogether({ parameters }: RenderInput, pool: readonly Sample[]): readonly Alone[] {
  const parts = parameters.filter(
    ({ path, domain }) => path.at(-2) === 'image' && domain.kind === 'text' && domain.optional,
  );
  const shared = parts.filter(({ path }) => path.length === 2);
  const own = parts.filter(({ path }) => path.length > 2);
  const from = pool.toSorted((a, b) => b.objects.size - a.objects.size).slice(0, STAGES);
  return [...Map.groupBy(own, ({ path }) => keyOf(path.slice(0, -1))).values()].flatMap((version) =>
    inEveryCombination([...shared, ...version].map(({ path }) => sidesOf(path, pool))).flatMap(
      (changes) =>
        from.map((sample) => ({
          from: sample,
          wishes: changes.map((change) => ({ ...change, from: [sample] })),
        })),
    ),
  );
}

type Change = Pick<Wish, 'path' | 'to'>;

/** A text empty, and as it is filled in some sample. */
function sidesOf(path: ValuePath, pool: readonly Sample[]): readonly Change[] {
  const filled = pool
    .map(({ values }) => valueAt(values, path))
    .find((value) => value !== '' && value !== undefined);
  return [{ path, to: '' }, ...(filled === undefined ? [] : [{ path, to: filled }])];
}

function inEveryCombination(sides: readonly (readonly Change[])[]): readonly (readonly Change[])[] {
  return sides.reduce<readonly (readonly Change[])[]>(
    (sets, choices) => sets.flatMap((set) => choices.map((choice) => [...set, choice])),
    [[]],
  );
}

/** In so many samples: versions are there in some states only. */
const STAGES = 2;

function isLimit(path: ValuePath): boolean {
  return path.at(-2) === 'limits';
}

/** Samples in which a change is tried until the description takes it. */
const TRIES = 3;

/** So many are learnt from at a time. */
const MOST_SURPRISES = 4;

function sampleOf(input: RenderInput, alone: Alone): Sample | undefined {
  const values = changedAlone(alone);
  const objects = render(input, values);
  return objects === undefined ? undefined : { values, objects };
}
