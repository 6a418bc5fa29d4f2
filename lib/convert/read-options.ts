/** convert › options: values of ingress-nginx's annotations as neutral options; what cannot be read is said. */

import type { CorsSpec, ExposureOptions, HeaderChange } from '../model/exposure.ts';
import { parseByteSize } from '../units/byte-size.ts';
import { parseCidr } from '../units/cidr.ts';

/** Annotations of the controller, without their prefix. */
export type Values = Readonly<Record<string, string>>;

/** An annotation whose value has no counterpart, and why. */
export interface Unread {
  readonly annotation: string;
  readonly reason: string;
  /** The value is none that the controller itself would take. */
  readonly invalid?: true;
}

/** Options and what was not read. */
export interface Reading {
  readonly options: ExposureOptions;
  readonly unread: readonly Unread[];
}

type Reader = (values: Values) => Reading;

const NOTHING: Reading = { options: {}, unread: [] };

/** The controller's own lists, which are longer than those of the standard. @see docs/user-guide/nginx-configuration/annotations.md#enable-cors, controller-v1.15.1 */
const CORS_METHODS = 'GET, PUT, POST, DELETE, PATCH, OPTIONS';
const CORS_HEADERS =
  'DNT,Keep-Alive,User-Agent,X-Requested-With,If-Modified-Since,Cache-Control,Content-Type,Range,Authorization';
const CORS_MAX_AGE = '1728000';
/** The controller's default burst is five times the rate. */
const BURST = '5';
const MINUTE = 60;

/** All options that annotations alone decide. */
export function readOptions(values: Values): Reading {
  const readings = READERS.map((read) => read(values));
  return {
    options: Object.assign({}, ...readings.map(({ options }) => options)),
    unread: readings.flatMap(({ unread }) => unread),
  };
}

const READERS: readonly Reader[] = [
  body,
  timeouts,
  rateLimit,
  cors,
  sticky,
  addresses,
  auth,
  buffering,
  retry,
  snippet,
];

function body({ 'proxy-body-size': size }: Values): Reading {
  if (size === undefined) return NOTHING;
  if (size === '0') {
    return unread('proxy-body-size', 'bodies of any size: name the largest you expect');
  }
  const parsed = parseByteSize(size.toLowerCase());
  return parsed.ok
    ? { options: { maxBodySize: size.toLowerCase() }, unread: [] }
    : invalid('proxy-body-size', parsed.problem);
}

function timeouts(values: Values): Reading {
  const read = (['connect', 'read', 'send'] as const).map((which) => {
    const name = `proxy-${which}-timeout`;
    const text = values[name];
    if (text === undefined) return { said: {}, unread: [] };
    return /^\d+$/.test(text)
      ? { said: { [which]: Number(text) }, unread: [] }
      : { said: {}, ...invalid(name, 'whole seconds without a unit are taken') };
  });
  const said = Object.assign({}, ...read.map((each) => each.said));
  return {
    options: Object.keys(said).length === 0 ? {} : { timeouts: said },
    unread: read.flatMap((each) => each.unread),
  };
}

function rateLimit(values: Values): Reading {
  const { 'limit-rps': second, 'limit-rpm': minute } = values;
  const text = second ?? minute;
  if (text === undefined) return NOTHING;
  const name = second === undefined ? 'limit-rpm' : 'limit-rps';
  const count = Number(text);
  const multiplier = Number(values['limit-burst-multiplier'] ?? BURST);
  if (!(Number.isSafeInteger(count) && count > 0)) return invalid(name, 'a whole number above 0');
  if (!(Number.isSafeInteger(multiplier) && multiplier > 0)) {
    return invalid('limit-burst-multiplier', 'a whole number above 0');
  }
  const requestsPerSecond = second === undefined ? count / MINUTE : count;
  return {
    options: { rateLimit: { requestsPerSecond, burst: count * multiplier } },
    unread: [],
  };
}

function cors(values: Values): Reading {
  if (values['enable-cors'] !== 'true') {
    return {
      options: {},
      unread: Object.keys(values)
        .filter((name) => name.startsWith('cors-'))
        .map((annotation) => ({
          annotation,
          reason: 'without `enable-cors: "true"` it says nothing',
        })),
    };
  }
  const origins = list(values['cors-allow-origin'] ?? '*');
  const exposed = list(values['cors-expose-headers'] ?? '');
  const anybody = origins.includes('*');
  const spec: CorsSpec = {
    allowOrigins: anybody ? ['*'] : origins,
    allowMethods: list(values['cors-allow-methods'] ?? CORS_METHODS),
    allowHeaders: list(values['cors-allow-headers'] ?? CORS_HEADERS),
    ...(exposed.length === 0 ? {} : { exposeHeaders: exposed }),
    // Browsers refuse credentials where every origin is let in: https://fetch.spec.whatwg.org/#cors-protocol-and-credentials
    allowCredentials: !anybody && (values['cors-allow-credentials'] ?? 'true') === 'true',
    maxAge: Number(values['cors-max-age'] ?? CORS_MAX_AGE),
  };
  return Number.isSafeInteger(spec.maxAge)
    ? { options: { cors: spec }, unread: [] }
    : invalid('cors-max-age', 'whole seconds are taken');
}

function sticky(values: Values): Reading {
  if (values['affinity'] === undefined) return NOTHING;
  if (values['affinity'] !== 'cookie') return invalid('affinity', '`cookie` is the only kind');
  const cookie = values['session-cookie-name'];
  const maxAge = values['session-cookie-max-age'];
  if (maxAge !== undefined && !/^\d+$/.test(maxAge)) {
    return invalid('session-cookie-max-age', 'whole seconds are taken');
  }
  const said = {
    ...(cookie === undefined ? {} : { cookie }),
    ...(maxAge === undefined ? {} : { maxAge: Number(maxAge) }),
  };
  return {
    options: { stickySessions: Object.keys(said).length === 0 ? true : said },
    unread: [],
  };
}

function addresses(values: Values): Reading {
  const name =
    values['allowlist-source-range'] === undefined
      ? 'whitelist-source-range'
      : 'allowlist-source-range';
  const text = values[name];
  if (text === undefined) return NOTHING;
  const blocks = list(text).map((block) =>
    block.includes('/') ? block : `${block}/${block.includes(':') ? 128 : 32}`,
  );
  const wrong = blocks.map((block) => parseCidr(block)).find((parsed) => !parsed.ok);
  if (wrong !== undefined && !wrong.ok) return invalid(name, wrong.problem);
  return blocks.length === 0
    ? invalid(name, 'the list is empty')
    : { options: { allowFrom: blocks }, unread: [] };
}

function auth(values: Values): Reading {
  const { 'auth-url': url, 'auth-type': type, 'auth-secret': secret, 'auth-realm': realm } = values;
  if (url !== undefined) {
    const headers = list(values['auth-response-headers'] ?? '');
    const signIn = values['auth-signin'];
    return {
      options: {
        auth: {
          kind: 'external',
          url,
          ...(signIn === undefined ? {} : { signInUrl: signIn }),
          ...(headers.length === 0 ? {} : { responseHeaders: headers }),
        },
      },
      unread: [],
    };
  }
  if (type === undefined) return NOTHING;
  if (type !== 'basic') return unread('auth-type', `no target knows \`${type}\`, only \`basic\``);
  if (secret === undefined) return invalid('auth-type', '`auth-secret` is missing');
  if (secret.includes('/')) {
    return unread('auth-secret', 'copy the Secret into the namespace of the service');
  }
  return {
    options: {
      auth: { kind: 'basic', secretName: secret, ...(realm === undefined ? {} : { realm }) },
    },
    unread: [{ annotation: 'auth-secret', reason: usersOf(secret) }],
  };
}

/**
 * Controllers want the same file of users in Secrets of other forms.
 * @see ingress-nginx examples/auth/basic, controller-v1.15.1; nginx/kubernetes-ingress 5.6 internal/k8s/secrets; NGINX Gateway Fabric AuthenticationFilter
 */
function usersOf(secret: string): string {
  return [
    '`auth` says so, and the form of the Secret depends on the controller',
    'ingress-nginx and NGINX Gateway Fabric read the key `auth` of an Opaque one',
    `F5 NGINX reads the key \`htpasswd\` of one of type nginx.org/htpasswd: \`kubectl get secret ${secret} -o jsonpath='{.data.auth}' | base64 -d > htpasswd\`, \`kubectl create secret generic ${secret}-htpasswd --type=nginx.org/htpasswd --from-file=htpasswd\`, and \`auth.secretName: '${secret}-htpasswd'\``,
  ].join('; ');
}

function buffering({ 'proxy-buffering': said }: Values): Reading {
  if (said === undefined) return NOTHING;
  if (said !== 'on' && said !== 'off')
    return invalid('proxy-buffering', '`on` and `off` are taken');
  return { options: { responseBuffering: said === 'on' }, unread: [] };
}

function retry({ 'proxy-next-upstream': said }: Values): Reading {
  if (said === undefined) return NOTHING;
  const words = said.split(/\s+/).filter((word) => word !== '');
  if (words.includes('non_idempotent')) {
    return unread('proxy-next-upstream', '`non_idempotent` runs a POST twice: no option does that');
  }
  const mode = words.includes('off')
    ? 'off'
    : words.every((word) => word === 'error')
      ? 'connection'
      : 'idempotent';
  return { options: { retry: mode }, unread: [] };
}

/** Statements that set a header to fixed text; everything else of a snippet is code. */
function snippet({ 'configuration-snippet': text }: Values): Reading {
  if (text === undefined) return NOTHING;
  const set: Record<string, string> = {};
  const toProcess: Record<string, string> = {};
  const rest: string[] = [];
  for (const statement of statementsOf(text)) {
    const more = /^more_set_headers\s+"([\w-]+):\s*([^"$\\]*)"$/.exec(statement);
    const add =
      /^add_header\s+([\w-]+)\s+(?:"([^"$\\]*)"|'([^'$\\]*)'|([^\s"'$\\]+))(?:\s+always)?$/.exec(
        statement,
      );
    const pass = /^proxy_set_header\s+([\w-]+)\s+(?:"([^"$\\]*)"|'([^'$\\]*)'|([^\s"'$\\]+))$/.exec(
      statement,
    );
    const header = more ?? add;
    if (header?.[1] !== undefined) set[header[1]] = header[2] ?? header[3] ?? header[4] ?? '';
    else if (pass?.[1] !== undefined) toProcess[pass[1]] = pass[2] ?? pass[3] ?? pass[4] ?? '';
    else rest.push(statement);
  }
  const change = (headers: Readonly<Record<string, string>>): HeaderChange => ({ set: headers });
  return {
    options: {
      ...(Object.keys(set).length === 0 ? {} : { responseHeaders: change(set) }),
      ...(Object.keys(toProcess).length === 0 ? {} : { requestHeaders: change(toProcess) }),
    },
    unread: rest.map((statement) => ({
      annotation: 'configuration-snippet',
      reason: `\`${statement}\` is code of nginx: no option says it`,
    })),
  };
}

function statementsOf(text: string): readonly string[] {
  const code = text
    .split('\n')
    .map((line) => line.replace(/^\s*#.*$/, ''))
    .join('\n');
  // A block is one statement, with whatever stands in it.
  const statements = code.match(/[^;{}]*\{[^}]*\}|[^;]+/g) ?? [];
  return statements
    .map((statement) => statement.trim().replaceAll(/\s+/g, ' '))
    .filter((statement) => statement !== '');
}

function list(text: string): readonly string[] {
  return [...new Set(text.split(',').map((item) => item.trim()))].filter((item) => item !== '');
}

function unread(annotation: string, reason: string): Reading {
  return { options: {}, unread: [{ annotation, reason }] };
}

function invalid(annotation: string, reason: string): Reading {
  return { options: {}, unread: [{ annotation, reason, invalid: true }] };
}
