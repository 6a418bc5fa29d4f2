/** exposures › nginx ingress › ingress-nginx › paths: plain, or as a regular expression where a prefix is rewritten. */

import type { Finding } from '../../../model/finding.ts';
import { show } from '../../../units/parsed.ts';
import { complaint } from '../../findings.ts';
import type { Neutral, Route } from '../../neutral.ts';

/** A path as the controller takes it. With a rewrite, the second group is what stands behind the prefix. */
export function spelledPath(
  { rewritePrefix }: Neutral,
  { path, type }: Route,
): { readonly path: string; readonly pathType: 'Prefix' | 'Exact' | 'ImplementationSpecific' } {
  if (rewritePrefix === undefined) return { path, pathType: type };
  return {
    path: expression(path.replaceAll('.', '[.]'), type),
    pathType: 'ImplementationSpecific',
  };
}

function expression(literal: string, type: Route['type']): string {
  if (type === 'Exact') return `${literal}()()$`;
  return literal === '/' ? '/()(.*)' : `${literal.replace(/\/$/, '')}(/|$)(.*)`;
}

/** Complaints about paths that the controller refuses. Raises SW2111. */
export function pathProblems({ routes, at, rewritePrefix }: Neutral): readonly Finding[] {
  // internal/ingress/inspector of ingress-nginx: letters, digits and ._-/ under strict-validate-path-type, on by default.
  const odd = routes.filter(({ path }) => !/^\/[A-Za-z0-9._\-/]*$/.test(path));
  const exact = routes.filter(({ type }) => type === 'Exact' && (rewritePrefix ?? '/') !== '/');
  return [
    ...odd.map(({ path }) =>
      complaint('value-not-expressible', `${at}.paths`, {
        message: `ingress-nginx refuses the path ${show(path)}.`,
        because: 'By default its admission webhook accepts letters, digits and ._-/ only.',
        fix: 'Shorten the path to the part before the first other character.',
      }),
    ),
    ...exact.map(({ path }) =>
      complaint('value-not-expressible', `${at}.rewritePrefix`, {
        message: `ingress-nginx cannot rewrite the Exact path ${show(path)} to ${show(rewritePrefix)} without adding a slash.`,
        because: 'The rewrite is made for prefixes: what stands behind them is appended.',
        fix: 'Use the type Prefix, or let the application serve the path as it is.',
      }),
    ),
  ];
}
