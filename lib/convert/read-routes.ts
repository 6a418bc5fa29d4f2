/** convert › routes: hosts, paths and certificates of an Ingress as neutral options. */

import type { ExposureOptions, PathSpec } from '../model/exposure.ts';
import type { Values, Unread } from './read-options.ts';
import { type Data, dataAt, listAt, textAt } from './data.ts';

/** Options and what was not read; `notes` are not about an annotation. */
export interface Routes {
  readonly options: ExposureOptions;
  readonly unread: readonly Unread[];
  readonly notes: readonly string[];
}

interface Entry {
  readonly host: string;
  readonly path: string;
  readonly type: string;
  readonly service: string;
}

/** Reads `spec.rules` and `spec.tls`, with what annotations say of them. */
export function readRoutes(ingress: Data, values: Values): Routes {
  const entries = entriesOf(ingress);
  const hosts = [
    ...new Set([
      ...listAt(ingress, 'spec', 'rules').flatMap((rule) => textAt(rule, 'host') ?? []),
      ...(values['server-alias'] ?? '').split(',').map((host) => host.trim()),
    ]),
  ].filter((host) => host !== '');
  const rewritten = rewriting(entries, values);
  const paths = pathsOf(rewritten.entries);
  const [host] = hosts;
  const secure = tlsOf(ingress);
  return {
    options: {
      ...(hosts.length === 1 && host !== undefined ? { host } : {}),
      ...(hosts.length > 1 ? { hosts } : {}),
      ...(paths === undefined ? {} : { paths: paths.list }),
      ...(rewritten.prefix === undefined ? {} : { rewritePrefix: rewritten.prefix }),
      ...secure.options,
      ...redirect(values, secure.options.tls !== undefined),
    },
    unread: rewritten.unread,
    notes: [
      ...(hosts.length === 0 ? ['No rule has a host: say `host` yourself.'] : []),
      ...secure.notes,
      ...(paths?.notes ?? []),
      ...differingPaths(entries, hosts),
    ],
  };
}

function entriesOf(ingress: Data): readonly Entry[] {
  return listAt(ingress, 'spec', 'rules').flatMap((rule) =>
    listAt(rule, 'http', 'paths').map((each) => ({
      host: textAt(rule, 'host') ?? '',
      path: textAt(each, 'path') ?? '/',
      type: textAt(each, 'pathType') ?? 'ImplementationSpecific',
      service:
        textAt(each, 'backend', 'service', 'name') ?? textAt(each, 'backend', 'serviceName') ?? '',
    })),
  );
}

/** `/api(/|$)(.*)` to `/$2` and `/api/(.*)` to `/$1` take a prefix off; anything else is a program. */
function rewriting(
  entries: readonly Entry[],
  values: Values,
): {
  readonly entries: readonly Entry[];
  readonly prefix?: string;
  readonly unread: readonly Unread[];
} {
  const target = values['rewrite-target'];
  if (target === undefined) {
    const regex = values['use-regex'] === 'true';
    const patterns = entries.filter(({ path }) => /[\\()[\]*+?^$|]/.test(path));
    return regex && patterns.length > 0
      ? {
          entries: entries.map((entry) => ({
            ...entry,
            path: entry.path.replace(/[\\()[\]*+?^$|].*$/, '') || '/',
          })),
          unread: [
            {
              annotation: 'use-regex',
              reason: `paths are prefixes here: ${patterns.map(({ path }) => `\`${path}\``).join(', ')} was cut at its pattern`,
            },
          ],
        }
      : { entries, unread: [] };
  }
  const [, prefix = '', group] = /^(\/.*?)?\/?\$(\d)$/.exec(target) ?? [];
  const plain = entries.map((entry) => {
    const match =
      group === '2'
        ? /^(\/[^()]*)\(\/\|\$\)\(\.\*\)$/.exec(entry.path)
        : group === '1'
          ? /^(\/[^()]*?)\/\(\.\*\)$/.exec(entry.path)
          : null;
    return match?.[1] === undefined ? undefined : { ...entry, path: match[1], type: 'Prefix' };
  });
  const read = plain.filter((entry) => entry !== undefined);
  if (read.length < entries.length) {
    return {
      entries: entries.map((entry) => ({
        ...entry,
        path: entry.path.replace(/[\\()[\]*+?^$|].*$/, '') || '/',
      })),
      unread: [
        {
          annotation: 'rewrite-target',
          reason: `\`${target}\` for ${entries.map(({ path }) => `\`${path}\``).join(', ')} is more than a prefix that is taken off`,
        },
        {
          annotation: 'use-regex',
          reason: 'paths are prefixes here, and were cut at their patterns',
        },
      ],
    };
  }
  return { entries: read, prefix: prefix === '' ? '/' : prefix, unread: [] };
}

/** Absent where one service answers everything. */
function pathsOf(
  entries: readonly Entry[],
): { readonly list: readonly PathSpec[]; readonly notes: readonly string[] } | undefined {
  const services = [...new Set(entries.map(({ service }) => service))];
  const distinct = [
    ...new Map(entries.map((entry) => [`${entry.type} ${entry.path}`, entry])).values(),
  ];
  const [only] = distinct;
  if (distinct.length === 1 && only?.path === '/' && only.type !== 'Exact') return undefined;
  return {
    list: distinct.map(({ path, type, service }) => ({
      path: path.length > 1 ? path.replace(/\/$/, '') : path,
      ...(type === 'Exact' ? { type: 'Exact' as const } : {}),
      ...(services.length > 1 ? { process: service } : {}),
    })),
    notes:
      services.length > 1
        ? [
            `Paths lead to ${services.length} Services (${services.join(', ')}): describe each as a process in \`webs\`, or leave what belongs to another service out.`,
          ]
        : [],
  };
}

function differingPaths(entries: readonly Entry[], hosts: readonly string[]): readonly string[] {
  const of = (host: string): string =>
    entries
      .filter((entry) => entry.host === host)
      .map(({ path, service }) => `${path} ${service}`)
      .toSorted()
      .join();
  const different = new Set(hosts.map(of).filter((paths) => paths !== ''));
  return different.size > 1
    ? [
        'Hosts have different paths; here every host gets all of them. Make an exposure of its own for what belongs to one process: `expose` of that process.',
      ]
    : [];
}

const ISSUERS = [
  ['cert-manager.io/cluster-issuer', 'ClusterIssuer'],
  ['cert-manager.io/issuer', 'Issuer'],
] as const;

function tlsOf(ingress: Data): {
  readonly options: Pick<ExposureOptions, 'tls'>;
  readonly notes: readonly string[];
} {
  const blocks = listAt(ingress, 'spec', 'tls');
  if (blocks.length === 0) return { options: {}, notes: [] };
  const secrets = [...new Set(blocks.flatMap((block) => textAt(block, 'secretName') ?? []))];
  const [secretName] = secrets;
  const annotations = dataAt(ingress, 'metadata', 'annotations');
  const issuer = ISSUERS.map(([key, kind]) => ({ name: textAt(annotations, key), kind })).find(
    ({ name }) => name !== undefined,
  );
  const notes =
    secrets.length > 1
      ? [`Certificates of ${secrets.length} Secrets: ${secretName} is taken for all hosts.`]
      : [];
  if (issuer?.name !== undefined) {
    return {
      options: {
        tls: {
          issuer: issuer.name,
          ...(issuer.kind === 'Issuer' ? { issuerKind: 'Issuer' as const } : {}),
          ...(secretName === undefined ? {} : { secretName }),
        },
      },
      notes,
    };
  }
  return secretName === undefined
    ? {
        options: {},
        notes: [
          "`spec.tls` names no Secret: the controller's own certificate is served; say where yours comes from in `tls`.",
        ],
      }
    : { options: { tls: { secretName } }, notes };
}

function redirect(values: Values, tls: boolean): Pick<ExposureOptions, 'redirectToHttps'> {
  if (values['force-ssl-redirect'] === 'true') return tls ? {} : { redirectToHttps: true };
  return tls && values['ssl-redirect'] === 'false' ? { redirectToHttps: false } : {};
}
