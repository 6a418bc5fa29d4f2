/** Reads from plans which processes speak gRPC. */

import type { RunningProcessPlan } from '../../model/plan/process-plan.ts';
import type { ServicePlan } from '../../model/plan/service-plan.ts';
import { runningOf } from './processes.ts';

/** HTTP/2 without TLS, which web processes say for gRPC alone. @see https://kubernetes.io/docs/concepts/services-networking/service/#application-protocol */
const CLEARTEXT_HTTP2 = 'kubernetes.io/h2c';

/** Processes with `protocol: 'grpc'`. */
export function grpcOf(plan: ServicePlan): readonly RunningProcessPlan[] {
  return runningOf(plan).filter(({ services }) =>
    services.some(({ ports }) => ports.some(({ appProtocol }) => appProtocol === CLEARTEXT_HTTP2)),
  );
}
