/** emit › helm › marks: texts that occur nowhere but where a parameter is used, and what they stand for. */

import { isRecord } from '../../../kubernetes/is-manifest.ts';
import type { Domain } from '../domain.ts';
import type { Parameter } from '../parameter.ts';
import type { Builtin, Expression, Text } from '../tree/template.ts';
import { keyOf } from '../tree/values.ts';

/** A name no author gives: valid as tag, label, host, variable and object name alike. */
function mark(prefix: string, index: number, use: 't' | 'k' | 'v' | 'b'): string {
  return [prefix, index.toString(36).padStart(3, '0'), use, 'qz'].join('');
}

const BUILTINS: readonly Builtin[] = ['fullname', 'name', 'instance', 'namespace'];

/** Every mark of a chart. */
export interface Marks {
  /** Values in which each parameter shows itself. */
  readonly filled: ReadonlyMap<string, unknown>;
  readonly builtins: Readonly<Record<Builtin, string>>;
  /** Text taken apart at the marks in it. */
  readonly partsOf: (text: string) => Text;
  readonly isMarked: (text: string) => boolean;
  /** The map parameter whose key or value is marked in a text. */
  readonly mapOf: (text: string) => string | undefined;
  readonly keyMark: (parameter: string) => string;
  readonly itemMark: (parameter: string) => string;
}

/** Marks for these parameters, begun so that none occurs in the objects as they are. */
export function marksFor(parameters: readonly Parameter[], taken: readonly string[]): Marks {
  const prefix =
    ['zq7', 'zq8', 'zq9', 'zx7', 'zx8'].find(
      (each) => !taken.some((text) => text.includes(each)),
    ) ?? 'zx9';
  const filled = new Map<string, unknown>();
  const table = new Map<string, Expression>();
  const maps = new Map<string, string>();
  parameters.forEach(({ path, domain }, index) => {
    const probe = probeOf(domain, (use) => mark(prefix, index, use));
    if (probe === undefined) return;
    filled.set(keyOf(path), probe);
    if (domain.kind === 'text' && typeof probe === 'string')
      table.set(probe, { kind: 'value', path });
    if (domain.kind === 'map') {
      table.set(mark(prefix, index, 'k'), { kind: 'key' });
      table.set(mark(prefix, index, 'v'), { kind: 'item' });
      maps.set(mark(prefix, index, 'k'), keyOf(path));
    }
  });
  const builtins = {
    fullname: mark(prefix, 0, 'b'),
    name: mark(prefix, 1, 'b'),
    instance: mark(prefix, 2, 'b'),
    namespace: mark(prefix, 3, 'b'),
  };
  for (const name of BUILTINS) table.set(builtins[name], { kind: 'builtin', name });
  // Most probes begin with their mark, so that one short pattern finds them; the rest are tried by themselves.
  const marked = `${prefix}[0-9a-z]{3}[tkvb]qz`;
  const starting = new RegExp(`^${marked}`);
  const others = [...table.keys()].filter((text) => !starting.test(text));
  const pattern = new RegExp(
    [
      '\uFDD0checksum:[^\uFDD1]*\uFDD1',
      ...others.toSorted((a, b) => b.length - a.length).map(escaped),
      `${marked}(?:\\.example(?:/app)?)?`,
    ].join('|'),
    'g',
  );
  const seen = new Map<string, Text>();
  const partsOf = (text: string): Text => {
    const known = seen.get(text) ?? parts(text, pattern, table);
    seen.set(text, known);
    return known;
  };
  // Data is recognised as a whole, so that its texts stand for nothing by themselves.
  const once = new RegExp(pattern.source);
  const isMarked = (text: string): boolean => once.test(text);
  const indexOf = new Map(parameters.map(({ path }, index) => [keyOf(path), index]));
  return {
    filled,
    builtins,
    isMarked,
    partsOf,
    mapOf: (text) =>
      text.includes(prefix) ? [...maps].find(([each]) => text.includes(each))?.[1] : undefined,
    keyMark: (parameter) => mark(prefix, indexOf.get(parameter) ?? 0, 'k'),
    itemMark: (parameter) => mark(prefix, indexOf.get(parameter) ?? 0, 'v'),
  };
}

/** A text that stands for the checksum of ConfigMaps until it is known. */
export function checksumMark(configMaps: readonly string[]): string {
  return ['\uFDD0checksum:', configMaps.join(','), '\uFDD1'].join('');
}

/** Every text in plain data, keys included. */
export function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(textsIn);
  if (!isRecord(value)) return [];
  return Object.entries(value).flatMap(([key, member]) => [key, ...textsIn(member)]);
}

function probeOf(domain: Domain, marked: (use: 't' | 'k' | 'v') => string): unknown {
  switch (domain.kind) {
    case 'text':
    case 'data':
      return domain.probe(marked('t'));
    case 'map':
      return { [marked('k')]: marked('v') };
    case 'integer':
    case 'amount':
    case 'boolean':
    case 'choice':
      return undefined;
  }
}

function parts(text: string, pattern: RegExp, table: ReadonlyMap<string, Expression>): Text {
  const result: (string | Expression)[] = [];
  let end = 0;
  for (const match of text.matchAll(pattern)) {
    const [found] = match;
    if (match.index > end) result.push(text.slice(end, match.index));
    const expression = table.get(found);
    if (expression !== undefined) result.push(expression);
    else if (found.startsWith('\uFDD0'))
      result.push({ kind: 'checksum', configMaps: found.slice(10, -1).split(',') });
    else result.push(found);
    end = match.index + found.length;
  }
  if (end < text.length || result.length === 0) result.push(text.slice(end));
  return result;
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`);
}
