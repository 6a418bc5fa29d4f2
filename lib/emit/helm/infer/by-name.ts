/** emit › helm › inference of named lists: items sorted by name, some of the object's own and some from values. */

import { isRecord } from '../../../kubernetes/is-manifest.ts';
import { compareBytes } from '../../../text/byte-order.ts';
import { isFilled } from '../tree/evaluate.ts';
import type { Layer, NamedEntry, Template } from '../tree/template.ts';
import { keyOf, valueAt } from '../tree/values.ts';
import {
  type Branch,
  type Context,
  type Infer,
  type Place,
  Unexplained,
  mergedOrder,
} from './branch.ts';
import { presence } from './presence.ts';

interface Named {
  readonly name: string;
  readonly [member: string]: unknown;
}

/** The template of such a list; undefined when it is an ordinary one. */
export function byNameTemplate(
  branches: readonly Branch[],
  context: Context,
  place: Place,
  infer: Infer,
): Template | undefined {
  const rows = branches.map(({ value }) => namedItems(value));
  const lists = rows.filter((row) => row !== undefined);
  if (lists.length < rows.length) return undefined;
  const names = mergedOrder(lists.map((list) => list.map(({ name }) => name)));
  const maps = context.parameters.filter(({ path }) =>
    names.includes(context.marks.keyMark(keyOf(path))),
  );
  if (maps.length === 0 || !lists.every(isSorted)) return undefined;
  for (const { path } of maps) checkEntries(branches, lists, context, { path, place });
  const own = names
    .filter((name) => context.marks.mapOf(name) === undefined)
    .map((name): NamedEntry => {
      const inside = branches.flatMap(({ values }, row) => {
        const item = lists[row]?.find((each) => each.name === name);
        return item === undefined ? [] : [{ values, value: withoutName(item) }];
      });
      const at = [...place, `[name:${name}]`];
      const when = presence(
        branches.map(({ values }, row) => ({
          values,
          present: lists[row]?.some((each) => each.name === name) ?? false,
        })),
        context,
        at,
      );
      return { name, rest: infer(inside, context, at), ...(when === undefined ? {} : { when }) };
    });
  return {
    kind: 'byName',
    layers: layersOf(
      own,
      maps.map(({ path }) => path),
      context,
      place,
    ),
  };
}

/** Own entries come before the first of the values that replaces them, or last when none does. */
function layersOf(
  own: readonly NamedEntry[],
  paths: readonly (readonly string[])[],
  context: Context,
  place: Place,
): readonly Layer[] {
  const rank = (name: string): number => {
    const first = paths.findIndex((path) => context.loses(keyOf(path), place, name));
    return first < 0 ? paths.length : first;
  };
  return [...paths, undefined].flatMap((path, index): readonly Layer[] => {
    const entries = own.filter(({ name }) => rank(name) === index);
    return [
      ...(entries.length === 0 ? [] : [{ kind: 'own', entries } as const]),
      ...(path === undefined ? [] : [{ kind: 'values', path } as const]),
    ];
  });
}

/** Entries of a parameter are there exactly when it is filled, as name and value. */
function checkEntries(
  branches: readonly Branch[],
  lists: readonly (readonly Named[])[],
  { marks }: Context,
  { path, place }: { readonly path: readonly string[]; readonly place: Place },
): void {
  const key = keyOf(path);
  for (const [row, { values }] of branches.entries()) {
    const item = lists[row]?.find(({ name }) => name === marks.keyMark(key));
    const filled = isFilled(valueAt(values, path));
    const plain =
      item !== undefined && Object.keys(item).length === 2 && item['value'] === marks.itemMark(key);
    if (filled !== plain) throw new Unexplained([...place, key], branches);
  }
}

function namedItems(value: unknown): readonly Named[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const items = value.filter(isNamed);
  return items.length === value.length ? items : undefined;
}

function isNamed(value: unknown): value is Named {
  return isRecord(value) && typeof value['name'] === 'string';
}

function isSorted(list: readonly Named[]): boolean {
  return list.every(
    ({ name }, index) => index === 0 || compareBytes(list[index - 1]?.name ?? '', name) < 0,
  );
}

function withoutName({ name: _name, ...rest }: Named): Readonly<Record<string, unknown>> {
  return rest;
}
