/** emit › helm › decisions: finds which finite properties of the values tell cases apart, the fewest that do. */

import { all, any, type Condition } from '../tree/condition.ts';
import type { ValuePath } from '../tree/template.ts';
import type { Values } from '../tree/values.ts';
import type { Dimension } from './dimensions.ts';

/** Finds a condition for each label, or nothing when no few dimensions tell them apart; those of the place's own process come first. */
export type Decide = (
  cases: readonly { readonly values: Values; readonly label: string }[],
  place: readonly string[],
  /** Values that are seen at the place: they, and those beside them, are asked first. */
  seen?: readonly ValuePath[],
) => ReadonlyMap<string, Condition> | undefined;

/** Decides by one dimension if possible, else by two, else by one that says which other decides. */
export function decider(
  dimensions: readonly Dimension[],
  processKeys: ReadonlySet<string>,
): Decide {
  const known = new Map<Values, readonly string[]>();
  const statesOf = (values: Values): readonly string[] => {
    const seen = known.get(values) ?? dimensions.map(({ stateOf }) => stateOf(values));
    known.set(values, seen);
    return seen;
  };
  const nearIds = new Map<string, readonly number[]>();
  const nearTo = (id: string): readonly number[] => {
    const found =
      nearIds.get(id) ??
      [...dimensions.keys()].filter((index) =>
        isNear(dimensions[index]?.path ?? [], id, processKeys),
      );
    nearIds.set(id, found);
    return found;
  };
  return (cases, place, seen = []) => {
    const rows = cases.map(({ values }) => statesOf(values));
    const labels = cases.map(({ label }) => label);
    const useful = (indices: readonly number[]): readonly Column[] =>
      indices.flatMap((index) => {
        const dimension = dimensions[index];
        const states = rows.map((row) => row[index] ?? '');
        return dimension === undefined || states.every((state) => state === states[0])
          ? []
          : [{ dimension, states }];
      });
    const near = useful(nearTo(place[0] ?? ''));
    const owners = new Set(seen.map((path) => path.slice(0, -1).join('.')));
    const own = near.filter(({ dimension: { path } }) => owners.has(path.slice(0, -1).join('.')));
    return (
      decided(own, labels) ??
      decided(near, labels) ??
      guarded(near, labels) ??
      decided(useful([...dimensions.keys()]), labels)
    );
  };
}

interface Column {
  readonly dimension: Dimension;
  readonly states: readonly string[];
}

function decided(
  columns: readonly Column[],
  labels: readonly string[],
): ReadonlyMap<string, Condition> | undefined {
  for (const chosen of subsets(columns)) {
    const table = tableOf(
      chosen.map((each) => each.states),
      labels,
    );
    if (table !== undefined)
      return conditionsOf(
        chosen.map((each) => each.dimension),
        table,
      );
  }
  for (const first of columns.filter(({ dimension }) => dimension.isBoolean)) {
    const sides = ['yes', 'no'].map((state) => {
      const kept = labels.flatMap((_, index) => (first.states[index] === state ? [index] : []));
      const own = kept.map((index) => labels[index] ?? '');
      const restricted = columns.map(({ dimension, states }) => ({
        dimension,
        states: kept.map((index) => states[index] ?? ''),
      }));
      return sideOf(first.dimension, state, restricted, own);
    });
    const [yes, no] = sides;
    if (yes === undefined || no === undefined) continue;
    const then = first.dimension.within(['yes']);
    const otherwise = first.dimension.within(['no']);
    return new Map(
      [...new Set(labels)].map((label) => [
        label,
        any([
          ...(yes.has(label) ? [joined(then, yes.get(label))] : []),
          ...(no.has(label) ? [joined(otherwise, no.get(label))] : []),
        ]),
      ]),
    );
  }
  return undefined;
}

/** Choices that settle some cases, and what decides among the others: an idle slot has no budget, another has one from two pods on. */
function guarded(
  columns: readonly Column[],
  labels: readonly string[],
): ReadonlyMap<string, Condition> | undefined {
  const choices = columns.filter(({ dimension }) => !dimension.isBoolean);
  for (const guard of subsets(choices)) {
    const keys = labels.map((_, index) => guard.map(({ states }) => states[index]).join('\u0000'));
    const settled = new Map(
      [...Map.groupBy(labels.keys(), (index) => keys[index] ?? '')].map(([key, indices]) => {
        const own = new Set(indices.map((index) => labels[index] ?? ''));
        return [key, own.size === 1 ? [...own][0] : undefined] as const;
      }),
    );
    const open = [...labels.keys()].filter((index) => settled.get(keys[index] ?? '') === undefined);
    if (open.length === 0 || open.length === labels.length) continue;
    const inner = decided(
      columns
        .filter((column) => !guard.includes(column))
        .map(({ dimension, states }) => ({
          dimension,
          states: open.map((index) => states[index] ?? ''),
        })),
      open.map((index) => labels[index] ?? ''),
    );
    if (inner === undefined) continue;
    const states = guard.map((column) => column.states);
    const outer = labels.map((_, index) => settled.get(keys[index] ?? '') ?? OPEN);
    const table = tableOf(states, outer);
    if (table === undefined) continue;
    const conditions = conditionsOf(
      guard.map(({ dimension }) => dimension),
      table,
    );
    const whenOpen = conditions.get(OPEN);
    if (whenOpen === undefined) continue;
    return new Map(
      [...new Set(labels)].map((label) => {
        const known = conditions.get(label);
        const within = inner.get(label);
        return [
          label,
          any([
            ...(known === undefined ? [] : [known]),
            ...(within === undefined ? [] : [all([whenOpen, within])]),
          ]),
        ];
      }),
    );
  }
  return undefined;
}

const OPEN = '(open)';

/** What decides on one side of a property: nothing more, one dimension, or two choices together. */
function sideOf(
  first: Dimension,
  state: string,
  columns: readonly Column[],
  labels: readonly string[],
): ReadonlyMap<string, Condition> | undefined {
  const choices = columns.filter(({ dimension }) => !dimension.isBoolean);
  const found =
    columns.find(({ states }) => consistent(states, labels)) ??
    [...subsets(choices)].find(
      (pair) =>
        tableOf(
          pair.map(({ states }) => states),
          labels,
        ) !== undefined,
    );
  if (found === undefined) return undefined;
  const chosen = 'length' in found ? found : [found];
  const table = tableOf([labels.map(() => state), ...chosen.map(({ states }) => states)], labels);
  return table === undefined
    ? undefined
    : conditionsOf([first, ...chosen.map(({ dimension }) => dimension)], table);
}

function joined(when: Condition, condition: Condition | undefined): Condition {
  if (condition === undefined) return when;
  return all([when, ...(condition.kind === 'all' ? condition.of : [condition])]);
}

function consistent(states: readonly string[], labels: readonly string[]): boolean {
  const seen = new Map<string, string>();
  return states.every((state, index) => {
    const label = labels[index] ?? '';
    const known = seen.get(state);
    seen.set(state, label);
    return known === undefined || known === label;
  });
}

/** Whether a parameter may well decide about an object: not when it belongs to another process. */
function isNear(path: ValuePath, id: string, processKeys: ReadonlySet<string>): boolean {
  const [key = ''] = path;
  return !processKeys.has(key) || isOwn(path, id);
}

/** Whether a value is one of the process that an object belongs to, by the object's id. */
export function isOwn([key = '']: ValuePath, id: string): boolean {
  const [owner = ''] = id.split('/');
  return key.toLowerCase() === owner.replaceAll('-', '').toLowerCase();
}

/** Singles, then pairs of values that stand together, as slot and phase do, then all pairs; in the order of the parameters. */
function* subsets(columns: readonly Column[]): Generator<readonly Column[]> {
  for (const column of columns) yield [column];
  for (const together of [true, false]) {
    for (const [i, first] of columns.entries())
      for (const second of columns.slice(i + 1))
        if ((first.dimension.path[0] === second.dimension.path[0]) === together)
          yield [first, second];
  }
}

type Row = { readonly states: readonly string[]; readonly label: string };

function tableOf(
  columns: readonly (readonly string[])[],
  labels: readonly string[],
): readonly Row[] | undefined {
  const rows = new Map<string, Row>();
  for (const [index, label] of labels.entries()) {
    const states = columns.map((column) => column[index] ?? '');
    const key = states.join('\u0000');
    const known = rows.get(key);
    if (known === undefined) rows.set(key, { states, label });
    else if (known.label !== label) return undefined;
  }
  return [...rows.values()];
}

function conditionsOf(
  dimensions: readonly Dimension[],
  table: readonly Row[],
): ReadonlyMap<string, Condition> {
  const labels = [...new Set(table.map(({ label }) => label))];
  return new Map(
    labels.flatMap((label) => {
      const rows = table.filter((row) => row.label === label).map(({ states }) => states);
      const condition = conditionOf(
        dimensions,
        rows,
        table.map(({ states }) => states),
      );
      return condition === undefined ? [] : [[label, condition] as const];
    }),
  );
}

/** The rows as a condition among all that are possible: states of the first dimension under which the rest is the same are taken together. */
export function conditionOf(
  dimensions: readonly Dimension[],
  rows: readonly (readonly string[])[],
  every: readonly (readonly string[])[],
): Condition | undefined {
  const [first, ...rest] = dimensions;
  if (first === undefined) return undefined;
  const byState = Map.groupBy(rows, ([state = '']) => state);
  const everyState = new Set(every.map(([state = '']) => state));
  const groups = new Map<string, { states: string[]; inner: Condition | undefined }>();
  for (const [state, own] of byState) {
    const possible = every.filter(([other]) => other === state);
    const inner =
      rest.length === 0 || own.length === possible.length
        ? undefined
        : conditionOf(
            rest,
            own.map((row) => row.slice(1)),
            possible.map((row) => row.slice(1)),
          );
    const key = JSON.stringify(inner ?? null);
    const group = groups.get(key) ?? { states: [], inner };
    group.states.push(state);
    groups.set(key, group);
  }
  const [one, two, ...more] = [...groups.values()].toSorted(
    (a, b) => Number(a.inner !== undefined) - Number(b.inner !== undefined),
  );
  // What is asked on the other side need not ask again on which side it is.
  if (one !== undefined && two?.inner !== undefined && more.length === 0) {
    const isAll = one.states.length + two.states.length === everyState.size;
    if (one.inner === undefined && isAll) return any([first.within(one.states), two.inner]);
  }
  const alternatives = [...groups.values()].map(({ states, inner }) => {
    const own = states.length === everyState.size ? undefined : first.within(states);
    return all([own, inner].filter((part) => part !== undefined));
  });
  return any(alternatives);
}
