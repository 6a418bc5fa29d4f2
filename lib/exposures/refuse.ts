/** exposures › refuse: options that a dialect cannot say are named, never dropped. */

import type { ExposureOptions, ExposureTarget, HeaderChange } from '../model/exposure.ts';
import type { Finding } from '../model/finding.ts';
import { complaint } from './findings.ts';
import { DIALECTS, type Dialect, type Expression } from './dialects.ts';
import { EXPRESSIONS, type Expressible } from './expressions.ts';

/** A part of the options that is used, and where. */
interface Used {
  readonly part: Expressible;
  /** Path below the exposure; empty for circumstances. */
  readonly at: string;
}

/** Whose options are asked about: an exposure, where it stands, and the processes it leads to. */
export interface Asked {
  readonly options: ExposureOptions;
  readonly at: string;
  readonly targets: readonly ExposureTarget[];
}

/** Complaints about everything that is used and that the dialect cannot say; of an option and its parts the option. Raises SW2110. */
export function refused({ options, at, targets }: Asked, dialect: Dialect): readonly Finding[] {
  return unsayable({ options, targets }, dialect).map(({ used, reason }) =>
    refusal(used, reason, dialect, at),
  );
}

/** What another dialect could not say of it, in words; empty where it can take over as it is. */
export function lacking(
  asked: Pick<Asked, 'options' | 'targets'>,
  dialect: Dialect,
): readonly string[] {
  return unsayable(asked, dialect).map(({ used }) => inWords(used.part));
}

function unsayable(
  { options, targets }: Pick<Asked, 'options' | 'targets'>,
  dialect: Dialect,
): readonly { readonly used: Used; readonly reason: string }[] {
  const all = [...usedOptions(options), ...usedByTargets(targets)].flatMap((used) => {
    const expression: Expression = EXPRESSIONS[used.part][dialect];
    return 'no' in expression ? [{ used, reason: expression.no }] : [];
  });
  return all.filter(
    ({ used }) => !all.some((other) => used.part.startsWith(`${other.used.part}.`)),
  );
}

function refusal({ part, at }: Used, reason: string, dialect: Dialect, path: string): Finding {
  const spellings: Readonly<Record<Dialect, Expression>> = EXPRESSIONS[part];
  const able = dialectNames().filter((other) => 'by' in spellings[other]);
  const names = able.map((other) => `${DIALECTS[other].title} (${DIALECTS[other].factory})`);
  return complaint('option-not-expressible', at === '' ? path : `${path}.${at}`, {
    message: `${DIALECTS[dialect].title} cannot express ${inWords(part)}: ${reason}.`,
    because: 'Leaving it out silently would serve something else than what is described.',
    fix:
      names.length === 0
        ? 'Remove it.'
        : `Remove it, or choose a dialect that can: ${names.join(', ')}.`,
  });
}

function inWords(part: Expressible): string {
  return WORDS[part] ?? `\`${part}\``;
}

/** Circumstances in words. */
const WORDS: Readonly<Record<string, string>> = {
  'target.grpc': 'gRPC',
  'target.websocket': 'WebSockets',
  'target.weights': 'a weighted split of traffic',
  'target.weights.header': 'a header that asks for the canary',
  'target.weights.cookie': 'a cookie that asks for the canary',
};

/** Names of all dialects. */
export function dialectNames(): readonly Dialect[] {
  return ['f5', 'virtual-server', 'ingress-nginx', 'gateway', 'ngf', 'load-balancer', 'internal'];
}

/** Every part of the options that says something. */
export function usedOptions(options: ExposureOptions): readonly Used[] {
  const whole = WHOLE.filter((part) => isSaid(options[part])).map((part) => ({ part, at: part }));
  const { timeouts, rateLimit, auth } = options;
  return [
    ...whole,
    ...said(timeouts?.connect, 'timeouts.connect'),
    ...said(timeouts?.read, 'timeouts.read'),
    ...said(timeouts?.send, 'timeouts.send'),
    ...said(rateLimit?.status, 'rateLimit.status'),
    ...said(options.responseBuffering, 'responseBuffering'),
    ...(auth?.kind === 'basic' ? [{ part: 'auth.basic', at: 'auth' } as const] : []),
    ...(auth?.kind === 'external' ? externalAuth(auth) : []),
    ...headers('requestHeaders', options.requestHeaders),
    ...headers('responseHeaders', options.responseHeaders),
  ];
}

const WHOLE = [
  'host',
  'hosts',
  'paths',
  'tls',
  'redirectToHttps',
  'maxBodySize',
  'rateLimit',
  'cors',
  'stickySessions',
  'allowFrom',
  'rewritePrefix',
  'retry',
  'previewHost',
  'annotations',
] as const satisfies readonly (keyof ExposureOptions & Expressible)[];

/** `false` says that something is not wanted, which every dialect can do by silence (not so for buffering). */
function isSaid(value: unknown): boolean {
  return value !== undefined && value !== null && value !== false;
}

function said(value: unknown, part: Expressible): readonly Used[] {
  return value === undefined ? [] : [{ part, at: part }];
}

function externalAuth(auth: {
  readonly signInUrl?: string;
  readonly responseHeaders?: readonly string[];
}): readonly Used[] {
  return [
    { part: 'auth.external', at: 'auth' },
    ...(auth.signInUrl === undefined
      ? []
      : [{ part: 'auth.external.signInUrl', at: 'auth.signInUrl' } as const]),
    ...(auth.responseHeaders === undefined || auth.responseHeaders.length === 0
      ? []
      : [{ part: 'auth.external.responseHeaders', at: 'auth.responseHeaders' } as const]),
  ];
}

function headers(
  option: 'requestHeaders' | 'responseHeaders',
  change: HeaderChange | undefined,
): readonly Used[] {
  const set = Object.keys(change?.set ?? {}).length > 0;
  const remove = (change?.remove ?? []).length > 0;
  return [
    ...(set ? [{ part: `${option}.set`, at: `${option}.set` } as const] : []),
    ...(remove ? [{ part: `${option}.remove`, at: `${option}.remove` } as const] : []),
  ];
}

function usedByTargets(targets: readonly ExposureTarget[]): readonly Used[] {
  const circumstances = [
    ['target.grpc', targets.some(({ protocol }) => protocol === 'grpc')],
    ['target.websocket', targets.some(({ protocol }) => protocol === 'websocket')],
    ['target.weights', targets.some(({ weights }) => (weights ?? []).length > 0)],
    ['target.weights.header', targets.some(({ optIn }) => optIn?.header !== undefined)],
    ['target.weights.cookie', targets.some(({ optIn }) => optIn?.cookie !== undefined)],
  ] as const;
  return circumstances.flatMap(([part, used]) => (used ? [{ part, at: '' }] : []));
}
