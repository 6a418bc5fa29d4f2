/** explain › authored names: where the plan has what a description, and complaints about it, call by another name. */

import type { BundledService } from '../model/bundle.ts';

/** Parts of a process, by their name in the description. */
const OF_PROCESS: Readonly<Record<string, string>> = {
  ...{ config: 'container.env', files: 'container.files', resources: 'container.resources' },
  ...{ command: 'container.command', args: 'container.args' },
  ...{ proxy: 'container.sidecars.0', health: 'probes', scale: 'scaling', image: 'stacks.0.image' },
  ...{ maxUnavailable: 'disruption', mounts: 'container.mounts', writable: 'container.writable' },
};

/** Parts of an exposure, likewise. */
const OF_EXPOSURE: Readonly<Record<string, string>> = {
  ...{ 'timeouts.read': 'proxy.readTimeoutSeconds', upstreamKeepAlive: 'proxy.keepAliveSeconds' },
  ...{ host: 'hosts', controllerNamespace: 'proxy.sources', controllerLabels: 'proxy.sources' },
};

/** Said of the service, held by every process. */
const OF_EVERY_PROCESS: readonly string[] = ['config', 'files', 'resources', 'image', 'rollout'];

/** Paths of the plan below which the asked one is found; none where the plan has the same name, or nothing. */
export function plannedPaths({ plan, origins }: BundledService, asked: string): readonly string[] {
  const exposure = exposurePaths(origins, asked);
  if (exposure.length > 0) return exposure;
  const names = Object.keys(plan?.processes ?? {});
  const [first = '', ...rest] = asked.replace(/^(?:webs|workers|crons|tasks)\./, '').split('.');
  if (names.includes(first)) return processPaths(first, rest);
  return OF_EVERY_PROCESS.includes(first)
    ? names.flatMap((name) => processPaths(name, asked.split('.')))
    : [];
}

function processPaths(name: string, [part = '', ...rest]: readonly string[]): readonly string[] {
  const planned = OF_PROCESS[part] ?? part;
  return part === '' ? [] : [`processes.${[name, planned, ...rest].join('.')}`];
}

/** An exposure is named after its objects in the plan; where it is described is its origin. */
function exposurePaths(origins: BundledService['origins'], asked: string): readonly string[] {
  return Object.entries(origins).flatMap(([path, { from }]) => {
    if (!/^exposures\.[^.]+$/.test(path) || from === undefined) return [];
    if (asked === from) return [path];
    if (!asked.startsWith(`${from}.`)) return [];
    const option = asked.slice(from.length + 1);
    return [`${path}.${OF_EXPOSURE[option] ?? option}`];
  });
}
