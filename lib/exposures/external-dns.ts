/** exposures › external-dns: what the controller that writes DNS records is told, under both prefixes its releases read. */

import * as v from 'valibot';
import type { Finding } from '../model/finding.ts';
import type { DurationText } from '../model/spec/amounts.ts';
import { durationShape } from '../model/unit-shape.ts';
import { parseDuration } from '../units/duration.ts';
import { complaint } from './findings.ts';
import type { Neutral } from './neutral.ts';

/** What external-dns should do beyond its own reading of hosts. */
export interface ExternalDnsSpec {
  /** How long resolvers may remember a record. Default: external-dns' own. */
  readonly ttl?: DurationText;
  /** Addresses or names the records point to, instead of the controller's. */
  readonly targets?: readonly string[];
  /** Further keys without prefix, e.g. `cloudflare-proxied: 'true'`. @see https://kubernetes-sigs.github.io/external-dns/latest/docs/annotations/annotations/ */
  readonly properties?: Readonly<Record<string, string>>;
}

/** Shape of `ExternalDnsSpec`. @internal */
export const externalDnsShape = v.strictObject({
  ttl: v.optional(durationShape),
  targets: v.optional(
    v.pipe(v.array(v.string()), v.minLength(1, 'Name a target, or leave the option out.')),
  ),
  properties: v.optional(
    v.record(
      v.pipe(
        v.string(),
        v.regex(/^[a-z][a-z0-9-]*$/, 'A key of external-dns is written without its prefix.'),
      ),
      v.string(),
    ),
  ),
});

/** Releases from 0.22 on read the first, older ones the second; neither falls back. @see https://github.com/kubernetes-sigs/external-dns/blob/v0.22.0/source/annotations/annotations.go */
const PREFIXES = ['external-dns.kubernetes.io/', 'external-dns.alpha.kubernetes.io/'] as const;

/** Annotations for the object that names the hosts; `hostnames` only where the object has no field for them. */
export function externalDnsAnnotations(
  spec: ExternalDnsSpec | undefined,
  hostnames: readonly string[] = [],
): Readonly<Record<string, string>> {
  const ttl = spec?.ttl === undefined ? undefined : parseDuration(spec.ttl);
  const entries = {
    ...spec?.properties,
    ...(hostnames.length === 0 ? {} : { hostname: hostnames.join(',') }),
    ...(ttl?.ok === true ? { ttl: String(Math.ceil(ttl.value)) } : {}),
    ...targetEntry(spec),
  };
  return prefixed(entries);
}

/** The annotation of a Gateway: of all keys, only the target is read there. */
export function externalDnsTarget(
  spec: ExternalDnsSpec | undefined,
): Readonly<Record<string, string>> {
  return prefixed(targetEntry(spec));
}

function targetEntry(spec: ExternalDnsSpec | undefined): Readonly<Record<string, string>> {
  return spec?.targets === undefined ? {} : { target: spec.targets.join(',') };
}

function prefixed(entries: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    PREFIXES.flatMap((prefix) =>
      Object.entries(entries).map(([key, value]) => [`${prefix}${key}`, value] as const),
    ),
  );
}

/** The exposure with annotations of external-dns beside the author's. */
export function withExternalDns(
  neutral: Neutral,
  annotations: Readonly<Record<string, string>>,
): Neutral {
  return Object.keys(annotations).length === 0
    ? neutral
    : { ...neutral, annotations: { ...neutral.annotations, ...annotations } };
}

/** Complaints about annotations that say otherwise than the option. Raises SW2119. */
export function externalDnsProblems(
  neutral: Neutral,
  derived: Readonly<Record<string, string>>,
): readonly Finding[] {
  return Object.entries(derived)
    .filter(([key, value]) => (neutral.annotations[key] ?? value) !== value)
    .map(([key]) =>
      complaint('annotation-derived', `${neutral.at}.annotations.${key}`, {
        message: `The annotation ${key} is given beside \`externalDns\`, which says otherwise.`,
        because: 'Releases of external-dns read different prefixes and would differ.',
        fix: 'Remove the annotation.',
      }),
    );
}
