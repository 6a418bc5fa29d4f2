/** stores: where the keys of a Secret are in a store outside, as an author writes it and as a store reads it. */

import * as v from 'valibot';
import type { OptionProblem } from '../model/variant.ts';
import { entryShape, keyNameShape, secretNameShape } from './store-shape.ts';

/** Secrets by name: the entry of the store that holds the keys, or where each key is. */
export type StoredEntries = Readonly<Record<string, string | StoredEntry>>;

/** Where the keys of a Secret are. */
export interface StoredEntry {
  /** Entry whose properties are called like the keys. */
  readonly entry?: string;
  /** Keys that are elsewhere. */
  readonly keys?: Readonly<Record<string, StoredKey>>;
  /** Default: what its readers ask for, else Opaque. */
  readonly type?: string;
}

/** Where a single key is. */
export interface StoredKey {
  /** Default: the entry of the Secret. */
  readonly entry?: string;
  /** Default: a property called like the key, or the whole value where `entry` names another one. */
  readonly property?: string;
  readonly version?: string;
}

/** The place of a key with every default applied. */
export interface KeyPlace {
  readonly entry: string;
  readonly property?: string;
  readonly version?: string;
}

/** The shape of StoredEntries. @internal */
export const storedEntriesShape = v.record(
  secretNameShape,
  v.union([
    entryShape,
    v.strictObject({
      entry: v.optional(entryShape),
      keys: v.optional(
        v.record(
          keyNameShape,
          v.strictObject({
            entry: v.optional(entryShape),
            property: v.optional(entryShape),
            version: v.optional(entryShape),
          }),
        ),
      ),
      type: v.optional(entryShape),
    }),
  ]),
);

/** A Secret's entry in its long form. */
export function entryOf(said: string | StoredEntry): StoredEntry {
  return typeof said === 'string' ? { entry: said } : said;
}

/** Keys whose entry nobody names. */
export function placelessKeys(secrets: StoredEntries): readonly OptionProblem[] {
  return Object.entries(secrets).flatMap(([name, said]): readonly OptionProblem[] => {
    const { entry, keys = {} } = entryOf(said);
    if (entry !== undefined) return [];
    if (Object.keys(keys).length === 0) {
      return [
        {
          path: `secrets.${name}`,
          message: 'It has neither an `entry` nor `keys`.',
          fix: `Write '${name}': 'path/of/the/entry'.`,
        },
      ];
    }
    return Object.entries(keys)
      .filter(([, key]) => key.entry === undefined)
      .map(([key]) => ({
        path: `secrets.${name}.keys.${key}`,
        message: `No entry of the store is named for \`${key}\`.`,
        fix: 'Name it: `entry` of the key, or of the Secret.',
      }));
  });
}

/** Places by key: of those that are written, and of those that are read and stand in the entry. */
export function placesOf(
  { entry, keys = {} }: StoredEntry,
  read: readonly string[],
): Readonly<Record<string, KeyPlace>> {
  const ofEntry = entry === undefined ? [] : read;
  const names = [...new Set([...ofEntry, ...Object.keys(keys)])].toSorted();
  return Object.fromEntries(
    names.map((name) => {
      const { property, version, entry: own } = keys[name] ?? {};
      const part = property ?? (own === undefined ? name : undefined);
      return [
        name,
        {
          entry: own ?? entry ?? '',
          ...(part === undefined ? {} : { property: part }),
          ...(version === undefined ? {} : { version }),
        },
      ];
    }),
  );
}
