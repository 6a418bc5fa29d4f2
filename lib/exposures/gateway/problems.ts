/** exposures › gateway › problems: what the objects of the Gateway API have no room for. */

import type { Finding } from '../../model/finding.ts';
import { needsExpressions } from '../../model/opt-in.ts';
import { show } from '../../units/parsed.ts';
import { facesOf } from '../face.ts';
import { complaint } from '../findings.ts';
import { type Neutral, speaks } from '../neutral.ts';
import { askedServices } from '../opt-in.ts';
import { isGrpcPath } from './grpc-match.ts';

/** Limits of lists in the objects. @see https://github.com/kubernetes-sigs/gateway-api/blob/v1.6.3/apis/v1/httproute_types.go */
const MAX_HOSTNAMES = 16;
const MAX_RULES = 16;
const MAX_HEADERS = 16;

/** Complaints about what a route cannot hold. Raises SW2111. */
export function routeProblems(neutral: Neutral, expressions: boolean): readonly Finding[] {
  return [
    ...sizeProblems(neutral),
    ...(expressions ? [] : expressionProblems(neutral)),
    ...(speaks(neutral, 'grpc') ? grpcProblems(neutral) : []),
  ];
}

/** Implementations may leave expressions out, and one is known to let every request through then. */
function expressionProblems({ at, routes }: Neutral): readonly Finding[] {
  const asked = routes.find(
    ({ target: { optIn } }) => optIn !== undefined && needsExpressions(optIn),
  );
  if (asked === undefined) return [];
  return [
    complaint('value-not-expressible', at, {
      message: `\`${asked.process}\` may be asked for by ${asked.target.optIn?.cookie === undefined ? 'an expression' : 'a cookie'}, which a route compares with an expression, and not every implementation does that.`,
      because:
        'The Gateway API leaves expressions to implementations; Application Gateway for Containers took every value for a match (https://learn.microsoft.com/en-us/answers/questions/1824077).',
      fix: 'Ask by a header with a plain value, or say that yours does: `gateway({ headerExpressions: true, … })` (Traefik, Envoy Gateway, Contour, Istio).',
    }),
  ];
}

function sizeProblems(neutral: Neutral): readonly Finding[] {
  const { at, requestHeaders, responseHeaders } = neutral;
  const headers = [requestHeaders, responseHeaders].flatMap(({ set, remove }) => [
    Object.keys(set).length,
    remove.length,
  ]);
  const counts = [
    {
      path: `${at}.hosts`,
      what: 'hosts',
      count: facesOf(neutral).flatMap(({ hosts }) => hosts).length,
      max: MAX_HOSTNAMES,
    },
    {
      path: `${at}.paths`,
      what: 'rules (one for a path, and one for each way to ask for a canary)',
      count: neutral.routes.reduce((sum, route) => sum + 1 + askedServices(route).length, 0),
      max: MAX_RULES,
    },
    { path: at, what: 'headers in one list', count: Math.max(...headers), max: MAX_HEADERS },
  ];
  return counts
    .filter(({ count, max }) => count > max)
    .map(({ path, what, count, max }) =>
      complaint('value-not-expressible', path, {
        message: `${count} ${what} are more than the ${max} an HTTPRoute holds.`,
        because: 'The API server refuses the object.',
        fix: 'Use fewer, or split the service.',
      }),
    );
}

function grpcProblems(neutral: Neutral): readonly Finding[] {
  const { at, routes, cors, rewritePrefix } = neutral;
  const others = routes.filter(({ target }) => target.protocol !== 'grpc');
  const strange = routes.filter((route) => !isGrpcPath(route));
  const without = [
    ...(cors === undefined ? [] : ['cors']),
    ...(rewritePrefix === undefined ? [] : ['rewritePrefix']),
  ];
  return [
    ...(others.length === 0
      ? []
      : [
          complaint('value-not-expressible', `${at}.paths`, {
            message: `gRPC and HTTP (${others.map(({ process }) => process).join(', ')}) share the same hosts.`,
            because:
              'A Gateway refuses a GRPCRoute for a host that an HTTPRoute of the same listener has.',
            fix: 'Give the gRPC process an exposure with a host of its own.',
          }),
        ]),
    ...strange.map(({ path }) =>
      complaint('value-not-expressible', `${at}.paths`, {
        message: `${show(path)} does not name calls of gRPC.`,
        because: 'A GRPCRoute tells calls apart by service and method, not by path.',
        fix: "Write '/', '/package.Service' (Prefix) or '/package.Service/Method' (Exact).",
      }),
    ),
    ...without.map((option) =>
      complaint('value-not-expressible', `${at}.${option}`, {
        message: `A GRPCRoute has nothing for \`${option}\`.`,
        because: 'Leaving it out silently would serve something else than what is described.',
        fix: 'Remove it, or give the gRPC process an exposure of its own.',
      }),
    ),
  ];
}
