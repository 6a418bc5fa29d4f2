// Documentation generator: docs/exposures.md, made from the dialects themselves so that it cannot go stale.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'prettier';
import { stringify } from 'yaml';
import { DIALECTS, type Dialect, type Expression } from '../../lib/exposures/dialects.ts';
import { EXPRESSIONS } from '../../lib/exposures/expressions.ts';
import { EXPOSURE_FINDINGS } from '../../lib/exposures/findings.ts';
import { gateway, internal, loadBalancer, nginxIngress } from '../../lib/exposures/index.ts';
import { dialectNames } from '../../lib/exposures/refuse.ts';
import { lower } from '../../lib/kubernetes/lower.ts';
import { seal } from '../../lib/kubernetes/seal.ts';
import type { Exposure, ExposureOptions } from '../../lib/model/exposure.ts';
import type { Service } from '../../lib/model/service.ts';
import { resolve } from '../../lib/resolve/resolve.ts';
import { http } from '../../lib/servers/http/http.ts';
import { defineService } from '../../lib/service.ts';
import { shop } from './two-hosts-example.ts';

/** What the example wants of its exposure, in the words all dialects share. */
const WANTED: ExposureOptions = {
  host: 'shop.example.com',
  tls: { issuer: 'letsencrypt' },
  maxBodySize: '20Mi',
  rateLimit: { requestsPerSecond: 10 },
  cors: { allowOrigins: ['https://app.example.com'] },
};

/** The same wish in each dialect, as code and as value. */
const WRITTEN: Readonly<
  Record<Dialect, readonly [string, (options: ExposureOptions) => Exposure]>
> = {
  f5: ['nginxIngress({ ...wanted })', (options) => nginxIngress(options)],
  'virtual-server': [
    "nginxIngress({ ...wanted, resource: 'virtualServer' })",
    (options) => nginxIngress({ ...options, resource: 'virtualServer' }),
  ],
  'ingress-nginx': [
    "nginxIngress({ ...wanted, controller: 'ingress-nginx' })",
    (options) => nginxIngress({ ...options, controller: 'ingress-nginx' }),
  ],
  gateway: [
    "gateway({ ...wanted, createGateway: { className: 'envoy' } })",
    (options) => gateway({ ...options, createGateway: { className: 'envoy' } }),
  ],
  ngf: [
    "gateway({ ...wanted, createGateway: true, implementation: 'ngf' })",
    (options) => gateway({ ...options, createGateway: true, implementation: 'ngf' }),
  ],
  'load-balancer': [
    "loadBalancer({ ...wanted, platform: 'eks' })",
    (options) => loadBalancer({ ...options, platform: 'eks' }),
  ],
  internal: ['internal({ ...wanted })', (options) => internal(options)],
};

/** The page as Markdown. */
export async function exposuresPage(): Promise<string> {
  const page = [
    '# Exposures',
    '<!-- Made by `npm run docs:exposures` from lib/exposures; do not edit. -->',
    'An exposure says how a service is reached. The options are the same everywhere; a dialect spells them in the objects and annotations of one controller. What a dialect cannot say is refused by name (SW2110), with the dialects that can: nothing is dropped in silence.',
    'Options: [nginxIngress](../lib/exposures/nginx-ingress/README.md) · [gateway](../lib/exposures/gateway/README.md) · [loadBalancer](../lib/exposures/load-balancer/README.md) · [internal](../lib/exposures/internal/README.md)',
    '## What each dialect can say',
    table(),
    ...reasons(),
    '## The same service in every dialect',
    `\`\`\`ts\nconst wanted = ${literal(WANTED)};\n\`\`\``,
    'Beside what is wanted, each dialect sets the time the proxy waits (the longest request and 6 s) and retries only what surely did not begin. What it refuses is listed and left out below.',
    ...dialectNames().flatMap(example),
    ...twoHosts(),
    '## Findings',
    findings(),
  ].join('\n\n');
  return format(page, { parser: 'markdown', printWidth: 100, singleQuote: true });
}

function spelling(part: string, dialect: Dialect): Expression {
  const all: Readonly<Record<string, Readonly<Record<Dialect, Expression>>>> = EXPRESSIONS;
  return all[part]?.[dialect] ?? { no: 'unknown' };
}

const WORDS: Readonly<Record<string, string>> = {
  'target.grpc': 'processes that speak gRPC',
  'target.websocket': 'processes that speak WebSocket',
  'target.weights': 'a weighted split of traffic',
  'target.weights.header': 'a header that asks for the canary',
  'target.weights.cookie': 'a cookie that asks for the canary',
};

function named(part: string): string {
  return WORDS[part] ?? `\`${part}\``;
}

function table(): string {
  const dialects = dialectNames();
  const head = ['option', ...dialects.map((dialect) => DIALECTS[dialect].title)];
  const rows = Object.keys(EXPRESSIONS).map((part) => [
    named(part),
    ...dialects.map((dialect) => {
      const expression = spelling(part, dialect);
      return 'by' in expression ? expression.by : '–';
    }),
  ]);
  return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
}

function reasons(): readonly string[] {
  return dialectNames().map((dialect) => {
    const unsaid = Object.keys(EXPRESSIONS).flatMap((part) => {
      const expression = spelling(part, dialect);
      return 'no' in expression ? [{ part, why: expression.no }] : [];
    });
    const lines = [...new Set(unsaid.map(({ why }) => why))].map((why) => {
      const parts = unsaid.filter((other) => other.why === why).map(({ part }) => named(part));
      return `- ${parts.join(', ')}: ${why}`;
    });
    const { title, factory } = DIALECTS[dialect];
    return `**${title}**, \`${factory}\`, cannot say:\n\n${lines.join('\n')}`;
  });
}

function literal(value: unknown): string {
  return JSON.stringify(value, null, 2)
    .replaceAll(/"(\w+)":/g, '$1:')
    .replaceAll('"', "'");
}

function example(dialect: Dialect): readonly string[] {
  const [code, make] = WRITTEN[dialect];
  const refused = Object.keys(WANTED).filter((option) => 'no' in spelling(option, dialect));
  const said = Object.entries(WANTED).filter(([option]) => !refused.includes(option));
  const objects = objectsOf(make(Object.fromEntries(said)));
  return [
    `### ${DIALECTS[dialect].title}`,
    `\`\`\`ts\n${code};\n\`\`\``,
    ...(refused.length === 0
      ? []
      : [`Refused: ${refused.map((option) => `\`${option}\``).join(', ')}.`]),
    objects === '' ? 'No object besides the Service.' : `\`\`\`yaml\n${objects}\`\`\``,
  ];
}

/** Kinds that every service has, however it is exposed. */
const OTHER_KINDS = ['Service', 'Deployment', 'NetworkPolicy', 'PodDisruptionBudget'];

function objectsOf(exposure: Exposure): string {
  return exposedObjects(
    defineService({
      name: 'shop',
      image: { repository: 'ghcr.io/acme/shop', tag: '1.4.2' },
      web: { server: http({ command: ['shop'] }), health: '/healthz' },
      expose: exposure,
    }),
  );
}

/** Several exposures of one service. */
function twoHosts(): readonly string[] {
  const code = readFileSync(join(import.meta.dirname, 'two-hosts-example.ts'), 'utf8')
    .replace(/^\/\/.*\n/, '')
    .replace('../../lib/index.ts', 'slipway');
  return [
    '## One service at two hosts',
    'An exposure has one set of options, and all its `hosts` serve the same `paths`. What is different at another host is another exposure: `expose` of the service leads to every web process by `paths`, `expose` of a process (`web.expose`, `webs.<name>.expose`) leads to that process alone, beside it. Each has its own host, paths, certificate and limits, and may be of another kind: one process at an Ingress, another at a Gateway.',
    `\`\`\`ts\n${code}\`\`\``,
    `\`\`\`yaml\n${exposedObjects(shop)}\`\`\``,
    'Network policies and the pause before a pod stops follow from all exposures that lead to the process. Two Ingresses that serve the same path of a host are refused (SW4403), and for the controller of F5 two that have a host in common: there, write all paths of a host into one exposure.',
  ];
}

function exposedObjects(described: Service): string {
  const service = defineService({
    ...described.spec,
    serviceAccount: { create: false },
    namespace: { name: 'shop', create: false },
  });
  const [environment = ''] = Object.keys(service.spec.environments ?? { default: {} });
  const { plan, diagnostics } = resolve(service, environment, {
    readText: () => ({ ok: false, problem: 'no files here' }),
  });
  if (plan === undefined) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  return seal(lower(plan))
    .map(({ manifest }) => manifest)
    .filter(({ kind, metadata }) => !OTHER_KINDS.includes(kind) || metadata.name === 'shop-lb')
    .map(({ apiVersion, kind, metadata: { name, annotations }, ...rest }) =>
      stringify(
        JSON.parse(JSON.stringify({ apiVersion, kind, metadata: { name, annotations }, ...rest })),
        { lineWidth: 0 },
      ),
    )
    .join('---\n');
}

function findings(): string {
  const rows = Object.entries(EXPOSURE_FINDINGS).map(
    ([name, { code, severity }]) => `| ${code} | ${name} | ${severity} |`,
  );
  return ['| code | name | severity |', '| --- | --- | --- |', ...rows].join('\n');
}

if (import.meta.main) {
  writeFileSync(join(import.meta.dirname, '../exposures.md'), await exposuresPage());
}
