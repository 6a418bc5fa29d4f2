/** exposures › nginx ingress › f5: the dialect of F5 NGINX Ingress Controller, Ingress objects with `nginx.org/*`. */

import type { Finding } from '../../../model/finding.ts';
import type { ExposureObjectPlan } from '../../../model/plan/exposure-plan.ts';
import { show } from '../../../units/parsed.ts';
import { derivedTwice, merged } from '../../annotations.ts';
import { clusterService } from '../../cluster-url.ts';
import { facesOf } from '../../face.ts';
import { complaint } from '../../findings.ts';
import { type Neutral, speaks } from '../../neutral.ts';
import { rateProblem } from '../../rate.ts';
import { ingress } from '../ingress.ts';
import { f5Annotations } from './annotations.ts';
import { headerProblems } from './headers.ts';
import { f5Policies, pathOf } from './policies.ts';
import { rewriteProblems, rewrittenPath } from './rewrite.ts';

/** The objects that say it in this dialect. */
export function f5Objects(neutral: Neutral, className: string): readonly ExposureObjectPlan[] {
  const faces = facesOf(neutral);
  const ingresses = faces.map((face) =>
    ingress(face, className, {
      annotations: merged(f5Annotations(neutral, face), neutral.annotations),
      path: (route) => ({ path: rewrittenPath(neutral, route), pathType: route.type }),
    }),
  );
  return faces.length === 0 ? [] : [...ingresses, ...f5Policies(neutral)];
}

/** Complaints about what only this dialect cannot say. Raises SW2111, SW2117 and SW2119. */
export function f5Problems(neutral: Neutral): readonly Finding[] {
  return [
    ...headerProblems(neutral),
    ...rewriteProblems(neutral),
    ...grpcProblems(neutral),
    ...authProblems(neutral),
    ...rateProblem(neutral),
    ...facesOf(neutral)
      .slice(0, 1)
      .flatMap((face) => derivedTwice(neutral, f5Annotations(neutral, face))),
  ];
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
