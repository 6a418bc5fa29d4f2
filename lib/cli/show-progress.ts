/** cli › progress: a deployment while it runs, redrawn at a terminal, line by line elsewhere. */

import type { PodTrouble } from '../deploy/pod-trouble.ts';
import type { ProgressEvent, Report, Waiting } from '../cluster/progress.ts';

/** Where progress is written. */
export interface ProgressOutput {
  readonly write: (text: string) => void;
  /** Whether lines can be drawn again. */
  readonly redraws: boolean;
  /** Columns of the terminal. */
  readonly columns?: number;
}

const TITLES: Readonly<Record<string, string>> = {
  prerequisites: 'Prerequisites',
  configuration: 'Configuration',
  migration: 'Migration',
  workloads: 'Workloads',
  exposure: 'Exposure',
  prune: 'Prune',
  rollback: 'Going back',
};

const ESC = '\u001B[';
/** Pods with troubles that are listed for each workload. A choice. */
const MOST_TROUBLES = 3;

/** A report that writes text. Without a terminal a line is written only when something changed. */
export function showProgress({ write, redraws, columns = 100 }: ProgressOutput): Report {
  let drawn = 0;
  let last = '';
  const erase = () => {
    if (drawn > 0) write(`${ESC}${drawn}A${ESC}0J`);
    drawn = 0;
  };
  const line = (text: string) => {
    erase();
    write(`${text}\n`);
  };
  return (event) => {
    if (event.kind !== 'waiting') {
      last = '';
      const text = textOf(event);
      if (text !== undefined) line(text);
      return;
    }
    const isOver = event.workloads.every(({ done }) => done);
    if (!redraws || isOver) {
      const lines = event.workloads.flatMap(workloadLines);
      const text = lines.join('\n');
      if (redraws || text !== last) line(text);
      last = text;
      return;
    }
    const lines = [`  waiting, ${event.seconds} s`, ...event.workloads.flatMap(workloadLines)];
    erase();
    // A line that wraps would be counted wrongly.
    write(lines.map((text) => `${text.slice(0, columns - 1)}\n`).join(''));
    drawn = lines.length;
  };
}

function textOf(event: Exclude<ProgressEvent, { kind: 'waiting' }>): string | undefined {
  switch (event.kind) {
    case 'phase':
      return TITLES[event.phase] ?? event.phase;
    case 'object':
      return event.did === 'unchanged' ? undefined : `  ${event.object} ${event.did}`;
    case 'log':
      return `  | ${event.line}`;
    case 'note':
      return `  ${event.text}`;
  }
}

function workloadLines({ object, ready, wanted, done, troubles, complaint }: Waiting) {
  const isRun = object.startsWith('Job/');
  const state = isRun ? (done ? 'done' : 'running') : `${ready} of ${wanted} ready`;
  return [
    `  ${object}: ${state}`,
    ...(complaint === undefined ? [] : [`    ${complaint}`]),
    ...troubles.slice(0, MOST_TROUBLES).map((trouble) => `    ${troubleText(trouble)}`),
    ...(troubles.length > MOST_TROUBLES ? [`    … ${troubles.length - MOST_TROUBLES} more`] : []),
  ];
}

/** What is wrong with a pod, in one line. */
export function troubleText({ pod, container, reason, message }: PodTrouble): string {
  const where = container === undefined ? pod : `${pod} (${container})`;
  return `${where}: ${reason}${message === '' ? '' : `, ${message}`}`;
}
