/** rollouts: who may ask for the new version, as a shape, for every rollout that can tell requests apart. */

import * as v from 'valibot';
import type { OptIn } from '../model/opt-in.ts';
import { textOf } from '../model/unit-shape.ts';
import type { OptionProblem } from '../model/variant.ts';
import { parseHeaderName } from '../units/http-syntax.ts';
import { type Parsed, accepted, refused, show } from '../units/parsed.ts';

/** Reads a cookie name as every proxy here takes it. @see https://github.com/nginxinc/kubernetes-ingress/blob/v1.12.5/pkg/apis/configuration/validation/virtualserver.go isCookieName */
function parseCookieName(text: string): Parsed<string> {
  return /^\w+$/.test(text)
    ? accepted(text)
    : refused(`${show(text)} is not a cookie name here: letters, digits and '_' are`);
}

/** Reads a value as every proxy here takes it. @see https://github.com/kubernetes/ingress-nginx/blob/controller-v1.11.0/internal/ingress/annotations/parser/validators.go BasicCharsRegex */
function parseValue(text: string): Parsed<string> {
  return /^[\w.~:/-]+$/.test(text)
    ? accepted(text)
    : refused(`${show(text)} is not a value here: letters, digits and '-._~:/' are`);
}

/**
 * Reads an expression that RE2 and PCRE read alike, in signs that neither ingress-nginx (IsValidRegex, as above) nor the
 * quotes of nginx.conf refuse: there are no back references, look-around, backslashes or blanks.
 */
function parsePattern(text: string): Parsed<string> {
  if (!/^[\w.~:/^$[\](){}*+?|&=-]+$/.test(text)) {
    return refused(
      `${show(text)} has a sign that not every proxy takes: letters, digits and '-._~:/^$[](){}*+?|&=' are; write [.] for a dot and [0-9] for a digit`,
    );
  }
  if (/\(\?(?!:)/.test(text)) {
    return refused(`${show(text)} looks around or names a group, which RE2 does not do`);
  }
  return isExpression(text) ? accepted(text) : refused(`${show(text)} is not an expression`);
}

function isExpression(text: string): boolean {
  try {
    return new RegExp(`^(?:${text})$`, 'u').source !== '';
  } catch {
    return false;
  }
}

/** The shape of OptIn. @internal */
export const optInShape = v.strictObject({
  header: v.optional(
    v.strictObject({
      name: textOf(parseHeaderName),
      value: v.optional(textOf(parseValue)),
      pattern: v.optional(textOf(parsePattern)),
    }),
  ),
  cookie: v.optional(v.strictObject({ name: textOf(parseCookieName) })),
});

/** Headers that say something else already. */
const TAKEN = ['host', 'cookie'];

/** What is wrong with asking whatever the process. */
export function optInProblems(optIn: OptIn | undefined, path: string): readonly OptionProblem[] {
  if (optIn === undefined) return [];
  const { header, cookie } = optIn;
  return [
    ...(header === undefined && cookie === undefined
      ? [
          {
            path,
            message: 'Nothing is said by which somebody asks.',
            fix: "Give `header: { name: 'X-Canary' }`, `cookie: { name: 'canary' }` or both.",
          },
        ]
      : []),
    ...(header?.value !== undefined && header.pattern !== undefined
      ? [
          {
            path: `${path}.header.pattern`,
            message: 'A header is compared with a value or with an expression; both are given.',
            fix: 'Give one of them.',
          },
        ]
      : []),
    ...(header !== undefined && TAKEN.includes(header.name.toLowerCase())
      ? [
          {
            path: `${path}.header.name`,
            message: `${header.name} is a header that every client sends for another purpose.`,
            fix: "Take a name of your own, e.g. 'X-Canary'; for a cookie give `cookie: { name: '…' }`.",
          },
        ]
      : []),
  ];
}
