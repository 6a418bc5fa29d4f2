/** triggers: how KEDA reaches what a need already says, in its parameters; nothing is said twice. */

import type { Finding } from '../model/finding.ts';
import type { NeedFacts, NeedPart, NeedPartFact } from '../model/need.ts';
import type { TriggerFacts, TriggerInput } from '../model/trigger.ts';
import { unknownNeed } from '../model/unknown-names.ts';

/** A parameter of a scaler, the part of a need it takes, and where KEDA accepts it. */
export interface Parameter {
  readonly name: string;
  readonly part: NeedPart;
  /**
   * `metadata` takes text, `authentication` a TriggerAuthentication, `variable` the name of a variable of the pods. It is the
   * `order` of the scaler's struct tags: keda v2.21.0 pkg/scalers.
   */
  readonly from: readonly ('metadata' | 'authentication' | 'variable')[];
}

/** What was found, ready to become part of TriggerFacts. */
export interface Connection {
  readonly metadata: Readonly<Record<string, string>>;
  readonly secrets: NonNullable<TriggerFacts['secrets']>;
  readonly variables: NonNullable<TriggerFacts['variables']>;
  readonly findings: readonly Finding[];
}

/** The need a trigger names as its source. One that does not exist is an error (SW2158), one of another kind too (SW2159). */
export function sourceOf(
  { path, needs }: TriggerInput,
  source: string,
  kind: string,
): { readonly need?: NeedFacts; readonly findings: readonly Finding[] } {
  const need = needs[source];
  if (need === undefined) {
    return {
      findings: [
        {
          code: 'SW2158',
          name: 'trigger-source-unknown',
          severity: 'error',
          path: `${path}.source`,
          ...unknownNeed(source, Object.keys(needs), kind),
        },
      ],
    };
  }
  return need.kind === kind
    ? { need, findings: [] }
    : {
        findings: [
          unfit(
            path,
            `\`needs.${source}\` is ${need.kind}, not ${kind}.`,
            `Name a need made by ${kind}().`,
          ),
        ],
      };
}

/** Each parameter of which the need says the part, where KEDA accepts it; one that it accepts nowhere is an error (SW2159). */
export function connect(
  path: string,
  parts: NeedFacts['parts'],
  parameters: readonly Parameter[],
): Connection {
  return joined(
    parameters.flatMap((parameter) => {
      const fact = parts?.[parameter.part];
      return fact === undefined ? [] : [place(path, parameter, fact)];
    }),
  );
}

/** Several connections as one. */
export function joined(connections: readonly Partial<Connection>[]): Connection {
  return {
    metadata: Object.assign({}, ...connections.map(({ metadata }) => metadata ?? {})),
    secrets: connections.flatMap(({ secrets }) => secrets ?? []),
    variables: connections.flatMap(({ variables }) => variables ?? []),
    findings: connections.flatMap(({ findings }) => findings ?? []),
  };
}

/** A source that cannot serve a trigger. */
export function unfit(path: string, message: string, fix: string): Finding {
  return {
    code: 'SW2159',
    name: 'trigger-source-unfit',
    severity: 'error',
    path: `${path}.source`,
    message,
    because: 'The operator of KEDA connects itself, with what the need says.',
    fix,
  };
}

function place(
  path: string,
  { name, part, from }: Parameter,
  fact: NeedPartFact,
): Partial<Connection> {
  const { value, variable } = fact;
  const byVariable =
    variable === undefined || !from.includes('variable')
      ? undefined
      : { metadata: { [`${name}FromEnv`]: variable } };
  if (typeof value !== 'object') {
    if (from.includes('metadata')) return { metadata: { [name]: String(value) } };
    if (byVariable !== undefined) return byVariable;
    if (variable !== undefined) return { variables: [{ parameter: name, variable }] };
  } else if (value.kind === 'secretRef') {
    if (from.includes('authentication')) {
      return { secrets: [{ parameter: name, secret: value.name, key: value.key }] };
    }
    if (byVariable !== undefined) return byVariable;
  } else if (value.kind === 'undecided') {
    return {};
  }
  return {
    findings: [
      unfit(
        path,
        `KEDA cannot read the ${part} of the need from ${typeof value === 'object' ? `a ${value.kind}` : 'text'}.`,
        `Keep the ${part} in ${from.includes('authentication') ? 'a Secret' : 'text'}.`,
      ),
    ],
  };
}
