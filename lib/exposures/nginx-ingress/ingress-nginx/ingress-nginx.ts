/** exposures › nginx ingress › ingress-nginx: the dialect of the retired community controller. */

import type { Finding } from '../../../model/finding.ts';
import type { ExposureObjectPlan } from '../../../model/plan/exposure-plan.ts';
import { derivedTwice, merged } from '../../annotations.ts';
import { facesOf } from '../../face.ts';
import { complaint } from '../../findings.ts';
import { type Neutral, servicesOf } from '../../neutral.ts';
import { countedRate, rateProblem } from '../../rate.ts';
import { ingress } from '../ingress.ts';
import { ingressNginxAnnotations } from './annotations.ts';
import { canaryIngress, canaryProblems, stickyCanaryNote, withStable } from './canary.ts';
import { spelledPath, pathProblems } from './paths.ts';

/** The objects that say it in this dialect. */
export function ingressNginxObjects(
  neutral: Neutral,
  className: string,
): readonly ExposureObjectPlan[] {
  const spelling = (route: Neutral['routes'][number]) => spelledPath(neutral, route);
  return facesOf(neutral).flatMap((face) => {
    const annotations = merged(ingressNginxAnnotations(neutral, face), neutral.annotations);
    const main = ingress(withStable(face), className, { annotations, path: spelling });
    return [
      main,
      ...canaryIngress(face, className, { path: spelling, sticky: neutral.sticky !== undefined }),
    ];
  });
}

/** Complaints that only this dialect makes. Raises SW2111, SW2119 and SW2127. */
export function ingressNginxProblems(neutral: Neutral): readonly Finding[] {
  return [
    ...pathProblems(neutral),
    ...rateProblem(neutral),
    ...burstProblems(neutral),
    ...protocolProblems(neutral),
    ...canaryProblems(neutral),
    ...stickyCanaryNote(neutral),
    ...facesOf(neutral)
      .slice(0, 1)
      .flatMap((face) => derivedTwice(neutral, ingressNginxAnnotations(neutral, face))),
  ];
}

function burstProblems({ rateLimit, at }: Neutral): readonly Finding[] {
  if (rateLimit === undefined) return [];
  const { burst } = rateLimit;
  const { count } = countedRate(rateLimit);
  if (burst % count === 0 && burst > 0) return [];
  return [
    complaint('value-not-expressible', `${at}.rateLimit.burst`, {
      message: `ingress-nginx takes the burst as a multiple of the rate; ${burst} is not a multiple of ${count}.`,
      because: 'The nearest multiple would let through more or less than is described.',
      fix: `Write ${Math.max(1, Math.round(burst / count)) * count}.`,
    }),
  ];
}

/** `backend-protocol` holds for a whole Ingress. */
function protocolProblems({ routes, at }: Neutral): readonly Finding[] {
  const grpc = routes.filter(({ target }) => target.protocol === 'grpc');
  if (grpc.length === 0 || grpc.length === routes.length) return [];
  return [
    complaint('value-not-expressible', `${at}.paths`, {
      message: `gRPC (${servicesOf(grpc).join(', ')}) and HTTP share one exposure.`,
      because: 'ingress-nginx speaks one protocol to all Services of an Ingress.',
      fix: 'Give the gRPC process an exposure of its own, or use another controller.',
    }),
  ];
}
