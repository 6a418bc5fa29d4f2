/** Manifest rule: whoever may ask for a canary of ingress-nginx is asked, and nobody else is taken for them. */

import { annotationPath, INGRESS_NGINX, ingressesOf, isCanary } from '../manifests/ingress.ts';
import type { ManifestObject } from '../manifests/manifest-set.ts';
import type { ManifestComplaint, ManifestRule } from '../rule.ts';

const HEADER = 'canary-by-header';
const VALUE = 'canary-by-header-value';
const PATTERN = 'canary-by-header-pattern';
const COOKIE = 'canary-by-cookie';

/** SW4414. @see https://github.com/kubernetes/ingress-nginx/blob/controller-v1.11.0/internal/ingress/annotations/canary/main.go */
export const optInIgnored: ManifestRule = {
  code: 'SW4414',
  name: 'opt-in-ignored',
  level: 'manifest',
  severity: 'error',
  summary: 'A header or cookie that asks for a canary is ignored.',
  because:
    'API server and admission webhook accept it; the controller leaves it out or takes it for no match, and who asks for the canary gets it by chance.',
  check: (set) => ingressesOf(set).flatMap((on) => complaints(on)),
};

function complaints(on: ManifestObject): readonly ManifestComplaint[] {
  const said = [HEADER, VALUE, PATTERN, COOKIE].filter((key) => valueOf(on, key) !== undefined);
  const [first] = said;
  if (first === undefined) return [];
  const has = (key: string): boolean => said.includes(key);
  const complain = (key: string, message: string, fix: string): ManifestComplaint => ({
    on,
    path: annotationPath(INGRESS_NGINX + key),
    message,
    fix,
  });
  if (!isCanary(on)) {
    return [
      complain(
        first,
        `${first} stands on an Ingress that is no canary.`,
        `Put it on the canary Ingress, the one with ${INGRESS_NGINX}canary: 'true'.`,
      ),
    ];
  }
  return [
    ...[VALUE, PATTERN]
      .filter((key) => has(key) && !has(HEADER))
      .map((key) =>
        complain(key, `${key} is given without ${HEADER}.`, `Name the header by ${HEADER}.`),
      ),
    ...(has(VALUE) && has(PATTERN)
      ? [complain(PATTERN, `${PATTERN} is ignored beside ${VALUE}.`, 'Give one of them.')]
      : []),
    ...said
      .filter((key) => !formOf(key).test(valueOf(on, key) ?? ''))
      .map((key) =>
        complain(
          key,
          `The controller does not take the signs in ${key}: ${valueOf(on, key) ?? ''}.`,
          key === PATTERN
            ? 'Use letters, digits and -._~:/^$[](){}*+?|&=\\.'
            : 'Use letters, digits and -._~:/.',
        ),
      ),
    ...(has(PATTERN) && !isExpression(valueOf(on, PATTERN) ?? '')
      ? [
          complain(
            PATTERN,
            `${valueOf(on, PATTERN) ?? ''} is no expression; every request with the header goes to stable.`,
            'Correct the expression.',
          ),
        ]
      : []),
  ];
}

function valueOf({ annotations }: ManifestObject, key: string): string | undefined {
  return annotations[INGRESS_NGINX + key];
}

/** BasicCharsRegex and IsValidRegex of internal/ingress/annotations/parser/validators.go, on by default since 1.12. */
function formOf(key: string): RegExp {
  return key === PATTERN ? /^[\w.~:/^$[\](){}*+?|&=\\-]*$/ : /^[\w.~:/-]*$/;
}

/** Expressions of PCRE that JavaScript does not know are rare enough to be taken for right. */
function isExpression(text: string): boolean {
  try {
    return new RegExp(text).source !== '';
  } catch {
    return /\(\?[<'P>|&R+-]|[*+?}]\+/.test(text);
  }
}
