/** Plan rule: each path of a container holds one thing. */

import type { ContainerPlan } from '../../model/plan/container-plan.ts';
import { pathOf, processesOf } from '../plans/processes.ts';
import type { PlanComplaint, PlanRule } from '../rule.ts';

/** SW2305. @see https://kubernetes.io/docs/concepts/storage/volumes/ */
export const mountClash: PlanRule = {
  code: 'SW2305',
  name: 'mount-clash',
  level: 'plan',
  severity: 'error',
  summary:
    'Two files, writable directories or volumes have the same path, or one hides what the image holds.',
  because:
    'The API server refuses a path that is mounted twice; a directory over the image’s own hides the application.',
  check: (plan) =>
    processesOf(plan).flatMap((process) => complaints(process.container, pathOf(process))),
};

/** Directories without which nothing in an image runs. */
const SYSTEM = [
  '/',
  '/bin',
  '/lib',
  '/lib64',
  '/usr',
  '/usr/bin',
  '/usr/lib',
  '/usr/local',
  '/etc',
  '/proc',
  '/sys',
  '/dev',
];

function complaints(container: ContainerPlan, path: string): readonly PlanComplaint[] {
  const mounts = (container.volumes ?? []).flatMap((volume) => volume.mounts);
  const stored = mounts.map((entry) => trimmed(entry.path));
  const directories = [
    ...[...container.writable, ...(container.mounts ?? [])].map((entry) => trimmed(entry.path)),
    ...stored,
  ];
  const place = (entry: string): string => (stored.includes(entry) ? 'mounts' : 'writable');
  const files = container.files.map((entry) => trimmed(entry.path));
  const all = [...directories, ...files];
  const twice = [...new Set(all.filter((entry, index) => all.indexOf(entry) !== index))];
  const inside = files.flatMap((file) =>
    files.filter((other) => other.startsWith(`${file}/`)).map((other) => ({ file, other })),
  );
  return [
    ...twice.map((entry) => ({
      path: `${path}.${directories.includes(entry) ? place(entry) : 'files'}`,
      message: `${entry} is mounted twice in ${container.name}.`,
      fix: 'Keep one of them.',
    })),
    ...inside.map(({ file, other }) => ({
      path: `${path}.files`,
      message: `${file} is a file and also the directory of ${other}.`,
      fix: 'Rename one of them.',
    })),
    ...directories
      .filter((entry) => SYSTEM.includes(entry))
      .map((entry) => ({
        path: `${path}.${place(entry)}`,
        message: `${place(entry) === 'mounts' ? 'A volume' : 'An empty directory'} over ${entry} hides what the image holds there.`,
        fix: 'Name the directory the application writes to.',
      })),
  ];
}

function trimmed(path: string): string {
  return path.length > 1 ? path.replace(/\/+$/, '') : path;
}
