/** triggers: how KEDA reaches a Redis server; its scalers take host and port, never a URL. */

import type { NeedFacts } from '../model/need.ts';
import type { SecretRef } from '../model/spec/values.ts';
import type { TriggerInput } from '../model/trigger.ts';
import { type Connection, connect, joined, sourceOf, unfit } from './connect.ts';

/** What is said of the server beside the need. */
export interface RedisConnectionOptions {
  /** Name of a need made by `redis()`. */
  readonly source: string;
  /** `host:port`, in text or in a Secret, where the need says a URL only. */
  readonly address?: string | SecretRef;
  /** Password, where the need says a URL only. */
  readonly password?: SecretRef;
}

/** Parameters for one server. @see keda v2.21.0 pkg/scalers/redis_scaler.go redisConnectionInfo */
export function redisConnection(
  input: TriggerInput,
  { source, address, password }: RedisConnectionOptions,
): Connection {
  const { need, findings } = sourceOf(input, source, 'redis');
  if (need === undefined) return joined([{ findings }]);
  const { parts } = need;
  return joined([
    addressOf(input, source, parts, address),
    connect(input.path, parts, [
      { name: 'username', part: 'user', from: ['metadata', 'authentication', 'variable'] },
      ...(password === undefined
        ? [{ name: 'password', part: 'password', from: ['authentication'] } as const]
        : []),
    ]),
    password === undefined
      ? {}
      : { secrets: [{ parameter: 'password', secret: password.name, key: password.key }] },
    parts?.tls?.value === true ? { metadata: { enableTLS: 'true' } } : {},
  ]);
}

function addressOf(
  input: TriggerInput,
  source: string,
  parts: NeedFacts['parts'],
  address: RedisConnectionOptions['address'],
): Partial<Connection> {
  if (typeof address === 'string') return { metadata: { address } };
  if (address !== undefined) {
    return { secrets: [{ parameter: 'address', secret: address.name, key: address.key }] };
  }
  if (parts?.host !== undefined) {
    return connect(input.path, parts, [
      { name: 'host', part: 'host', from: ['metadata', 'authentication', 'variable'] },
      { name: 'port', part: 'port', from: ['metadata'] },
    ]);
  }
  const written = addressIn(parts?.url?.value, parts?.port?.value);
  return written === undefined
    ? {
        findings: [
          unfit(
            input.path,
            `\`needs.${source}\` says where Redis is in a URL only, and KEDA takes host and port.`,
            "Say `host` and `password` in the need as well, or `address: secretRef('name', 'key')` here.",
          ),
        ],
      }
    : { metadata: { address: written } };
}

/** `host:port` of a URL that is written out. */
function addressIn(url: unknown, usual: unknown): string | undefined {
  const [, host, port] =
    typeof url === 'string'
      ? (/^rediss?:\/\/(?:[^/?#@]*@)?(\[[^\]]+\]|[^/?#:]+)(?::(\d{1,5}))?(?:[/?#]|$)/i.exec(url) ??
        [])
      : [];
  return host === undefined ? undefined : `${host}:${port ?? String(usual)}`;
}
