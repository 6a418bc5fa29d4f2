/** Plan rule: a process that speaks gRPC is asked for its health in gRPC. */

import type { RunningProcessPlan } from '../../model/plan/process-plan.ts';
import { grpcOf } from '../plans/grpc.ts';
import { pathOf } from '../plans/processes.ts';
import type { PlanRule } from '../rule.ts';

/** SW2227. @see https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/#define-a-grpc-liveness-probe */
export const httpProbeOfGrpc: PlanRule = {
  code: 'SW2227',
  name: 'http-probe-of-grpc',
  level: 'plan',
  severity: 'error',
  summary: 'A process that speaks gRPC is asked for its health over HTTP/1.1.',
  because:
    'The kubelet asks without TLS in HTTP/1.1, which a gRPC server does not answer: the pod never becomes ready.',
  check: (plan) =>
    grpcOf(plan).flatMap((process) => {
      const asked = askedByHttp(process);
      const [first] = asked;
      if (first === undefined) return [];
      return [
        {
          path: `${pathOf(process)}.health`,
          message: `${process.name} speaks gRPC, and ${asked.map(({ name }) => name).join(', ')} ${asked.length === 1 ? 'asks' : 'ask'} ${first.path} over HTTP.`,
          fix: 'Ask by the protocol of gRPC (grpc.health.v1): health: { readiness: { grpc: true }, liveness: { grpc: true } }; or leave health out, and only the port is tried. Where one port answers both, as with Connect, silence this rule with that reason.',
        },
      ];
    }),
};

function askedByHttp({
  probes,
}: RunningProcessPlan): readonly { readonly name: string; readonly path: string }[] {
  return (['startup', 'readiness', 'liveness'] as const).flatMap((name) => {
    const check = probes[name]?.check;
    return check?.kind === 'http' ? [{ name, path: check.path }] : [];
  });
}
