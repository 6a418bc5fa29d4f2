/** rollouts › stateful › options: what an author may say of pods with stable names. */

import * as v from 'valibot';
import type { DurationText } from '../../model/spec/amounts.ts';
import { intOrPercentShape, textOf, wholeNumber, workShape } from '../../model/unit-shape.ts';
import type { OptionProblem } from '../../model/variant.ts';
import { parseDns1035Label } from '../../units/dns-name.ts';
import { parseEnvName } from '../../units/env-name.ts';

/** Options of pods with stable names. */
export interface StatefulOptions {
  /** `OrderedReady` starts and stops one pod after the other. Default: `Parallel`. */
  readonly podManagement?: 'Parallel' | 'OrderedReady';
  /** Pods with a lower number keep the old version: a canary by hand. Default: 0, all are updated. */
  readonly partition?: number;
  /** Pods replaced at once, a count or a share. Needs Kubernetes 1.37. Default: 1. */
  readonly maxUnavailable?: number | string;
  /** Number of the first pod. Default: 0. */
  readonly firstOrdinal?: number;
  /** Time a new pod must stay ready before the next one is replaced. Default: as for `rolling`. */
  readonly minReady?: DurationText;
  /** Old revisions kept. Default: 10. */
  readonly revisionHistoryLimit?: number;
  /** What becomes of the claims of pods that are gone for good. Default: they are kept. */
  readonly claims?: {
    readonly whenDeleted?: 'Retain' | 'Delete';
    readonly whenScaled?: 'Retain' | 'Delete';
  };
  /** Ports on which the pods speak to one another, by name, e.g. `{ gossip: 7946 }`: network policies let them. */
  readonly peers?: Readonly<Record<string, number>>;
  /** Variables that tell a pod who it is. Default: none. */
  readonly variables?: StatefulVariables;
}

/** Names of variables that tell a pod who it is. */
export interface StatefulVariables {
  /** Gets the name, e.g. `shop-web-0`. */
  readonly name?: string;
  /** Gets the number, e.g. `0`. */
  readonly ordinal?: string;
  /** Gets the name all pods are found by, e.g. `shop-web-pods.shop.svc`; one of them is `<name>.<domain>`. */
  readonly domain?: string;
}

const retention = v.optional(v.picklist(['Retain', 'Delete']));
const variable = v.optional(textOf(parseEnvName));
/** Longest name of a port: IANA service names, which Kubernetes asks for. */
const PORT_NAME = 15;
const MOST_PODS = 100_000;

/** The shape of StatefulOptions. @internal */
export const statefulShape = v.strictObject({
  podManagement: v.optional(v.picklist(['Parallel', 'OrderedReady'])),
  partition: v.optional(wholeNumber(0, MOST_PODS, 'The partition')),
  maxUnavailable: v.optional(intOrPercentShape),
  firstOrdinal: v.optional(wholeNumber(0, MOST_PODS, 'The first number')),
  minReady: v.optional(workShape),
  revisionHistoryLimit: v.optional(wholeNumber(0, 1000, 'The number of revisions')),
  claims: v.optional(v.strictObject({ whenDeleted: retention, whenScaled: retention })),
  peers: v.optional(
    v.record(
      textOf((text) => parseDns1035Label(text, PORT_NAME)),
      wholeNumber(1, 65_535, 'A port'),
    ),
  ),
  variables: v.optional(v.strictObject({ name: variable, ordinal: variable, domain: variable })),
});

/** What no single option is to blame for. */
export function statefulProblems({
  maxUnavailable,
  peers = {},
}: StatefulOptions): readonly OptionProblem[] {
  const twice = Object.entries(peers).find(([name, port]) =>
    Object.entries(peers).some(([other, same]) => other !== name && same === port),
  );
  return [
    ...(maxUnavailable === 0 || maxUnavailable === '0%'
      ? [
          {
            path: 'maxUnavailable',
            message: 'At least one pod has to be missing while it is replaced.',
            fix: 'Leave `maxUnavailable` out: one pod at a time.',
          },
        ]
      : []),
    ...(twice === undefined
      ? []
      : [
          {
            path: `peers.${twice[0]}`,
            message: `Two ports of peers are ${twice[1]}.`,
            fix: 'Name each port once.',
          },
        ]),
  ];
}
