/** Who gets the new version by asking for it, said once for every rollout that can tell requests apart, and read by every proxy. */

/** A header, a cookie or both. The header is asked first, then the cookie; everybody else goes by the shares. */
export interface OptIn {
  readonly header?: OptInHeader;
  /** `always` leads to the new version, `never` to the old one; any other value says nothing. */
  readonly cookie?: { readonly name: string };
}

/** A header that asks; with neither `value` nor `pattern`, `always` and `never` as in a cookie. */
export interface OptInHeader {
  readonly name: string;
  /** Exactly this value leads to the new version. */
  readonly value?: string;
  /** An expression of RE2 that the whole value matches. */
  readonly pattern?: string;
}

/** One question to a request, and the version it leads to. */
export interface OptInChoice {
  readonly by: 'header' | 'cookie';
  readonly name: string;
  readonly value:
    | { readonly kind: 'exact'; readonly text: string }
    | { readonly kind: 'expression'; readonly text: string };
  readonly to: 'canary' | 'stable';
}

/** The words of ingress-nginx, which are the same here behind every proxy. @see https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/annotations/#canary */
const WORDS = [
  ['always', 'canary'],
  ['never', 'stable'],
] as const;

/** The questions in the order in which they are asked: the first that fits decides. */
export function optInChoices({ header, cookie }: OptIn): readonly OptInChoice[] {
  return [
    ...(header === undefined ? [] : headerChoices(header)),
    ...(cookie === undefined ? [] : byWords('cookie', cookie.name)),
  ];
}

function headerChoices({ name, value, pattern }: OptInHeader): readonly OptInChoice[] {
  if (value !== undefined) {
    return [{ by: 'header', name, value: { kind: 'exact', text: value }, to: 'canary' }];
  }
  if (pattern === undefined) return byWords('header', name);
  return [
    { by: 'header', name, value: { kind: 'expression', text: wholeValue(pattern) }, to: 'canary' },
  ];
}

function byWords(by: OptInChoice['by'], name: string): readonly OptInChoice[] {
  return WORDS.map(([text, to]) => ({ by, name, value: { kind: 'exact', text }, to }));
}

/** Some proxies look for an expression anywhere in a value, others compare the whole value: with both ends said, all do the same. */
export function wholeValue(pattern: string): string {
  return `^(?:${pattern})$`;
}

/** An expression for the whole Cookie header in which a cookie has exactly this value; both come from `OptIn`, whose names and words have no sign with a meaning of its own. */
export function cookieExpression(name: string, value: string): string {
  return `^(?:.*; *)?${name}=${value}(?: *;.*)?$`;
}

/**
 * Header and cookie in the words of ingress-nginx, which its canary Ingress carries whoever writes it.
 * @see https://github.com/kubernetes/ingress-nginx/blob/controller-v1.11.0/rootfs/etc/nginx/lua/balancer.lua route_to_alternative_balancer
 */
export function optInAnnotations({ header, cookie }: OptIn): Readonly<Record<string, string>> {
  const said = {
    'canary-by-header': header?.name,
    'canary-by-header-value': header?.value,
    'canary-by-header-pattern':
      header?.pattern === undefined ? undefined : wholeValue(header.pattern),
    'canary-by-cookie': cookie?.name,
  };
  return Object.fromEntries(
    Object.entries(said).flatMap(([key, value]) =>
      value === undefined ? [] : [[`nginx.ingress.kubernetes.io/${key}`, value]],
    ),
  );
}

/** Whether somebody asks by an expression where a proxy has no cookies of its own: those are looked for in the whole Cookie header. */
export function needsExpressions({ header, cookie }: OptIn): boolean {
  return header?.pattern !== undefined || cookie !== undefined;
}
