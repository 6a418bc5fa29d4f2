/** exposures › nginx ingress › f5: the dialect of F5 NGINX Ingress Controller, Ingress objects with `nginx.org/*`. */

import type { Finding } from '../../../model/finding.ts';
import type { ExposureObjectPlan } from '../../../model/plan/exposure-plan.ts';
import { derivedTwice, merged } from '../../annotations.ts';
import { facesOf } from '../../face.ts';
import type { Neutral } from '../../neutral.ts';
import { ingress } from '../ingress.ts';
import { f5Annotations } from './annotations.ts';
import { controllerProblems } from './controller-problems.ts';
import { headerProblems } from './headers.ts';
import { f5Policies } from './policies.ts';
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
    ...controllerProblems(neutral),
    ...facesOf(neutral)
      .slice(0, 1)
      .flatMap((face) => derivedTwice(neutral, f5Annotations(neutral, face))),
  ];
}
