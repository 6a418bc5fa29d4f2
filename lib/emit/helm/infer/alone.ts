/**
 * emit › helm › values changed alone: for every question and every number in the templates, samples in which what it depends on is
 * changed and nothing else. A question that happened to fit all samples, by values that have nothing to do with the place, gives the
 * wrong answer there.
 */

import type { Condition } from '../tree/condition.ts';
import { holds } from '../tree/evaluate.ts';
import type {
  Expression,
  Item,
  Member,
  ObjectTemplate,
  Template,
  ValuePath,
} from '../tree/template.ts';
import { keyOf, same, valueAt, type Values } from '../tree/values.ts';
import type { Sample } from './sampling.ts';

/** A value to be changed alone, in any one of these samples: each of them answers the same. */
export interface Wish {
  readonly path: ValuePath;
  readonly to: unknown;
  readonly from: readonly Sample[];
}

/** Changes of a sample, none of which touches what another one may decide. */
export interface Alone {
  readonly from: Sample;
  readonly wishes: readonly Wish[];
}

/** The changes that every question and every number in the templates is to be asked with. */
export function aloneWishes(
  objects: readonly ObjectTemplate[],
  pool: readonly Sample[],
  mayChange: (path: ValuePath) => boolean,
): readonly Wish[] {
  const wanted = new Map<string, Wish>();
  const want: Want = (candidates, path, to) => {
    if (!mayChange(path) || to === undefined) return;
    const from = candidates.filter(({ values }) => !same(valueAt(values, path), to));
    if (from.length === 0) return;
    const key = JSON.stringify([keyOf(path), to, from.map((sample) => pool.indexOf(sample))]);
    wanted.set(key, { path, to, from });
  };
  for (const { template, when } of objects) {
    if (when !== undefined) askBoth(when, pool, want);
    visit(
      template,
      pool.filter(({ values }) => holds(when, values)),
      want,
    );
  }
  return [...wanted.values()];
}

/**
 * The samples with values changed alone, few of them: values of different processes are changed in the same sample, as no place asks
 * for both.
 */
export function aloneChanges(wishes: readonly Wish[]): readonly Alone[] {
  const rows: { readonly from: Sample; readonly byOwner: Map<string, Wish> }[] = [];
  for (const wish of wishes.toSorted((a, b) => a.from.length - b.from.length)) {
    const [owner = ''] = wish.path;
    const open = rows.filter(({ from }) => wish.from.includes(from));
    const isThere = ({ byOwner }: (typeof rows)[number]): boolean => {
      const other = byOwner.get(owner);
      return (
        other !== undefined && keyOf(other.path) === keyOf(wish.path) && same(other.to, wish.to)
      );
    };
    if (open.some(isThere)) continue;
    const free = open.find(({ byOwner }) => !byOwner.has(owner));
    const [first] = wish.from;
    if (free !== undefined) free.byOwner.set(owner, wish);
    else if (first !== undefined) rows.push({ from: first, byOwner: new Map([[owner, wish]]) });
  }
  return rows.map(({ from, byOwner }) => ({ from, wishes: [...byOwner.values()] }));
}

/** The values of a sample with these changes. */
export function changedAlone({ from, wishes }: Alone): Values {
  return new Map([...from.values, ...wishes.map(({ path, to }) => [keyOf(path), to] as const)]);
}

type Want = (from: readonly Sample[], path: ValuePath, to: unknown) => void;

function visit(template: Template, pool: readonly Sample[], want: Want): void {
  switch (template.kind) {
    case 'literal':
    case 'whole':
      return;
    case 'text':
      for (const part of template.text)
        if (typeof part === 'object') turnUpAndDown(part, pool, want);
      return;
    case 'number':
      turnUpAndDown(template.expression, pool, want);
      return;
    case 'map':
      for (const member of template.members) visitPart(member, pool, want);
      return;
    case 'list':
      for (const item of template.items) visitPart(item, pool, want);
      return;
    case 'byName':
      for (const layer of template.layers)
        if (layer.kind === 'own')
          for (const { rest, when } of layer.entries)
            visitPart({ value: rest, ...(when === undefined ? {} : { when }) }, pool, want);
      return;
    case 'choice': {
      let left = pool;
      for (const { when, then } of template.cases) {
        askBoth(when, left, want);
        visit(
          then,
          left.filter(({ values }) => holds(when, values)),
          want,
        );
        left = left.filter(({ values }) => !holds(when, values));
      }
      visit(template.otherwise, left, want);
    }
  }
}

function visitPart(part: Member | Item, pool: readonly Sample[], want: Want): void {
  const { value, when } = part;
  if (when !== undefined && !showsItself(value, when)) askBoth(when, pool, want);
  visit(
    value,
    pool.filter(({ values }) => holds(when, values)),
    want,
  );
}

/** A value that is there when it is filled shows its own mark: nothing else can be meant. */
function showsItself(value: Template, when: Condition): boolean {
  if (when.kind !== 'filled') return false;
  const path = JSON.stringify(when.path);
  if (value.kind === 'whole') return JSON.stringify(value.path) === path;
  return value.kind === 'text' && value.text.some((part) => JSON.stringify(part).includes(path));
}

/** Each thing that is asked, turned round alone where that turns the answer: once from yes to no, once the other way. */
function askBoth(condition: Condition, pool: readonly Sample[], want: Want): void {
  const answers = pool.map(({ values }) => holds(condition, values));
  for (const atom of atomsOf(condition)) {
    const sides = pool.map(({ values }) => holds(atom, values));
    const toSide = [true, false].map((side) =>
      nearest(
        atom,
        pool.filter((_, index) => sides[index] === side),
      ),
    );
    const turning = new Map<string, { readonly to: unknown; readonly from: Sample[] }>();
    for (const [index, sample] of pool.entries()) {
      const to = toSide[sides[index] === true ? 1 : 0];
      const key = JSON.stringify([answers[index], sides[index]]);
      const known = turning.get(key) ?? { to, from: [] };
      if (to === undefined || known.from.length === CANDIDATES) continue;
      if (holdsWith(condition, sample, [atom.path, to]) === answers[index]) continue;
      known.from.push(sample);
      turning.set(key, known);
    }
    for (const { to, from } of turning.values()) want(from, atom.path, to);
  }
}

/** In so many samples a value may be changed: enough for changes of several processes to meet in one. */
export const CANDIDATES = 8;

/** What the answer would be with one value changed; copies of all values are made once. */
function holdsWith(
  condition: Condition,
  sample: Sample,
  [path, to]: readonly [ValuePath, unknown],
): boolean {
  const copy = COPIES.get(sample) ?? new Map(sample.values);
  COPIES.set(sample, copy);
  const key = keyOf(path);
  copy.set(key, to);
  const answer = holds(condition, copy);
  copy.set(key, sample.values.get(key));
  return answer;
}

const COPIES = new WeakMap<Sample, Map<string, unknown>>();

type Atom = Exclude<Condition, { readonly of: unknown }>;

function atomsOf(condition: Condition): readonly Atom[] {
  switch (condition.kind) {
    case 'filled':
    case 'isTrue':
    case 'oneOf':
    case 'atLeast':
      return [condition];
    case 'not':
      return atomsOf(condition.of);
    case 'all':
    case 'any':
      return condition.of.flatMap(atomsOf);
  }
}

/** A value on the other side of a question; of numbers the one next to the threshold. */
function nearest(atom: Atom, others: readonly Sample[]): unknown {
  const found = others.map(({ values }) => valueAt(values, atom.path));
  if (atom.kind !== 'atLeast') return found[0];
  return found.toSorted(
    (a, b) => Math.abs(Number(a) - atom.value) - Math.abs(Number(b) - atom.value),
  )[0];
}

/** The smallest and the largest value of what a number follows from. */
function turnUpAndDown(expression: Expression, pool: readonly Sample[], want: Want): void {
  const from = pool.slice(0, CANDIDATES);
  for (const path of computedFrom(expression)) {
    const found = pool.map(({ values }) => valueAt(values, path));
    const numbers = found.filter((value) => typeof value === 'number');
    if (numbers.length === 0)
      want(
        from.slice(0, 1),
        path,
        found.find((each) => !same(each, found[0])),
      );
    else for (const to of [Math.min(...numbers), Math.max(...numbers)]) want(from, path, to);
  }
}

/** What is computed. Values that stand at a place as they are show themselves in every sample. */
function computedFrom(expression: Expression): readonly ValuePath[] {
  switch (expression.kind) {
    case 'half':
      return [expression.of, expression.least];
    case 'noLess':
    case 'share':
      return [expression.of];
    case 'cores':
      return expression.paths;
    case 'value':
    case 'integer':
    case 'amount':
    case 'builtin':
    case 'key':
    case 'item':
    case 'checksum':
      return [];
  }
}
