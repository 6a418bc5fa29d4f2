/** proxies › nginx: what an author may say of nginx in the pod, as a type and as its shape. */

import * as v from 'valibot';
import type { DurationText, QuantityText } from '../../model/spec/amounts.ts';
import type { ImageSpec } from '../../model/spec/image-spec.ts';
import type { ResourcesSpec } from '../../model/spec/process-spec.ts';
import { parseTrustedProxy } from '../../model/trusted-proxy.ts';
import {
  amountOf,
  cpuShape,
  durationShape,
  memoryShape,
  storageShape,
  textOf,
  waitShape,
  wholeNumber,
} from '../../model/unit-shape.ts';
import { parseBodySize } from '../../units/byte-size.ts';
import { type Parsed, accepted, refused, show } from '../../units/parsed.ts';

/** Options of nginx; what is left out is derived. */
export interface NginxOptions {
  /** Default: `nginxinc/nginx-unprivileged` of a fixed version. Another image must have nginx 1.22 or newer, `sh`, and work as any user. */
  readonly image?: Partial<Pick<ImageSpec, 'repository' | 'tag' | 'digest' | 'pullPolicy'>>;
  /** Directories of the application's image that nginx serves itself, by path prefix, e.g. `{ '/static/': '/app/static' }`. */
  readonly static?: Readonly<Record<string, string | StaticFiles>>;
  /** Largest request body, e.g. `10Mi`. Default: the largest an exposure lets through, else `1Mi`. */
  readonly maxBodySize?: string | number;
  /** Collect whole requests before the server sees them, so that slow uploads occupy no worker. Default: true. */
  readonly requestBuffering?: boolean;
  /** Take responses off the server at once, so that slow downloads occupy no worker. Default: true, false for event streams. */
  readonly responseBuffering?: boolean;
  /** Compress text. Default: true. */
  readonly gzip?: boolean;
  /** Peers whose forwarded headers are believed, as addresses or CIDR. Default: whoever NetworkPolicies let in, where a proxy is among them; else nobody. */
  readonly trustedProxies?: readonly string[];
  /** One JSON object a request on standard output, or nothing. Default: `json`. */
  readonly accessLog?: 'json' | 'none';
  /** What a caller gets while the server is not there: `close` ends the connection, so that a proxy in front asks another pod; `answer` says 502. Default: `close`. */
  readonly unavailable?: 'close' | 'answer';
  /** Time the server goes on after nginx stopped accepting: uploads that are under way get it. Default: 2 s. */
  readonly handover?: DurationText;
  /** Serve counters of connections at `/status` of the own port, to the pod alone. Default: false. */
  readonly status?: boolean;
  /** Port at which nginx answers for itself: 1024–65535. Default: 8081. */
  readonly statusPort?: number;
  /** Listen on IPv4 (default), or on IPv6 and IPv4. */
  readonly bind?: 'ipv4' | 'dual-stack';
  /** Connections at once, 64–65536. Default: 1024. */
  readonly connections?: number;
  /** Requests and limits of its container. Default: 50m of CPU, 64Mi of memory. */
  readonly resources?: ResourcesSpec;
}

/** A directory of files and how long clients may keep them. */
export interface StaticFiles {
  /** Directory in the application's image, or in nginx's own with `in: 'proxy'`. */
  readonly from: string;
  /** Whose image the directory is in. Default: `app`. */
  readonly in?: 'app' | 'proxy';
  /** How long clients keep a file without asking again. Default: 1 h. */
  readonly maxAge?: DurationText;
  /** File names change with their content, as with hashed names: clients never ask again. Default: false. */
  readonly immutable?: boolean;
  /** Command of the application's image that writes the files to `from`, e.g. `collectstatic`. Default: what lies there is copied by `cp`. */
  readonly command?: readonly string[];
  /** Most they may take. Default: `256Mi`. */
  readonly size?: QuantityText;
}

const text = v.pipe(v.string(), v.nonEmpty('Empty text is not accepted here.'));
const directory = textOf((path): Parsed<string> => {
  if (!/^\/[^/]/.test(path) || path.split('/').includes('..')) {
    return refused(`${show(path)} is not an absolute path below /, such as '/app/static'`);
  }
  return /[$:\p{Cc}]/u.test(path)
    ? refused(`${show(path)} holds a character that neither nginx nor a mount takes`)
    : accepted(path);
});
const amounts = v.optional(
  v.strictObject({
    cpu: v.optional(cpuShape),
    memory: v.optional(memoryShape),
    ephemeralStorage: v.optional(storageShape),
  }),
);
const prefix = textOf((path): Parsed<string> => {
  if (!/^\/.+\/$/.test(path)) {
    return refused(`${show(path)} must begin and end with '/', such as '/static/'`);
  }
  return /^(\/[A-Za-z0-9._~-]+)+\/$/.test(path) && !/\/\.{1,2}\//.test(path)
    ? accepted(path)
    : refused(`${show(path)} is not a plain path: letters, digits, '.', '_', '~' and '-'`);
});

/** The shape of NginxOptions. @internal */
export const nginxShape = v.strictObject({
  image: v.optional(
    v.strictObject({
      repository: v.optional(text),
      tag: v.optional(text),
      digest: v.optional(
        v.pipe(
          v.string(),
          v.regex(/^sha256:[0-9a-f]{64}$/, 'A digest is sha256: and 64 hexadecimal digits.'),
        ),
      ),
      pullPolicy: v.optional(v.picklist(['Always', 'IfNotPresent', 'Never'])),
    }),
  ),
  static: v.optional(
    v.record(
      prefix,
      v.union([
        directory,
        v.strictObject({
          from: directory,
          in: v.optional(v.picklist(['app', 'proxy'])),
          maxAge: v.optional(durationShape),
          immutable: v.optional(v.boolean()),
          command: v.optional(
            v.pipe(v.array(v.string()), v.nonEmpty('A command has at least one word.')),
          ),
          size: v.optional(storageShape),
        }),
      ]),
    ),
  ),
  maxBodySize: v.optional(amountOf((input) => parseBodySize(input))),
  requestBuffering: v.optional(v.boolean()),
  responseBuffering: v.optional(v.boolean()),
  gzip: v.optional(v.boolean()),
  trustedProxies: v.optional(
    v.pipe(v.array(textOf(parseTrustedProxy)), v.nonEmpty('Leave it out to trust nobody.')),
  ),
  accessLog: v.optional(v.picklist(['json', 'none'])),
  unavailable: v.optional(v.picklist(['close', 'answer'])),
  handover: v.optional(waitShape),
  status: v.optional(v.boolean()),
  statusPort: v.optional(wholeNumber(1024, 65_535, 'The own port')),
  bind: v.optional(v.picklist(['ipv4', 'dual-stack'])),
  connections: v.optional(wholeNumber(64, 65_536, 'The number of connections')),
  resources: v.optional(v.strictObject({ requests: amounts, limits: amounts })),
});
