// Removes what a killed run left: its empty cgroups (its folder is removed by whoever makes the next scratch folder).
import { existsSync, readdirSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';
import { isAlive } from '../../support/scratch.ts';

const cgroups = '/sys/fs/cgroup';

/** The groups of a cluster, one in each hierarchy. */
export function cgroupsOf(id: string): readonly string[] {
  return hierarchies()
    .map((hierarchy) => join(cgroups, hierarchy, id))
    .filter((group) => existsSync(group));
}

/** Removes the cgroups of a cluster whose processes are gone; gives those that could not be removed. */
export function removeCgroups(id: string): readonly string[] {
  return cgroupsOf(id).filter((group) => !removeTree(group));
}

/** Removes the cgroups of every cluster whose test process has ended. */
export function removeLeftovers(): void {
  const ids = new Set(
    hierarchies().flatMap((hierarchy) =>
      readdirSync(join(cgroups, hierarchy)).filter((name) => {
        const owner = /^slipway-(\d+)-\d+$/.exec(name)?.[1];
        return owner !== undefined && !isAlive(Number(owner));
      }),
    ),
  );
  for (const id of ids) removeCgroups(id);
}

function hierarchies(): readonly string[] {
  return readdirSync(cgroups, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name);
}

/** A cgroup is removed when it has no processes and no groups below; the files in it are not files to remove. */
function removeTree(group: string): boolean {
  try {
    for (const entry of readdirSync(group, { withFileTypes: true }))
      if (entry.isDirectory()) removeTree(join(group, entry.name));
    rmdirSync(group);
    return true;
  } catch {
    return false;
  }
}
