/** emit › helm › samples: value sets that show a chart from all sides (probes), and realistic ones that check what was concluded. */

import type { Domain } from '../domain.ts';
import type { Parameter } from '../parameter.ts';
import { isLess } from '../../../units/quantity.ts';
import type { ValuePath } from '../tree/template.ts';
import { keyOf, valueAt, type Values } from '../tree/values.ts';
import { chance, pick, word } from './chance.ts';
import type { Marks } from './marks.ts';

const CPU = ['100m', '250m', '500m', '1', '1001m', '1500m', '2', '2100m', '3', '4', '6500m'];
const MEMORY = ['256Mi', '512Mi', '768Mi', '1Gi', '1536Mi', '2Gi', '3Gi', '4Gi'];
/** The same amounts spelled as people spell them. */
const CPU_SPELLED = ['0.25', '1000m', '1.5', '2', '0.1', '750m', '2000m', '12'];
const MEMORY_SPELLED = ['1024Mi', '2048Mi', '1Gi', '1000Mi', '512M', '1000M', '3G', '1024Gi'];

/** Amounts at both ends of what is probed, little ones more finely: most services take some of these only. */
export const ENDS = {
  cpu: ['100m', '6500m'],
  memory: ['64Mi', '128Mi', '256Mi', '384Mi', '4Gi'],
} as const;

/** Values of a probe: every parameter marked or empty, by the number of the turn; all there, all empty, extremes, then by chance. */
export function probeValues(parameters: readonly Parameter[], marks: Marks, turn: number): Values {
  return fitting(
    parameters,
    new Map(
      parameters.map(({ path, domain }) => {
        const key = keyOf(path);
        return [key, probeValue(domain, marks.filled.get(key), key, turn)];
      }),
    ),
  );
}

/** The same values with no limit below its request, which few descriptions take: a refused sample teaches nothing. */
export function fitting(parameters: readonly Parameter[], values: Values): Values {
  const raised = parameters.flatMap(({ path, domain }) => {
    if (domain.kind !== 'amount' || path.at(-2) !== 'limits') return [];
    const [limit, request] = [path, requestBeside(path)].map((each) => valueAt(values, each));
    if (typeof limit !== 'string' || typeof request !== 'string' || limit === '') return [];
    return isLess(limit, request) ? [[keyOf(path), request] as const] : [];
  });
  return raised.length === 0 ? values : new Map([...values, ...raised]);
}

/** The request beside a limit. */
export function requestBeside(limit: ValuePath): ValuePath {
  return [...limit.slice(0, -2), 'requests', ...limit.slice(-1)];
}

/** A realistic value of a domain, spelled in ways that trip parsers. */
export function randomValue(domain: Domain, name: string, turn: number): unknown {
  const often = chance(`${name}?`, turn) % 3 > 0;
  switch (domain.kind) {
    case 'text':
      return domain.optional && !often ? '' : pick(domain.examples(word(name, turn)), name, turn);
    case 'integer': {
      const { min, max, probes } = domain;
      const wide = min + (chance(name, turn) % Math.min(max - min + 1, 40));
      return often ? (pick(probes, name, turn) ?? wide) : wide;
    }
    case 'amount': {
      if (domain.optional && !often) return '';
      const [usual, spelled] = domain.of === 'cpu' ? [CPU, CPU_SPELLED] : [MEMORY, MEMORY_SPELLED];
      return pick([...usual, ...spelled], name, turn);
    }
    case 'boolean':
      return chance(name, turn) % 2 === 0;
    case 'choice':
      return pick(domain.values, name, turn);
    case 'map': {
      const count = chance(`${name}#count`, turn) % 4;
      const text = word(name, turn);
      const keys = domain.exampleKeys(text).filter((key) => !domain.reserved.includes(key));
      return Object.fromEntries(
        Array.from({ length: count }, (_, index) => [
          pick(keys, `${name}#key${index}`, turn) ?? text,
          pick(domain.exampleValues(word(`${name}#value${index}`, turn)), name, turn + index) ?? '',
        ]),
      );
    }
    case 'data':
      return often
        ? pick(domain.examples(word(name, turn)), name, turn)
        : domain.type === 'array'
          ? []
          : {};
  }
}

/** A value without anything in it, where a domain has one. */
export function emptyValue(domain: Domain): unknown {
  switch (domain.kind) {
    case 'text':
    case 'amount':
      return domain.optional ? '' : undefined;
    case 'map':
      return {};
    case 'data':
      return domain.type === 'array' ? [] : {};
    case 'integer':
    case 'boolean':
    case 'choice':
      return undefined;
  }
}

function probeValue(domain: Domain, filled: unknown, key: string, turn: number): unknown {
  const empty = turn === 1 || (turn > 1 && chance(`${key}?`, turn) % 2 === 0);
  switch (domain.kind) {
    case 'text':
    case 'map':
    case 'data':
      return empty ? (emptyValue(domain) ?? filled) : filled;
    case 'integer': {
      const extreme = EXTREMES[turn];
      return extreme === undefined
        ? domain.probes[probeIndex(key, turn, domain.probes.length)]
        : extreme.of(...domain.probes);
    }
    case 'amount': {
      const amounts = domain.of === 'cpu' ? CPU : MEMORY;
      if (empty && domain.optional) return '';
      // Where everything is there, limits are well above requests, so that the two are told apart.
      if (turn === 0) return amounts.at(domain.optional ? -1 : 0);
      return pick(amounts, key, turn);
    }
    case 'boolean':
      return turn === 0 || (EXTREMES[turn]?.on ?? chance(key, turn) % 2 === 0);
    case 'choice':
      return domain.values[
        turn < 2 ? turn % domain.values.length : chance(key, turn) % domain.values.length
      ];
  }
}

/** Turns in which all numbers are as large or as small as they come, with everything switched on or off: thresholds show at both ends. */
const EXTREMES: readonly ({ readonly of: typeof Math.max; readonly on: boolean } | undefined)[] = [
  undefined,
  { of: Math.max, on: false },
  { of: Math.max, on: true },
  { of: Math.min, on: false },
  { of: Math.min, on: true },
];

/** Numbers of a process are probed together, so that bounds fit; every process begins elsewhere, so that none looks like another. */
function probeIndex(key: string, turn: number, length: number): number {
  const [owner = ''] = key.split('.');
  return turn < length ? (turn + chance(owner, 0)) % length : chance(key, turn) % length;
}
