/** needs › other: any dependency slipway has no word for; resolve reads its variables, holes and budget. */

import * as v from 'valibot';
import type { Need } from '../../model/need.ts';
import { checkShape, remake } from '../../model/shape.ts';
import { wholeNumber } from '../../model/unit-shape.ts';
import { type NeedPeers, peersOf, peersShape, placeOf } from '../peers.ts';
import { type Variables, variableProblems, variablesShape } from '../variables.ts';

/** What is said of the dependency. */
export interface OtherOptions {
  /** What it is, e.g. `Memcached`. */
  readonly title: string;
  /** Variables it fills. Default: none. */
  readonly variables?: Variables;
  /** Ports that are called: TCP as a number, or with the protocol. */
  readonly ports: readonly (
    number | { readonly port: number; readonly protocol?: 'TCP' | 'UDP' }
  )[];
  /** Where it is. Default: any address on these ports may be reached. */
  readonly to?: NeedPeers;
  /** Most connections it accepts, and how many a thread holds. Default: not counted. */
  readonly connections?: { readonly max: number; readonly perThread?: number };
}

const port = wholeNumber(1, 65_535, 'A port');
const shape = v.strictObject({
  title: v.pipe(v.string(), v.nonEmpty('Say in a word what it is.')),
  variables: v.optional(variablesShape),
  ports: v.array(
    v.union([port, v.strictObject({ port, protocol: v.optional(v.picklist(['TCP', 'UDP'])) })]),
  ),
  to: v.optional(peersShape),
  connections: v.optional(
    v.strictObject({
      max: wholeNumber(1, 1_000_000, 'The number of connections'),
      perThread: v.optional(wholeNumber(0, 1000, 'The number of connections')),
    }),
  ),
});

/**
 * Needs something else.
 * @example other({ title: 'Memcached', ports: [11211], variables: { MEMCACHED: 'cache:11211' }, to: { namespace: 'cache' } })
 */
export function other(options: OtherOptions): Need<'other', OtherOptions> {
  return {
    family: 'need',
    kind: 'other',
    options,
    with: remake(other),
    check: () => {
      const problems = checkShape(shape, options);
      return problems.length > 0 ? problems : variableProblems({ variables: options.variables });
    },
    facts: () => {
      const ports = options.ports.map((item) =>
        typeof item === 'number' ? { port: item, protocol: 'TCP' as const } : item,
      );
      return {
        title: `${options.title} at ${placeOf(options.to, ...ports.map((item) => item.port))}`,
        variables: options.variables ?? {},
        egress: ports.map((item) => ({
          to: peersOf(options.to),
          port: item.port,
          protocol: item.protocol ?? 'TCP',
        })),
        ...(options.connections === undefined
          ? {}
          : {
              connections: {
                max: options.connections.max,
                perThread: options.connections.perThread ?? 1,
              },
            }),
      };
    },
  };
}
