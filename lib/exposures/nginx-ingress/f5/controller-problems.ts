/** exposures › nginx ingress › f5 › controller problems: what F5 NGINX Ingress Controller cannot say, in an Ingress or in a VirtualServer. */

import type { Finding } from '../../../model/finding.ts';
import { show } from '../../../units/parsed.ts';
import { clusterService } from '../../cluster-url.ts';
import { complaint } from '../../findings.ts';
import { type Neutral, speaks } from '../../neutral.ts';
import { rateProblem } from '../../rate.ts';
import { pathOf } from './policies.ts';

/** Complaints about values. Raises SW2111 and SW2117. */
export function controllerProblems(neutral: Neutral): readonly Finding[] {
  return [...grpcProblems(neutral), ...authProblems(neutral), ...rateProblem(neutral)];
}

function grpcProblems(neutral: Neutral): readonly Finding[] {
  if (!speaks(neutral, 'grpc') || neutral.tls !== undefined) return [];
  return [
    complaint('grpc-without-tls', `${neutral.at}.tls`, {
      message: 'gRPC is exposed without TLS.',
      because: 'The controller serves HTTP/2, which gRPC needs, only together with TLS.',
      fix: 'Add `tls: { issuer: \'…\' }`, and `http2: "true"` to the ConfigMap of the controller.',
    }),
  ];
}

function authProblems({ auth, at, namespace, hosts }: Neutral): readonly Finding[] {
  if (auth?.kind === 'basic') {
    return auth.realm === undefined || !/["$\\]/.test(auth.realm)
      ? []
      : [
          complaint('value-not-expressible', `${at}.auth.realm`, {
            message: `The realm ${show(auth.realm)} contains '"', '$' or '\\'.`,
            because: 'The controller refuses the whole Ingress.',
            fix: 'Use letters, digits and blanks.',
          }),
        ];
  }
  if (auth === undefined) return [];
  const outside = clusterService(auth.url, namespace) === undefined;
  const signIn = auth.signInUrl;
  const foreign =
    signIn !== undefined &&
    !signIn.startsWith('/') &&
    !hosts.some((host) => signIn.startsWith(`https://${host}/`) || signIn === `https://${host}`);
  return [
    ...(outside
      ? [
          complaint('value-not-expressible', `${at}.auth.url`, {
            message: `${show(auth.url)} is not the address of a Service in the cluster.`,
            because: 'The Policy of F5 NGINX Ingress Controller names a Service, not a host.',
            fix: "Write it as 'http://oauth2-proxy.auth.svc:4180/oauth2/auth'.",
          }),
        ]
      : []),
    ...(foreign
      ? [
          complaint('value-not-expressible', `${at}.auth.signInUrl`, {
            message: `${show(signIn)} is on another host than the service.`,
            because: 'The Policy of F5 NGINX Ingress Controller takes a path of the same host.',
            fix: `Write the path only, such as '${pathOf('/oauth2/start')}'.`,
          }),
        ]
      : []),
  ];
}
