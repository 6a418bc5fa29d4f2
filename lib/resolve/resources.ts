/** resolve › resources: requests and limits of a process, from its own words, the service's, or the edition. */

import type { ResourcesPlan } from '../model/plan/container-plan.ts';
import type { ComputeAmounts, ResourcesSpec } from '../model/spec/process-spec.ts';
import { bytesText, cpuText } from './amounts.ts';
import type { Context } from './context.ts';
import type { AuthoredProcess } from './processes.ts';

/** Requests and limits; a memory limit equals its request unless it is said, a CPU limit is written only when it is said. */
export function resolveResources(context: Context, process: AuthoredProcess): ResourcesPlan {
  const { edition, spec, trace } = context;
  const short = process.kind === 'cron' || process.kind === 'task' || process.kind === 'migration';
  const at = `processes.${process.name}.container.resources`;
  const said = merged(spec.resources, process.spec.resources);
  const from = `${process.path}.resources`;
  const cpu = trace.choose(
    `${at}.requests.cpu`,
    { value: said.requests.cpu ?? said.limits.cpu, from },
    {
      value: short ? edition.shortCpu : edition.cpu,
      because: `a start for a ${process.kind} process: requests are what the scheduler reserves; measure and adapt`,
    },
  );
  const memory = trace.choose(
    `${at}.requests.memory`,
    { value: said.requests.memory ?? said.limits.memory, from },
    {
      value: short ? edition.shortMemory : edition.memory,
      because: `a start for a ${process.kind} process with two interpreters; measure and adapt`,
    },
  );
  const limit = trace.choose(
    `${at}.limits.memory`,
    { value: said.limits.memory, from },
    {
      value: memory,
      because:
        'equal to the request: memory that is not reserved can be taken away only by killing',
      source: 'https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/',
    },
  );
  const requestedStorage = said.requests.ephemeralStorage ?? said.limits.ephemeralStorage;
  const written = {
    'limits.cpu': said.limits.cpu,
    'requests.ephemeralStorage': requestedStorage,
    'limits.ephemeralStorage': said.limits.ephemeralStorage,
  };
  for (const [part, value] of Object.entries(written)) {
    if (value !== undefined) trace.spec(`${at}.${part}`, undefined, from);
  }
  return {
    requests: {
      cpu: cpuText(cpu),
      memory: bytesText(memory),
      ...storage(requestedStorage),
    },
    limits: {
      ...(said.limits.cpu === undefined ? {} : { cpu: cpuText(said.limits.cpu) }),
      memory: bytesText(limit),
      ...storage(said.limits.ephemeralStorage),
    },
  };
}

function merged(
  service: ResourcesSpec | undefined,
  own: ResourcesSpec | undefined,
): { readonly requests: ComputeAmounts; readonly limits: ComputeAmounts } {
  return {
    requests: { ...service?.requests, ...own?.requests },
    limits: { ...service?.limits, ...own?.limits },
  };
}

function storage(amount: string | number | undefined): { ephemeralStorage?: string } {
  return amount === undefined ? {} : { ephemeralStorage: bytesText(amount) };
}
