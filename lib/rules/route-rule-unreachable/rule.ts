/** Manifest rule: every rule of an HTTPRoute or GRPCRoute can be reached. */

import { type Data, listAt, scalarAt, textAt } from '../manifests/data.ts';
import { objectsOf } from '../manifests/manifest-set.ts';
import type { ManifestRule } from '../rule.ts';

/** SW4415. @see https://gateway-api.sigs.k8s.io/reference/spec/#httprouterule */
export const routeRuleUnreachable: ManifestRule = {
  code: 'SW4415',
  name: 'route-rule-unreachable',
  level: 'manifest',
  severity: 'error',
  summary: 'A rule of a route is never reached.',
  because:
    'Of rules that match a request alike the first one in the list decides, so that a later one with the same matches gets no request: whoever asks for a canary by it is not heard.',
  check: (set) =>
    objectsOf(set, 'HTTPRoute', 'GRPCRoute').flatMap((on) => {
      const rules = listAt(on.body, 'spec', 'rules').map(matchesOf);
      return rules.flatMap((matches, index) => {
        const before = new Set(rules.slice(0, index).flat());
        if (!matches.every((match) => before.has(match))) return [];
        const [first = ''] = matches;
        const earlier = rules.findIndex((other) => other.includes(first));
        return [
          {
            on,
            path: `spec.rules[${index}]`,
            message: `Rule ${index + 1} matches what rule ${earlier + 1} matches before it.`,
            fix: 'Say by path, header or parameter what tells it apart, or remove it.',
          },
        ];
      });
    }),
};

/** The matches of a rule as comparable text; none means everything. */
function matchesOf(rule: Data): readonly string[] {
  const matches = listAt(rule, 'matches');
  return (matches.length === 0 ? [{}] : matches).map((match) =>
    JSON.stringify([
      [scalarAt(match, 'path', 'type') ?? 'PathPrefix', scalarAt(match, 'path', 'value') ?? '/'],
      typeof match['method'] === 'object'
        ? ['type', 'service', 'method'].map((key) => textAt(match, 'method', key) ?? '')
        : (textAt(match, 'method') ?? ''),
      compared(match, 'headers', true),
      compared(match, 'queryParams', false),
    ]),
  );
}

/** Names of headers are compared without regard to case. */
function compared(match: Data, list: string, ignoreCase: boolean): readonly string[] {
  return listAt(match, list)
    .map((entry) => {
      const name = textAt(entry, 'name') ?? '';
      const type = textAt(entry, 'type') ?? 'Exact';
      return JSON.stringify([
        ignoreCase ? name.toLowerCase() : name,
        type,
        textAt(entry, 'value') ?? '',
      ]);
    })
    .toSorted();
}
