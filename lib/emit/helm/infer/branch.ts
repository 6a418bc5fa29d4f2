/** emit › helm › branches: one place of an object as seen under several values, and what inference knows beside it. */

import { isRecord } from '../../../kubernetes/is-manifest.ts';
import type { Parameter } from '../parameter.ts';
import type { Template, ValuePath } from '../tree/template.ts';
import type { Values } from '../tree/values.ts';
import type { Decide } from './decide.ts';
import type { Marks } from './marks.ts';

/** A place under one set of values. */
export interface Branch {
  readonly values: Values;
  readonly value: unknown;
}

/** Where a place is: the object's id, keys, `[name]` or `[0]`. */
export type Place = readonly string[];

/** What inference knows beside the branches. */
export interface Context {
  readonly parameters: readonly Parameter[];
  readonly marks: Marks;
  readonly decide: Decide;
  /** Amounts that may stand at a place: single ones, and limits that fall back to their request. */
  readonly amounts: Readonly<Record<'cpu' | 'memory', readonly (readonly ValuePath[])[]>>;
  /** Shares in percent that a rollout speaks of. */
  readonly percents: readonly number[];
  /** Whether an item of the object's own gives way to one of this name among a parameter's values. */
  readonly loses: (parameter: string, place: Place, name: string) => boolean;
}

/** From the branches of a place to its template. */
export type Infer = (branches: readonly Branch[], context: Context, place: Place) => Template;

/** A place that no formula explains. */
export class Unexplained extends Error {
  readonly place: Place;
  readonly branches: readonly Branch[];
  constructor(place: Place, branches: readonly Branch[]) {
    super(`no formula explains ${place.join(' › ')}`);
    this.place = place;
    this.branches = branches;
  }
}

/** What a value is, as far as templates tell kinds apart; an empty collection is a kind of its own. */
export function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return value.length === 0 ? 'empty list' : 'list';
  if (isRecord(value)) return Object.keys(value).length === 0 ? 'empty map' : 'map';
  return typeof value;
}

/** Members by which items of lists are told apart, the first that there is. */
export const IDENTIFYING: readonly string[] = [
  'name',
  'mountPath',
  'topologyKey',
  'host',
  'key',
  'kind',
];

/** What tells an item from its neighbours: its name, or for plain values the value. */
export function identityOf(item: unknown): string {
  if (!isRecord(item)) return JSON.stringify(item) ?? 'undefined';
  const name = IDENTIFYING.find((key) => typeof item[key] === 'string');
  return name === undefined ? JSON.stringify(item) : `${name}:${String(item[name])}`;
}

/** The value at a place below an object. */
export function find(value: unknown, place: Place): unknown {
  return place.reduce<unknown>((at, step) => {
    if (Array.isArray(at)) {
      return at.find((item, index) => step === `[${identityOf(item)}]` || step === `[${index}]`);
    }
    return isRecord(at) ? at[step] : undefined;
  }, value);
}

/** Sequences merged into one that keeps the order of each. */
export function mergedOrder(sequences: readonly (readonly string[])[]): readonly string[] {
  const merged: string[] = [];
  for (const sequence of sequences.toSorted((a, b) => b.length - a.length)) {
    let at = 0;
    for (const item of sequence) {
      const known = merged.indexOf(item);
      if (known < 0) {
        merged.splice(at, 0, item);
        at += 1;
      } else at = known + 1;
    }
  }
  return merged;
}
