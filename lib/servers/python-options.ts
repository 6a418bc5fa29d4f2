/** servers: what can be said of every Python server, as a type and as entries of a shape. */

import * as v from 'valibot';
import type { QuantityText } from '../model/spec/amounts.ts';
import { memoryShape, textOf, wholeNumber } from '../model/unit-shape.ts';
import type { PythonData } from '../text/python.ts';
import { pythonShape, settingNameShape } from './python-value.ts';
import { parseTrustedProxy } from '../model/trusted-proxy.ts';

/** Options that every Python server has. */
export interface PythonServerOptions {
  /** Module and callable, e.g. `shop.asgi:application`. */
  readonly app: string;
  /** Worker processes, 1–256. */
  readonly workers?: number;
  /** Memory of one worker under load, e.g. `180Mi`; workers are limited by it, and too many are refused. */
  readonly memoryPerWorker?: QuantityText;
  /** Database connections one worker opens: the size of its pool. */
  readonly connectionsPerWorker?: number;
  /** Directory added to Python's path, e.g. `/app/src`. */
  readonly pythonPath?: string;
  /** Listen on IPv4 (default), or on IPv6 and IPv4 (`dual-stack`; nodes must have IPv6 switched on). */
  readonly bind?: 'ipv4' | 'dual-stack';
  /** One JSON object a request on standard output, or nothing. Default: `json`. */
  readonly accessLog?: 'json' | 'none';
  /** Least level of the server's own log. Default: `info`. */
  readonly logLevel?: 'debug' | 'info' | 'warning' | 'error' | 'critical';
  /** Further settings by the server's own names; derived ones are refused. */
  readonly settings?: Readonly<Record<string, PythonData>>;
}

const appPattern = /^(?!.*\.py(?::|$))[A-Za-z_][\w.]*(:[A-Za-z_][\w.]*(\(.*\))?)?$/;

/** Entries of the shape of PythonServerOptions. @internal */
export const pythonServerEntries = {
  app: v.pipe(
    v.string(),
    v.regex(
      appPattern,
      'An application is named by module and callable, such as `shop.wsgi:application`, not by a file.',
    ),
  ),
  workers: v.optional(wholeNumber(1, 256, 'The number of workers')),
  memoryPerWorker: v.optional(memoryShape),
  connectionsPerWorker: v.optional(wholeNumber(0, 10_000, 'The number of database connections')),
  pythonPath: v.optional(v.pipe(v.string(), v.startsWith('/', 'The path is absolute.'))),
  bind: v.optional(v.picklist(['ipv4', 'dual-stack'])),
  accessLog: v.optional(v.picklist(['json', 'none'])),
  logLevel: v.optional(v.picklist(['debug', 'info', 'warning', 'error', 'critical'])),
  settings: v.optional(v.record(settingNameShape, pythonShape)),
};

/** Entry of the shape of `trustedProxies`. @internal */
export const trustedProxiesShape = v.optional(
  v.pipe(v.array(textOf(parseTrustedProxy)), v.nonEmpty('Leave it out to trust nobody.')),
);

/** Database connections of a worker where nothing is said: SQLAlchemy's pool_size 5 + max_overflow 10. */
export const POOL_CONNECTIONS = 15;

/** The address to listen on. */
export function listenAddress({ bind }: Pick<PythonServerOptions, 'bind'>): string {
  return bind === 'dual-stack' ? '::' : '0.0.0.0';
}
