/** exposures › neutral options: the shape of what can be said in every dialect; families add their own entries. */

import * as v from 'valibot';
import { advised } from '../model/advice.ts';
import { amountOf, durationShape, textOf, waitShape, wholeNumber } from '../model/unit-shape.ts';
import { parseBodySize } from '../units/byte-size.ts';
import { parseCidr } from '../units/cidr.ts';
import { parseObjectName } from '../units/dns-name.ts';
import { parseAnnotationKey } from '../units/label.ts';
import type { Parsed } from '../units/parsed.ts';
import {
  parseHeaderName,
  parseHeaderNameOrAny,
  parseHeaderValue,
  parseMethod,
  parseOrigin,
  parseToken,
} from '../units/http-syntax.ts';

const text = v.pipe(v.string(), v.nonEmpty('Empty text is not accepted here.'));
const secretName = textOf((name) => parseObjectName('Secret', name));
const headerName = textOf(parseHeaderName);

const undecided = v.strictObject({
  kind: v.literal('undecided'),
  reason: v.optional(v.string()),
});

const path = v.strictObject({
  path: v.string(),
  type: v.optional(v.picklist(['Prefix', 'Exact'])),
  process: v.optional(v.string()),
});

const issuer = v.union([
  v.strictObject({
    acme: v.strictObject({
      email: v.optional(v.pipe(v.string(), v.email('It is no e-mail address.'))),
      server: v.optional(
        v.union([
          v.picklist(['letsencrypt', 'letsencrypt-staging']),
          v.pipe(
            v.string(),
            v.regex(/^https:\/\/\S+$/, 'It is the URL of a directory, with https.'),
          ),
        ]),
      ),
      solver: v.optional(
        v.union([
          v.literal('http01'),
          v.strictObject({ dns01: v.record(v.string(), v.unknown()) }),
        ]),
      ),
    }),
  }),
  v.strictObject({ ca: v.strictObject({ secretName }) }),
  v.strictObject({ selfSigned: v.literal(true) }),
]);

const tls = v.union([
  v.literal(false),
  v.strictObject({ issuer, secretName: v.optional(secretName) }),
  v.strictObject({
    issuer: textOf((name) => parseObjectName('Issuer', name)),
    issuerKind: v.optional(v.picklist(['ClusterIssuer', 'Issuer'])),
    secretName: v.optional(secretName),
  }),
  v.strictObject({ secretName }),
]);

const rate = v.pipe(
  v.number(),
  v.check((value) => Number.isFinite(value) && value > 0, 'A rate is a number above 0.'),
);

/** Names without repetition; the Gateway API refuses a list that has one. */
function names(parse: (text: string) => Parsed<string>, ignoreCase: boolean) {
  return v.pipe(
    v.array(textOf(parse)),
    v.check(
      (list) => distinct(list.map((name) => (ignoreCase ? name.toLowerCase() : name))),
      'A name is listed twice.',
    ),
    v.check((list) => !list.includes('*') || list.length === 1, '`*` stands alone.'),
  );
}

function distinct(list: readonly string[]): boolean {
  return new Set(list).size === list.length;
}

const cors = v.union([
  v.literal(false),
  advised(
    v.strictObject({
      allowOrigins: v.pipe(
        names(parseOrigin, false),
        v.minLength(1, 'Name at least one origin, such as https://app.example.com, or `*`.'),
      ),
      allowMethods: v.optional(names(parseMethod, false)),
      allowHeaders: v.optional(names(parseHeaderNameOrAny, true)),
      exposeHeaders: v.optional(names(parseHeaderNameOrAny, true)),
      allowCredentials: v.optional(v.boolean()),
      maxAge: v.optional(durationShape),
    }),
    {
      keys: {
        age: 'Did you mean `maxAge`?',
        credentials: 'Did you mean `allowCredentials`?',
        headers: 'Did you mean `allowHeaders`, of requests, or `exposeHeaders`, of responses?',
        methods: 'Did you mean `allowMethods`?',
        origins: 'Did you mean `allowOrigins`?',
      },
    },
  ),
]);

const auth = v.union([
  v.strictObject({
    kind: v.literal('basic'),
    secretName,
    realm: v.optional(text),
  }),
  v.strictObject({
    kind: v.literal('external'),
    url: text,
    signInUrl: v.optional(text),
    responseHeaders: v.optional(v.array(headerName)),
  }),
]);

const headers = v.pipe(
  v.strictObject({
    set: v.optional(v.record(headerName, textOf(parseHeaderValue))),
    remove: v.optional(v.array(headerName)),
  }),
  v.check(
    ({ set = {}, remove = [] }) =>
      distinct([...Object.keys(set), ...remove].map((name) => name.toLowerCase())),
    'A header is named twice: each is either set once or removed once.',
  ),
);

function pathInstead(input: unknown): string | undefined {
  return typeof input === 'string' && input.startsWith('/')
    ? `Write \`{ path: '${input}' }\`.`
    : undefined;
}

/** Entries for `v.strictObject`: the options of every exposure. Hosts and paths are read later, where all of them are seen. @internal */
export const neutralEntries = {
  host: v.optional(
    advised(v.union([v.string(), undecided]), {
      expected: 'a text or undecided()',
      instead: (input) => (Array.isArray(input) ? 'Write the list as `hosts`.' : undefined),
    }),
  ),
  hosts: v.optional(v.array(v.string())),
  paths: v.optional(
    advised(v.array(advised(path, { instead: pathInstead })), {
      instead: (input) => {
        const item = pathInstead(input);
        return item?.replace('{', '[{').replace('}', '}]');
      },
    }),
  ),
  tls: v.optional(tls),
  redirectToHttps: v.optional(v.boolean()),
  maxBodySize: v.optional(amountOf(parseBodySize)),
  timeouts: v.optional(
    v.strictObject({
      connect: v.optional(waitShape),
      read: v.optional(waitShape),
      send: v.optional(waitShape),
    }),
  ),
  rateLimit: v.optional(
    v.strictObject({
      requestsPerSecond: rate,
      burst: v.optional(wholeNumber(0, 1_000_000, 'A burst')),
      status: v.optional(v.picklist([429, 503])),
    }),
  ),
  cors: v.optional(cors),
  stickySessions: v.optional(
    v.union([
      v.boolean(),
      v.strictObject({ cookie: v.optional(textOf(parseToken)), maxAge: v.optional(durationShape) }),
    ]),
  ),
  allowFrom: v.optional(
    v.pipe(
      v.array(textOf((block) => parseCidr(block))),
      v.minLength(1, 'An empty list would let nobody in: name a block, or leave the option out.'),
    ),
  ),
  auth: v.optional(auth),
  rewritePrefix: v.optional(v.string()),
  requestHeaders: v.optional(headers),
  responseHeaders: v.optional(headers),
  responseBuffering: v.optional(v.boolean()),
  retry: v.optional(v.picklist(['connection', 'idempotent', 'off'])),
  previewHost: v.optional(v.string()),
  annotations: v.optional(v.record(textOf(parseAnnotationKey), v.string())),
} as const;
