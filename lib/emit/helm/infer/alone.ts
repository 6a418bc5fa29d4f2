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

/** Changes of a sample, none of which touches what another one may decide. */
export interface Alone {
  readonly from: Sample;
  readonly changes: readonly (readonly [path: ValuePath, to: unknown])[];
}

/** The samples with values changed alone; those of different processes share a sample, as no place asks for both. */
export function aloneChanges(
  objects: readonly ObjectTemplate[],
  pool: readonly Sample[],
  mayChange: (path: ValuePath) => boolean,
): readonly Alone[] {
  const wanted = new Map<Sample, Map<string, Alone['changes'][number]>>();
  const want: Want = (from, path, to) => {
    if (!mayChange(path) || to === undefined || same(valueAt(from.values, path), to)) return;
    const own = wanted.get(from) ?? new Map<string, Alone['changes'][number]>();
    own.set(`${keyOf(path)} ${JSON.stringify(to)}`, [path, to]);
    wanted.set(from, own);
  };
  for (const { template, when } of objects) {
    if (when !== undefined) askBoth(when, pool, want);
    visit(
      template,
      pool.filter(({ values }) => holds(when, values)),
      want,
    );
  }
  return [...wanted].flatMap(([from, changes]) =>
    sharing([...changes.values()]).map((each) => ({ from, changes: each })),
  );
}

/** The values of a sample with these changes. */
export function changedAlone({ from, changes }: Alone): Values {
  return new Map([...from.values, ...changes.map(([path, to]) => [keyOf(path), to] as const)]);
}

type Want = (from: Sample, path: ValuePath, to: unknown) => void;

/** Rows of changes with one for each owner: the n-th of every process. */
function sharing(changes: Alone['changes']): readonly Alone['changes'][] {
  const owners = [...Map.groupBy(changes, ([[owner = '']]) => owner).values()];
  const most = Math.max(...owners.map((own) => own.length));
  return Array.from({ length: most }, (_, index) =>
    owners.flatMap((own) => own.slice(index, index + 1)),
  );
}

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
  for (const atom of atomsOf(condition)) {
    const open = new Set([true, false]);
    for (const from of pool) {
      const answer = holds(condition, from.values);
      if (!open.has(answer)) continue;
      const now = holds(atom, from.values);
      const to = nearest(
        atom,
        pool.filter(({ values }) => holds(atom, values) !== now),
      );
      const turned = new Map([...from.values, [keyOf(atom.path), to]]);
      if (to === undefined || holds(condition, turned) === answer) continue;
      open.delete(answer);
      want(from, atom.path, to);
      if (open.size === 0) break;
    }
  }
}

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
  const [from] = pool;
  if (from === undefined) return;
  for (const path of computedFrom(expression)) {
    const found = pool.map(({ values }) => valueAt(values, path));
    const numbers = found.filter((value) => typeof value === 'number');
    if (numbers.length === 0)
      want(
        from,
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
