/** kubernetes › probes: questions of the kubelet, always to the pod's own address (Pod Security forbids `host` since 1.34) and by the name of the port. */

import type { k8s } from 'cdk8s-plus-28';
import type { ProbePlan, ProbesPlan } from '../model/plan/container-plan.ts';
import type { Plain } from './plain.ts';
import { listed } from './present.ts';

const PORT_NAME = 'http';

type ContainerProbes = Pick<
  Plain<k8s.Container>,
  'startupProbe' | 'readinessProbe' | 'livenessProbe'
>;

/** The probes of a container; absent ones are not written. */
export function lowerProbes(probes: ProbesPlan): ContainerProbes {
  return {
    startupProbe: lowerProbe(probes.startup),
    readinessProbe: lowerProbe(probes.readiness),
    livenessProbe: lowerProbe(probes.liveness),
  };
}

function lowerProbe(probe: ProbePlan | undefined): Plain<k8s.Probe> | undefined {
  if (probe === undefined) return undefined;
  const { periodSeconds, timeoutSeconds, failureThreshold } = probe;
  return { ...lowerCheck(probe.check), periodSeconds, timeoutSeconds, failureThreshold };
}

function lowerCheck(check: ProbePlan['check']): Plain<k8s.Probe> {
  switch (check.kind) {
    case 'http':
      return {
        httpGet: {
          path: check.path,
          port: check.port ?? PORT_NAME,
          httpHeaders: listed(check.headers),
        },
      };
    case 'tcp':
      return { tcpSocket: { port: check.port ?? PORT_NAME } };
    case 'grpc':
      // The API takes no port name here: core/v1 GRPCAction, v1.37.
      return { grpc: { port: check.port } };
    case 'exec':
      return { exec: { command: check.command } };
  }
}
