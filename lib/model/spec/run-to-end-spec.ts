/** What an author can say of a process that runs and ends: cron job, migration or one-off task. */

import type { DurationText } from './amounts.ts';
import type { ProcessSpec } from './process-spec.ts';

/** What runs and ends: shared by crons, tasks and the migration. */
export interface RunToEndSpec extends ProcessSpec {
  /** One word each, e.g. `['python', 'manage.py', 'clearsessions']`. */
  readonly command: readonly string[];
  /** Longest run, further tries included; then it is killed and has failed. Default: 1 h; 15 min for the migration. */
  readonly deadline?: DurationText;
  /** Further tries after a failure. Default: 0 for migrations and tasks, 2 for crons. */
  readonly retries?: number;
}

/** A command run on a schedule. */
export interface CronSpec extends RunToEndSpec {
  /** Five fields, or a descriptor such as `@daily`. */
  readonly schedule: string;
  /** IANA name. Default: `Etc/UTC`, said so that nobody depends on the controller's zone. */
  readonly timeZone?: string;
  /** What happens when the last run is not over: both run, the new one is skipped, or the old one is ended. Default: `Forbid`, which skips. */
  readonly concurrency?: 'Allow' | 'Forbid' | 'Replace';
  /** A run that could not start within this time is skipped. Default: 5 min. */
  readonly startingDeadline?: DurationText;
  /** Finished jobs that are kept, with their logs. Default: 3 successful and 3 failed. */
  readonly history?: { readonly successful?: number; readonly failed?: number };
  /** Start nothing for now. Default: false. */
  readonly suspend?: boolean;
}

/** A command that must have run before new code serves. */
export interface MigrateSpec extends RunToEndSpec {
  /** Answers 0 when nothing is left to migrate, e.g. `['python', 'manage.py', 'migrate', '--check']`; new pods wait for it. Default: none; nobody waits. */
  readonly check?: readonly string[];
  /** How long a new pod waits for the check before it fails. Default: 5 min. */
  readonly checkTimeout?: DurationText;
  /** How the wait is made: `sh` asks every 3 s (needs a shell in the image), `restart` lets the kubelet ask again with its back-off. Default: `sh`. */
  readonly checkLoop?: 'sh' | 'restart';
}

/** A command run by hand when wanted. */
export type TaskSpec = RunToEndSpec;
