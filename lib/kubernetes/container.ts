/** kubernetes › containers: the main container of a pod and the waits before it. */

import type { k8s } from 'cdk8s-plus-28';
import type {
  AmountsPlan,
  ContainerPlan,
  ResourcesPlan,
  SecurityPlan,
} from '../model/plan/container-plan.ts';
import type { ImagePlan } from '../model/plan/image-plan.ts';
import { lowerEnvVar } from './env.ts';
import type { Plain } from './plain.ts';
import { filled, listed } from './present.ts';
import { containerSecurityContext } from './security-context.ts';
import { lowerSharedMount, lowerVolumeMounts } from './volumes.ts';

/** What containers of one pod share. */
export interface ContainerSource {
  readonly container: ContainerPlan;
  readonly image: ImagePlan;
  readonly security: SecurityPlan;
}

/** The main container, without probes and hooks: those belong to processes that keep running. */
export function lowerMainContainer(source: ContainerSource): Plain<k8s.Container> {
  const { name, command, args, ports } = source.container;
  return {
    name,
    ...surroundings(source),
    command: listed(command),
    args: listed(args),
    ports: listed(
      ports.map(({ name: port, port: containerPort }) => ({ name: port, containerPort })),
    ),
  };
}

/** Waits before the main container, in its image and surroundings: a check of the application needs its variables and files. */
export function lowerGates(source: ContainerSource): readonly Plain<k8s.Container>[] {
  return source.container.gates.map(({ name, command, mounts, variables }) => {
    const around = surroundings(source);
    return {
      name,
      ...around,
      env: variables === false ? undefined : around.env,
      command,
      volumeMounts: listed([
        ...(around.volumeMounts ?? []),
        ...(mounts ?? []).map(lowerSharedMount),
      ]),
    };
  });
}

function surroundings({ container, image, security }: ContainerSource) {
  return {
    image: image.reference,
    imagePullPolicy: image.pullPolicy,
    workingDir: container.workingDirectory,
    env: listed(container.env.map(lowerEnvVar)),
    resources: lowerResources(container.resources),
    securityContext: containerSecurityContext(security),
    volumeMounts: listed(lowerVolumeMounts(container)),
  } satisfies Partial<Plain<k8s.Container>>;
}

/** Requests and limits. */
export function lowerResources({
  requests,
  limits,
}: ResourcesPlan): Plain<k8s.ResourceRequirements> | undefined {
  return filled({
    ...member('requests', lowerAmounts(requests)),
    ...member('limits', lowerAmounts(limits)),
  });
}

function lowerAmounts(amounts: AmountsPlan): Readonly<Record<string, string>> | undefined {
  return filled({
    ...member('cpu', amounts.cpu),
    ...member('memory', amounts.memory),
    ...member('ephemeral-storage', amounts.ephemeralStorage),
  });
}

function member<T>(key: string, value: T | undefined): Readonly<Record<string, T>> {
  return value === undefined ? {} : { [key]: value };
}
