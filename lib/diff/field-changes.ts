/** diff › fields: every leaf that differs between two values; items of lists are told apart by name where they have one. */

import { isRecord } from '../kubernetes/is-manifest.ts';
import { canonicalJson } from '../text/json.ts';
import type { FieldChange } from './change.ts';

/** Members by which Kubernetes itself tells items of lists apart. @see https://kubernetes.io/docs/reference/using-api/server-side-apply/#merge-strategy */
const KEYS = ['name', 'mountPath', 'key', 'type'] as const;

/** All differences, in the order of the paths on the new side and then of what is gone. */
export function fieldChanges(before: unknown, after: unknown, path = ''): readonly FieldChange[] {
  if (before === undefined && after === undefined) return [];
  if (isRecord(before) && isRecord(after)) {
    const keys = [...new Set([...Object.keys(after), ...Object.keys(before)])];
    return keys.flatMap((key) =>
      fieldChanges(own(before, key), own(after, key), memberPath(path, key)),
    );
  }
  if (Array.isArray(before) && Array.isArray(after)) {
    const key = KEYS.find((name) => isKeyOf(name, before) && isKeyOf(name, after));
    if (key !== undefined) return keyedChanges(key, before, after, path);
    if (before.length === after.length && before.every(isRecord)) {
      return after.flatMap((item, index) => fieldChanges(before[index], item, `${path}[${index}]`));
    }
  }
  if (canonicalJson(before ?? null) === canonicalJson(after ?? null)) return [];
  return [
    {
      path,
      ...(before === undefined ? {} : { before }),
      ...(after === undefined ? {} : { after }),
    },
  ];
}

/** What a record itself holds: a label may be called `valueOf`. */
function own(record: Readonly<Record<string, unknown>>, key: string): unknown {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

function keyedChanges(
  key: string,
  before: readonly unknown[],
  after: readonly unknown[],
  path: string,
): readonly FieldChange[] {
  const was = byKey(key, before);
  const is = byKey(key, after);
  const names = [...new Set([...is.keys(), ...was.keys()])];
  const changes = names.flatMap((name) =>
    fieldChanges(was.get(name), is.get(name), `${path}[${name}]`),
  );
  const order = (items: ReadonlyMap<string, unknown>) => [...items.keys()].join();
  // Items in another order are another list: containers start and variables expand in it.
  return changes.length === 0 && order(was) !== order(is)
    ? [{ path, before: [...was.keys()], after: [...is.keys()] }]
    : changes;
}

function isKeyOf(key: string, items: readonly unknown[]): boolean {
  const values = items.map((item) => (isRecord(item) ? item[key] : undefined));
  return (
    values.every((value) => typeof value === 'string') && new Set(values).size === items.length
  );
}

function byKey(key: string, items: readonly unknown[]): ReadonlyMap<string, unknown> {
  return new Map(items.map((item) => [isRecord(item) ? String(item[key]) : '', item]));
}

/** Keys with dots, as those of labels and files, stand in brackets. */
function memberPath(path: string, key: string): string {
  if (!/^[\w-]+$/.test(key)) return `${path}[${JSON.stringify(key)}]`;
  return path === '' ? key : `${path}.${key}`;
}
