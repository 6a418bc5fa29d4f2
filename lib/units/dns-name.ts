/** Layer 0: names of objects and hosts. Kubernetes asks for different forms of DNS names depending on the kind. */
import { type Parsed, accepted, refused, show } from './parsed.ts';

const LABEL = '[a-z0-9](?:[-a-z0-9]*[a-z0-9])?';
const LABEL_1123 = new RegExp(`^${LABEL}$`);
const LABEL_1035 = /^[a-z](?:[-a-z0-9]*[a-z0-9])?$/;
const SUBDOMAIN = new RegExp(`^${LABEL}(?:\\.${LABEL})*$`);

/** Reads an RFC 1123 label: a-z, 0-9 and '-' inside, at most 63 characters or fewer on request. Containers, namespaces. */
export function parseDnsLabel(text: string, max = 63): Parsed<string> {
  return named(
    text,
    LABEL_1123,
    max,
    `a DNS label (a-z, 0-9 and '-', beginning and ending with a letter or digit)`,
  );
}

/** Reads an RFC 1035 label: as parseDnsLabel, but it begins with a letter. Services. */
export function parseDns1035Label(text: string, max = 63): Parsed<string> {
  return named(
    text,
    LABEL_1035,
    max,
    `a DNS-1035 label (a-z, 0-9 and '-', beginning with a letter and ending with a letter or digit)`,
  );
}

/** Reads an RFC 1123 subdomain: labels joined by '.', at most 253 characters or fewer on request. Most objects. */
export function parseDnsSubdomain(text: string, max = 253): Parsed<string> {
  return named(
    text,
    SUBDOMAIN,
    max,
    `a DNS subdomain (a-z, 0-9, '-' and '.', every part beginning and ending with a letter or digit)`,
  );
}

/**
 * Reads a host name to be exposed: a lower-case subdomain whose labels fit in DNS (63), optionally `*.` in front. No scheme, port or path.
 * @see https://kubernetes.io/docs/concepts/services-networking/ingress/#hostname-wildcards
 */
export function parseHostName(text: string): Parsed<string> {
  const host = text.startsWith('*.') ? text.slice(2) : text;
  const hint = hostHint(text);
  if (hint !== undefined) return refused(`${show(text)} is not a host name: ${hint}`);
  if (
    text.length <= 253 &&
    SUBDOMAIN.test(host) &&
    host.split('.').every((label) => label.length <= 63)
  ) {
    return accepted(text);
  }
  return refused(
    `${show(text)} is not a host name: lower-case labels of a-z, 0-9 and '-' (1 to 63 characters each, 253 in all) joined by '.', optionally with '*.' in front`,
  );
}

/** The form of names a kind asks for, and how long they may be so that everything derived from them still fits. */
export interface NameRule {
  readonly form: 'label' | 'label-1035' | 'subdomain';
  readonly max: number;
  readonly because: string;
}

const GENERIC: NameRule = { form: 'subdomain', max: 253, because: 'the limit of object names' };

/** Kinds whose names are narrower than a DNS subdomain of 253, or become so by what Kubernetes derives from them. */
const NARROWER: ReadonlyMap<string, NameRule> = new Map<string, NameRule>([
  // Relaxed to RFC 1123 by a gate in newer releases; 1.29 to 1.33 all refuse a leading digit.
  ['Service', { form: 'label-1035', max: 63, because: 'it becomes a DNS label' }],
  ['Namespace', { form: 'label', max: 63, because: 'it becomes a DNS label' }],
  [
    'CronJob',
    { form: 'subdomain', max: 52, because: 'the controller adds 11 characters to name the Jobs' },
  ],
  ['Job', { form: 'subdomain', max: 63, because: 'it becomes the value of the label job-name' }],
  // 63 less '-' and the hash of up to 10 characters in the Pods' label controller-revision-hash.
  [
    'StatefulSet',
    {
      form: 'label',
      max: 52,
      because: 'the controller adds 11 characters for the label controller-revision-hash',
    },
  ],
]);

/**
 * The name rule of a kind; DNS subdomain of 253 for kinds without a narrower one.
 * @see https://github.com/kubernetes/kubernetes/blob/v1.35.4/pkg/apis/batch/validation/validation.go ValidateCronJobCreate
 */
export function nameRule(kind: string): NameRule {
  return NARROWER.get(kind) ?? GENERIC;
}

/** Reads the name of an object of this kind. @example parseObjectName('CronJob', 'shop-cleanup') */
export function parseObjectName(kind: string, text: string): Parsed<string> {
  const rule = nameRule(kind);
  const parsed = PARSERS[rule.form](text, rule.max);
  return parsed.ok
    ? parsed
    : refused(`as the name of a ${kind}, ${parsed.problem}; ${rule.because}`);
}

const PARSERS = {
  label: parseDnsLabel,
  'label-1035': parseDns1035Label,
  subdomain: parseDnsSubdomain,
} as const;

function named(text: string, form: RegExp, max: number, what: string): Parsed<string> {
  if (text.length > max)
    return refused(`${show(text)} has ${text.length} characters: at most ${max} are possible`);
  if (form.test(text)) return accepted(text);
  const better = text.toLowerCase().replace(/[_\s]+/g, '-');
  const hint = better !== text && form.test(better) ? `; did you mean ${show(better)}?` : '';
  return refused(`${show(text)} is not ${what}${hint}`);
}

function hostHint(text: string): string | undefined {
  if (text.includes('://')) return 'leave out the scheme';
  if (text.includes('/')) return 'leave out the path';
  if (/:\d+$/.test(text)) return 'leave out the port';
  if (/^\d+(\.\d+){3}$/.test(text))
    return 'an IP address cannot be a host of an Ingress or a route';
  return text.lastIndexOf('*') > 0 || text === '*'
    ? `'*' may stand only for the whole first label, as in '*.example.com'`
    : undefined;
}
