/** unknown member › table: what a kind of Kubernetes may say, read line by line as objects are looked through. */

import { TABLE } from './table.ts';

/** What a member may be: text and the like, a list, a map, or an object that has members of its own. */
export type MemberType =
  | { readonly kind: 'any' }
  | { readonly kind: 'scalar'; readonly accepts: readonly Scalar[] }
  | { readonly kind: 'list' | 'map'; readonly of: MemberType }
  | { readonly kind: 'object'; readonly definition: string };

/** A value without parts. */
export type Scalar = 'text' | 'integer' | 'number' | 'boolean';

/** A member of a definition. */
export interface Member {
  readonly type: MemberType;
  /** First minor version that knows it. Absent: 1.29 or before. */
  readonly since?: number;
  /** First minor version that no longer knows it. */
  readonly until?: number;
}

/** Members by name. */
export type Members = ReadonlyMap<string, Member>;

/** Finds a definition by its name, which for a kind is `apiVersion/Kind`; undefined for what the table does not have. */
export type FindMembers = (definition: string) => Members | undefined;

/** The table, of which each line is read when it is first asked for. */
export function readTable(table: string = TABLE): FindMembers {
  const lines = new Map(
    table
      .trim()
      .split('\n')
      .map((line) => [/^\S*/.exec(line)?.[0] ?? '', line] as const),
  );
  const read = new Map<string, Members>();
  return (definition) => {
    const line = lines.get(definition);
    if (line === undefined) return undefined;
    const found = read.get(definition) ?? new Map(line.split(' ').slice(1).map(memberIn));
    read.set(definition, found);
    return found;
  };
}

/** `values:i[]+34` */
const WORD = /^([^:+-]+)(?::([^[\]{}+-]*))?((?:\[\]|\{\})*)(?:\+(\d+))?(?:-(\d+))?$/;

function memberIn(word: string): readonly [name: string, member: Member] {
  const [, name = '', base = '', wraps = '', since, until] = WORD.exec(word) ?? [];
  return [
    name,
    {
      type: (wraps.match(/\[\]|\{\}/g) ?? []).reduce<MemberType>(
        (of, wrap) => ({ kind: wrap === '[]' ? 'list' : 'map', of }),
        baseType(base),
      ),
      ...(since === undefined ? {} : { since: Number(since) }),
      ...(until === undefined ? {} : { until: Number(until) }),
    },
  ];
}

function baseType(word: string): MemberType {
  if (word === '*') return { kind: 'any' };
  const accepts = SCALARS[word];
  return accepts === undefined ? { kind: 'object', definition: word } : { kind: 'scalar', accepts };
}

const SCALARS: Readonly<Record<string, readonly Scalar[]>> = {
  '': ['text'],
  i: ['integer'],
  b: ['boolean'],
  si: ['text', 'integer'],
  sn: ['text', 'number'],
};
