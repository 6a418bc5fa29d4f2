/** convert: an Ingress with annotations of ingress-nginx becomes neutral options, and everything it says is accounted for. */

import { DIALECTS, type Dialect, type Expression } from '../exposures/dialects.ts';
import { EXPRESSIONS } from '../exposures/expressions.ts';
import type { Finding } from '../model/finding.ts';
import type { ExposureOptions } from '../model/exposure.ts';
import { nearestName } from '../model/nearest-name.ts';
import { FATES, PREFIX } from './annotations.ts';
import type { AnnotationOutcome, Conversion, Converted, DialectOutcome } from './conversion.ts';
import { type Data, dataAt, isData, listAt, textAt } from './data.ts';
import { printOptions } from './print-options.ts';
import { type Reading, type Unread, type Values, readOptions } from './read-options.ts';
import { readRoutes } from './read-routes.ts';

/** Annotations of others that an option says, or that nobody reads after the move. */
const ELSEWHERE: Readonly<Record<string, AnnotationOutcome['says'] | undefined>> = {
  'cert-manager.io/cluster-issuer': 'tls',
  'cert-manager.io/issuer': 'tls',
  'kubernetes.io/ingress.class': 'className',
};
/** Written by kubectl and the like; nobody describes them. */
const BOOKKEEPING =
  /^(kubectl\.kubernetes\.io|deployment\.kubernetes\.io|meta\.helm\.sh|field\.cattle\.io)\//;

/** Annotations of which one makes the other meaningless. */
const CONFLICTS: readonly (readonly [string, string, (values: Values) => boolean])[] = [
  ['limit-rps', 'limit-rpm', () => true],
  [
    'whitelist-source-range',
    'allowlist-source-range',
    (values) => values['whitelist-source-range'] !== values['allowlist-source-range'],
  ],
  [
    'ssl-redirect',
    'force-ssl-redirect',
    (values) => values['ssl-redirect'] === 'false' && values['force-ssl-redirect'] === 'true',
  ],
  ['auth-type', 'auth-url', () => true],
  ['permanent-redirect', 'temporal-redirect', () => true],
];

/** Converts every Ingress among the objects of a file, those of lists included. Raises SW1050 to SW1053. */
export function convertIngresses(objects: readonly unknown[]): Converted {
  const all = objects.flatMap(unfold).filter((object) => object !== null);
  const ingresses = all.filter(isIngress);
  const results = ingresses.map(convert);
  return {
    conversions: results.map(({ conversion }) => conversion),
    findings: [
      ...(ingresses.length === 0 ? [notAnIngress(all)] : []),
      ...results.flatMap(({ findings }) => findings),
    ],
  };
}

function unfold(object: unknown): readonly unknown[] {
  const isList = isData(object) && (textAt(object, 'kind') ?? '').endsWith('List');
  return isList ? listAt(object, 'items').flatMap(unfold) : [object];
}

function isIngress(object: unknown): object is Data {
  return (
    textAt(object, 'kind') === 'Ingress' &&
    /^(networking\.k8s\.io|extensions)\//.test(textAt(object, 'apiVersion') ?? '')
  );
}

function notAnIngress(all: readonly unknown[]): Finding {
  const kinds = [
    ...new Set(all.map((object) => textAt(object, 'kind') ?? 'something without a kind')),
  ];
  return {
    code: 'SW1050',
    name: 'not-an-ingress',
    severity: 'error',
    path: '',
    message:
      kinds.length === 0
        ? 'The file is empty.'
        : `There is no Ingress of networking.k8s.io in the file, only ${kinds.join(', ')}.`,
    because: 'What is converted are Ingresses that ingress-nginx reads.',
    fix: 'Save one: kubectl get ingress NAME -o yaml > ingress.yaml',
  };
}

function convert(ingress: Data): {
  readonly conversion: Conversion;
  readonly findings: readonly Finding[];
} {
  const name = textAt(ingress, 'metadata', 'name') ?? '';
  const namespace = textAt(ingress, 'metadata', 'namespace');
  const annotations = textsOf(dataAt(ingress, 'metadata', 'annotations'));
  const values = Object.fromEntries(
    Object.entries(annotations).flatMap(([key, value]) =>
      key.startsWith(PREFIX) ? [[key.slice(PREFIX.length), value]] : [],
    ),
  );
  const routes = readRoutes(ingress, values);
  const read = readOptions(values);
  const kept = Object.fromEntries(Object.entries(annotations).filter(([key]) => isPassedOn(key)));
  const options: ExposureOptions = {
    ...routes.options,
    ...read.options,
    ...(Object.keys(kept).length === 0 ? {} : { annotations: kept }),
  };
  const unread = [...routes.unread, ...read.unread];
  const outcomes = Object.entries(annotations)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([annotation, value]): AnnotationOutcome => ({
      annotation,
      value,
      ...fateOf({ annotation, value }, { options, unread }),
    }));
  return {
    conversion: {
      ingress: name,
      ...(namespace === undefined ? {} : { namespace }),
      options,
      typescript: printOptions(options, routes.notes),
      annotations: outcomes,
      dialects: dialectsOf(options),
    },
    findings: [
      ...outcomes
        .filter(({ fate }) => fate === 'unknown')
        .map((outcome) => unknownAnnotation(name, outcome)),
      ...unread
        .filter(({ invalid }) => invalid === true)
        .map((each) => invalidValue(name, values, each)),
      ...conflictsOf(name, values),
    ],
  };
}

/** Annotations are text; whoever wrote `true` without quotes gets what the API server would have refused. */
function textsOf(annotations: Data): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(annotations).map(([key, value]) => [key, String(value)]),
  );
}

/** Annotations of others stay what they are. */
function isPassedOn(annotation: string): boolean {
  return (
    !annotation.startsWith(PREFIX) &&
    ELSEWHERE[annotation] === undefined &&
    !BOOKKEEPING.test(annotation)
  );
}

type Fated = Pick<AnnotationOutcome, 'fate' | 'says'>;

function fateOf(
  { annotation, value }: Pick<AnnotationOutcome, 'annotation' | 'value'>,
  { options, unread }: Reading,
): Fated {
  if (isPassedOn(annotation)) return passedOn(annotation, value, options);
  if (!annotation.startsWith(PREFIX)) {
    const option = ELSEWHERE[annotation];
    return option === undefined
      ? { fate: 'lost', says: 'kept by a tool for itself' }
      : { fate: 'converted', says: option };
  }
  const name = annotation.slice(PREFIX.length);
  const reasons = unread.filter((each) => each.annotation === name).map(({ reason }) => reason);
  if (reasons.length > 0) return { fate: 'by-hand', says: reasons.join('; ') };
  const fate = Object.hasOwn(FATES, name) ? FATES[name] : undefined;
  if (fate === undefined) return { fate: 'unknown', says: 'ingress-nginx has no such annotation' };
  return fate.kind === 'converted'
    ? converted(fate.option, name, options)
    : { fate: fate.kind, says: fate.reason };
}

/** Where it is what happens anyway, nothing is written. */
const DEFAULTS: readonly string[] = ['hosts', 'redirectToHttps'];

/** An option that is not there was not said, whatever the annotation is about. */
function converted(option: string, name: string, options: ExposureOptions): Fated {
  const possible =
    name === 'configuration-snippet' ? ['responseHeaders', 'requestHeaders'] : [option];
  const said = possible.filter((each) => Object.hasOwn(options, each));
  if (said.length > 0) return { fate: 'converted', says: said.join(', ') };
  return DEFAULTS.includes(option)
    ? { fate: 'converted', says: option }
    : { fate: 'lost', says: `it says nothing by itself: there is no \`${option}\`` };
}

/** A host in it is that of all environments, however `expose` of one is changed. */
function passedOn(annotation: string, value: string, options: ExposureOptions): Fated {
  const hosts = [options.host, ...(options.hosts ?? [])].filter((host) => typeof host === 'string');
  const named = hosts.find((host) => value.includes(host));
  if (named === undefined && !HOST_NAMES.test(annotation)) {
    return { fate: 'kept', says: 'annotations' };
  }
  const superfluous = HOST_NAMES.test(annotation)
    ? '; external-dns reads the hosts of `expose` by itself, so that it may be left out'
    : '';
  return {
    fate: 'by-hand',
    says: `passed on as it is, and names ${named ?? value} in every environment: say it anew in \`annotations\` wherever \`expose.host\` is another${superfluous}`,
  };
}

/** @see https://kubernetes-sigs.github.io/external-dns/latest/docs/annotations/annotations/ */
const HOST_NAMES = /^external-dns\.(?:alpha\.)?kubernetes\.io\/(?:internal-)?hostname$/;

/** What each dialect that replaces ingress-nginx makes of the options that are used. */
function dialectsOf(options: ExposureOptions): readonly DialectOutcome[] {
  return TARGETS.map((dialect) => {
    const says: Record<string, string> = {};
    const cannot: Record<string, string> = {};
    for (const part of usedParts(options)) {
      const spelling = spellingOf(part, dialect);
      if (spelling === undefined) continue;
      if ('by' in spelling) says[part] = spelling.by;
      else cannot[part] = spelling.no;
    }
    return { dialect, ...DIALECTS[dialect], says, cannot };
  });
}

const TARGETS: readonly Dialect[] = ['f5', 'virtual-server', 'gateway', 'ngf'];

function spellingOf(part: string, dialect: Dialect): Expression | undefined {
  const all: Readonly<Record<string, Readonly<Record<Dialect, Expression>>>> = EXPRESSIONS;
  return Object.hasOwn(all, part) ? all[part]?.[dialect] : undefined;
}

/** Options and parts of options that the table of dialects speaks of. */
function usedParts(options: ExposureOptions): readonly string[] {
  return Object.entries(options).flatMap(([option, value]) => [
    option,
    ...(isData(value) ? Object.keys(value).map((member) => `${option}.${member}`) : []),
    ...(option === 'auth' && isData(value) ? [`auth.${String(value['kind'])}`] : []),
  ]);
}

function unknownAnnotation(ingress: string, { annotation }: AnnotationOutcome): Finding {
  const nearest = nearestName(annotation.slice(PREFIX.length), Object.keys(FATES));
  return {
    code: 'SW1051',
    name: 'annotation-unknown',
    severity: 'warning',
    path: '',
    object: `Ingress/${ingress}`,
    message: `ingress-nginx has no annotation \`${annotation}\`.`,
    because: 'It does nothing today, and is left out.',
    fix: nearest === undefined ? 'Remove it.' : `Was \`${PREFIX}${nearest}\` meant?`,
  };
}

function invalidValue(ingress: string, values: Values, { annotation, reason }: Unread): Finding {
  return {
    code: 'SW1052',
    name: 'annotation-invalid',
    severity: 'error',
    path: '',
    object: `Ingress/${ingress}`,
    message: `\`${annotation}: ${JSON.stringify(values[annotation] ?? '')}\` cannot be read: ${reason}.`,
    because: 'ingress-nginx ignores it, or serves nothing at all; what was meant is not known.',
    fix: 'Correct the value, or remove the annotation.',
  };
}

function conflictsOf(ingress: string, values: Values): readonly Finding[] {
  return CONFLICTS.filter(
    ([one, other, conflict]) =>
      values[one] !== undefined && values[other] !== undefined && conflict(values),
  ).map(([one, other]) => ({
    code: 'SW1053',
    name: 'annotations-conflict',
    severity: 'error',
    path: '',
    object: `Ingress/${ingress}`,
    message: `\`${one}\` and \`${other}\` contradict each other.`,
    because:
      'Which of them counts depends on the version of the controller; only one was converted.',
    fix: 'Remove one of them.',
  }));
}
