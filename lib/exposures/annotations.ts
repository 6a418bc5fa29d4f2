/** exposures › annotations: what a dialect derives together with what the author passes through. */

import type { Finding } from '../model/finding.ts';
import { show } from '../units/parsed.ts';
import { complaint } from './findings.ts';
import type { Neutral, NeutralTls } from './neutral.ts';

/** Annotations that are set; undefined stands for "not said". */
export type Annotations = Readonly<Record<string, string | undefined>>;

/** Derived annotations and the author's in one map, ordered by key. */
export function merged(
  derived: Annotations,
  authored: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const all: Annotations = { ...authored, ...derived };
  return Object.fromEntries(
    Object.entries(all)
      .flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const]))
      .toSorted(([a], [b]) => (a < b ? -1 : 1)),
  );
}

/** Complaints about authored annotations that this exposure derives itself. Raises SW2119. */
export function derivedTwice(neutral: Neutral, derived: Annotations): readonly Finding[] {
  return Object.keys(neutral.annotations)
    .filter((key) => derived[key] !== undefined && derived[key] !== neutral.annotations[key])
    .map((key) =>
      complaint('annotation-derived', `${neutral.at}.annotations.${key}`, {
        message: `The annotation ${key} is derived here as ${show(derived[key])}, and given as ${show(neutral.annotations[key])}.`,
        because: 'Other values, such as the limits of the server, follow from the derived one.',
        fix: 'Remove the annotation and set the option it follows from.',
      }),
    );
}

/** What makes cert-manager ask an issuer for the certificate. @see https://cert-manager.io/docs/usage/ingress/#supported-annotations */
export function issuerAnnotation(tls: NeutralTls | undefined): Readonly<Record<string, string>> {
  if (tls?.issuer === undefined) return {};
  const { kind, name } = tls.issuer;
  return kind === 'ClusterIssuer'
    ? { 'cert-manager.io/cluster-issuer': name }
    : { 'cert-manager.io/issuer': name };
}
