/** resolve › processes: lists the processes of a description under one name space. */

import type { WebSpec, WorkerSpec } from '../model/spec/process-spec.ts';
import type { CronSpec, MigrateSpec, TaskSpec } from '../model/spec/run-to-end-spec.ts';
import type { Context } from './context.ts';

/** A process as authored, with its name and place in the description. */
export type AuthoredProcess =
  | { readonly kind: 'web'; readonly name: string; readonly path: string; readonly spec: WebSpec }
  | {
      readonly kind: 'worker';
      readonly name: string;
      readonly path: string;
      readonly spec: WorkerSpec;
    }
  | { readonly kind: 'cron'; readonly name: string; readonly path: string; readonly spec: CronSpec }
  | { readonly kind: 'task'; readonly name: string; readonly path: string; readonly spec: TaskSpec }
  | {
      readonly kind: 'migration';
      readonly name: string;
      readonly path: string;
      readonly spec: MigrateSpec;
    };

/** Processes in a fixed order; two of one name are an error (SW2150), none at all too (SW2151). */
export function listProcesses({ spec, trace }: Context): readonly AuthoredProcess[] {
  const all: readonly AuthoredProcess[] = [
    ...(spec.web === undefined
      ? []
      : [{ kind: 'web', name: 'web', path: 'web', spec: spec.web } as const]),
    ...named(spec.webs).map(
      ([name, web]) => ({ kind: 'web', name, path: `webs.${name}`, spec: web }) as const,
    ),
    ...named(spec.workers).map(
      ([name, worker]) =>
        ({ kind: 'worker', name, path: `workers.${name}`, spec: worker }) as const,
    ),
    ...named(spec.crons).map(
      ([name, cron]) => ({ kind: 'cron', name, path: `crons.${name}`, spec: cron }) as const,
    ),
    ...named(spec.tasks).map(
      ([name, task]) => ({ kind: 'task', name, path: `tasks.${name}`, spec: task }) as const,
    ),
    ...(spec.migrate === undefined
      ? []
      : [{ kind: 'migration', name: 'migrate', path: 'migrate', spec: spec.migrate } as const]),
  ];
  if (all.length === 0) {
    trace.report({
      code: 'SW2151',
      name: 'no-process',
      severity: 'error',
      path: '',
      message:
        'The service has no process: none of web, webs, workers, crons, tasks, migrate is described.',
      because: 'Without a process there is nothing to deploy.',
      fix: "Describe one, e.g. `web: { server: gunicorn({ app: 'shop.wsgi:application' }) }`.",
    });
  }
  for (const [index, process] of all.entries()) {
    const first = all.findIndex((other) => other.name === process.name);
    const other = all[first];
    if (first === index || other === undefined) continue;
    trace.report({
      code: 'SW2150',
      name: 'process-name-taken',
      severity: 'error',
      path: process.path,
      message: `Two processes are called \`${process.name}\`: \`${other.path}\` and \`${process.path}\`.`,
      because: 'Names of Deployments, Services and jobs are made from the name of the process.',
      fix: 'Rename one of them.',
    });
  }
  return all.filter(
    (process, index) => all.findIndex((other) => other.name === process.name) === index,
  );
}

/** Entries in byte order of their names, so that the order of keys in a file decides nothing. */
export function named<T>(
  record: Readonly<Record<string, T>> | undefined,
): readonly (readonly [string, T])[] {
  return Object.entries(record ?? {}).toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}

/** The container whose use says how many pods there should be: of a pod with a proxy the server's alone, an idle proxy would lower the average. Undefined: all. */
export function measuredContainer(process: AuthoredProcess): string | undefined {
  return process.kind === 'web' && process.spec.proxy !== undefined ? process.name : undefined;
}
