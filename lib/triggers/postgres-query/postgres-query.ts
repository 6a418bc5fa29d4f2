/** triggers › postgres query: as many pods as the answer of a query asks for. */

import * as v from 'valibot';
import { checkShape, remake } from '../../model/shape.ts';
import type { NeedFacts, NeedPart } from '../../model/need.ts';
import type { Trigger, TriggerInput } from '../../model/trigger.ts';
import { type Connection, connect, joined, sourceOf, unfit } from '../connect.ts';
import { activationShape, sourceShape, targetShape, texts, wordShape } from '../trigger-shape.ts';

/** What is asked. */
export interface PostgresQueryOptions {
  /** Name of a need made by `postgres()`. */
  readonly source: string;
  /** A query that answers with one number. */
  readonly query: string;
  /** Of that number, for each pod. */
  readonly target: number;
  /** More than this starts the first pod. Default: 0. */
  readonly activation?: number;
  /** Where the need says parts rather than a URL. Default: `require`. */
  readonly sslmode?: 'disable' | 'allow' | 'prefer' | 'require' | 'verify-ca' | 'verify-full';
}

const SSLMODES = ['disable', 'allow', 'prefer', 'require', 'verify-ca', 'verify-full'] as const;
const shape = v.strictObject({
  source: sourceShape,
  query: wordShape,
  target: targetShape,
  activation: v.optional(activationShape),
  sslmode: v.optional(v.picklist(SSLMODES)),
});

/**
 * Scales by the answer of a query, such as the number of jobs that wait in a table.
 * @example postgresQuery({ source: 'db', query: "SELECT count(*) FROM jobs WHERE state = 'ready'", target: 50 })
 */
export function postgresQuery(
  options: PostgresQueryOptions,
): Trigger<'postgresQuery', PostgresQueryOptions> {
  return {
    family: 'trigger',
    kind: 'postgresQuery',
    options,
    with: remake(postgresQuery),
    check: () => checkShape(shape, options),
    facts: (input) => {
      const { query, target, activation } = options;
      const { metadata, ...connection } = connectionOf(input, options);
      return {
        type: 'postgresql',
        ...connection,
        metadata: {
          ...metadata,
          ...texts({ query, targetQueryValue: target, activationTargetQueryValue: activation }),
        },
      };
    },
  };
}

/** A URL, or all of the parts. @see keda v2.21.0 pkg/scalers/postgresql_scaler.go Validate */
function connectionOf(input: TriggerInput, { source, sslmode }: PostgresQueryOptions): Connection {
  const { need, findings } = sourceOf(input, source, 'postgres');
  if (need === undefined) return joined([{ findings }]);
  const { parts } = need;
  if (parts?.url !== undefined) {
    return connect(input.path, parts, [
      { name: 'connection', part: 'url', from: ['authentication', 'variable'] },
    ]);
  }
  return joined([
    connect(input.path, parts, [
      { name: 'host', part: 'host', from: ['metadata', 'authentication'] },
      { name: 'port', part: 'port', from: ['metadata', 'authentication'] },
      { name: 'userName', part: 'user', from: ['metadata', 'authentication'] },
      { name: 'dbName', part: 'database', from: ['metadata', 'authentication'] },
      { name: 'password', part: 'password', from: ['authentication', 'variable'] },
    ]),
    { metadata: { sslmode: sslmode ?? 'require' }, findings: missing(input, source, parts) },
  ]);
}

const REQUIRED: readonly NeedPart[] = ['host', 'user', 'database'];

function missing(input: TriggerInput, source: string, parts: NeedFacts['parts']) {
  const absent = REQUIRED.filter((part) => parts?.[part] === undefined);
  return absent.length === 0
    ? []
    : [
        unfit(
          input.path,
          `\`needs.${source}\` says no ${absent.join(', no ')}, which KEDA needs beside a URL or instead of one.`,
          `Add ${absent.map((part) => `\`${part}\``).join(', ')} or \`url\` to the need.`,
        ),
      ];
}
