/** Reads from commands which scheduler of periodic tasks they start, and where it keeps what it has sent. */

/** What starts tasks when they are due. */
export interface Scheduler {
  /** In words, to begin a sentence with. */
  readonly name: string;
  readonly kind: 'beat' | 'workerBeat' | 'rqscheduler';
  /** The command names a scheduler class of its own, which keeps its schedule where it likes. */
  readonly ownClass: boolean;
  /** Where the command says that the schedule is kept; absent: it does not. */
  readonly schedule?: string;
}

/**
 * The scheduler that a command starts; absent: none, or one with a lock of its own (RedBeat), of which several may run.
 * @see https://github.com/celery/celery/blob/v5.6.0/celery/bin/beat.py and worker.py, where `-S` is another thing
 */
export function schedulerIn(words: readonly string[]): Scheduler | undefined {
  const command = words.join(' ');
  if (/redbeat/i.test(command)) return undefined;
  if (!/(?:^|[/ ])celery(?: |$)/.test(command)) {
    return /(?:^|[/ ])rqscheduler(?: |$)/.test(command)
      ? { name: 'rqscheduler', kind: 'rqscheduler', ownClass: false }
      : undefined;
  }
  const schedule = / (?:-s ?|--schedule(?:-filename)?[= ])["']?([^\s"']+)/.exec(command)?.[1];
  const said = schedule === undefined ? {} : { schedule };
  // A queue or a module of a worker may be called beat.
  if (/ beat(?: |$)/.test(command) && !/ worker(?: |$)/.test(command)) {
    const ownClass = / (?:-S|--scheduler[= ])/.test(command);
    return { name: 'Celery beat', kind: 'beat', ownClass, ...said };
  }
  if (!/ worker .*(?:-B|--beat)(?: |$)/.test(command)) return undefined;
  const ownClass = / --scheduler[= ]/.test(command);
  return { name: 'The beat of a Celery worker', kind: 'workerBeat', ownClass, ...said };
}
