/** exposures › read hosts: every host that is served, and what is wrong with any of them. */

import type { ExposureInput, ExposureOptions } from '../model/exposure.ts';
import type { Finding } from '../model/finding.ts';
import { parseHostName } from '../units/dns-name.ts';
import { show } from '../units/parsed.ts';
import { complaint } from './findings.ts';
import type { Route } from './neutral.ts';

/** Host names and complaints about them. */
export interface HostsRead {
  /** Valid, each once; those without wildcard first, because a probe can present only such a one. */
  readonly hosts: readonly string[];
  readonly previewHost?: string;
  readonly findings: readonly Finding[];
}

interface Named {
  readonly host: string;
  readonly at: string;
}

/** Reads `host`, `hosts` and `previewHost`. Raises SW2100 to SW2105. */
export function readHosts(
  options: ExposureOptions,
  input: ExposureInput,
  routes: readonly Route[],
): HostsRead {
  const named = namedHosts(options, input.path);
  const valid = named.filter(({ host }) => parseHostName(host).ok);
  const hosts = [...new Set(valid.map(({ host }) => host))].toSorted(
    (a, b) => Number(a.startsWith('*')) - Number(b.startsWith('*')),
  );
  const preview = options.previewHost;
  const previewAt = `${input.path}.previewHost`;
  const previewFindings =
    preview === undefined ? [] : previewProblems(preview, previewAt, hosts, routes);
  return {
    hosts,
    ...(preview !== undefined && parseHostName(preview).ok && !hosts.includes(preview)
      ? { previewHost: preview }
      : {}),
    findings: [
      ...missing(options, named, input),
      ...named.flatMap(invalid),
      ...duplicates(named),
      ...previewFindings,
    ],
  };
}

function namedHosts(options: ExposureOptions, at: string): readonly Named[] {
  const one = typeof options.host === 'string' ? [{ host: options.host, at: `${at}.host` }] : [];
  const more = (options.hosts ?? []).map((host, index) => ({ host, at: `${at}.hosts.${index}` }));
  return [...one, ...more];
}

function missing(
  options: ExposureOptions,
  named: readonly Named[],
  input: ExposureInput,
): readonly Finding[] {
  const at = `${input.path}.host`;
  if (typeof options.host === 'object') {
    const reason = options.host.reason === undefined ? '' : ` (${options.host.reason})`;
    return [
      complaint('host-undecided', at, {
        message: `The host is not decided yet${reason}.`,
        because: 'No route can be written without it.',
        fix: `Give it in this environment: \`${at}: 'shop.example.com'\`.`,
      }),
    ];
  }
  if (named.length > 0) return [];
  return [
    complaint('host-missing', at, {
      message: 'No host is given.',
      because:
        'A route without a host would answer for every name that reaches the controller, other services of the cluster included.',
      fix: `Give one here or in this environment, e.g. \`host: 'shop.example.com'\`; for callers inside the cluster only, use \`internal()\`.`,
    }),
  ];
}

function invalid({ host, at }: Named): readonly Finding[] {
  const parsed = parseHostName(host);
  if (parsed.ok) return [];
  return [
    complaint('host-invalid', at, {
      message: `${parsed.problem}.`,
      because: 'The API server refuses it in an Ingress or a route.',
      fix: `Write the bare name, such as '${suggestion(host)}'.`,
    }),
  ];
}

/** The name somebody most likely meant: without scheme, port, path and capitals. */
function suggestion(host: string): string {
  const bare = host
    .trim()
    .toLowerCase()
    .replace(/^[a-z]+:\/\//, '')
    .replace(/[:/].*$/, '');
  return parseHostName(bare).ok ? bare : 'shop.example.com';
}

function duplicates(named: readonly Named[]): readonly Finding[] {
  return named
    .filter(({ host }, index) => named.findIndex((other) => other.host === host) < index)
    .map(({ host, at }) =>
      complaint('host-duplicate', at, {
        message: `The host ${show(host)} is given twice.`,
        because: 'One of the two is probably meant to be another name.',
        fix: 'Remove one of them.',
      }),
    );
}

function previewProblems(
  host: string,
  at: string,
  hosts: readonly string[],
  routes: readonly Route[],
): readonly Finding[] {
  const bad = invalid({ host, at });
  if (bad.length > 0) return bad;
  if (hosts.includes(host)) {
    return [
      complaint('preview-host-served', at, {
        message: `The preview host ${show(host)} is also a host that users reach.`,
        because: 'Requests for it would be split between the active and the preview slot.',
        fix: `Give the preview a name of its own, such as 'preview.${host.replace(/^\*\./, '')}'.`,
      }),
    ];
  }
  if (routes.some(({ target }) => target.previewServiceName !== undefined)) return [];
  return [
    complaint('preview-host-unused', at, {
      message: `The preview host ${show(host)} leads nowhere.`,
      because: 'Only a rollout with two slots, such as blueGreen(), has something to preview.',
      fix: 'Remove `previewHost`, or choose such a rollout.',
    }),
  ];
}
