// Runs helm-batch: Helm's own library in a loop, one case a line, hundreds of cases a second.
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { requireTool } from '../../tools/find.ts';

/** One rendering that is asked for; see tools/helm-batch/README.md. */
export interface Case {
  readonly chart: string;
  readonly release: string;
  readonly namespace?: string;
  readonly values?: readonly string[];
  readonly set?: readonly string[];
  readonly kubeVersion?: string;
}

/** What Helm made of it. */
export interface Answer {
  readonly objects?: readonly unknown[];
  readonly hooks?: readonly unknown[];
  readonly notes?: string;
  readonly error?: string;
}

/** The versions of Helm that charts are rendered by. */
export const HELMS = ['helm-batch-3', 'helm-batch-4'] as const;

/** A running batch; `close` ends it. */
export interface HelmBatch {
  render(this: void, wanted: Case): Promise<Answer>;
  close(this: void): void;
}

/** Starts a batch process. */
export function startBatch(tool: (typeof HELMS)[number]): HelmBatch {
  const process: ChildProcessWithoutNullStreams = spawn(requireTool(tool));
  const waiting: ((answer: Answer) => void)[] = [];
  createInterface({ input: process.stdout }).on('line', (line) => {
    waiting.shift()?.(answerOf(JSON.parse(line)));
  });
  process.stderr.resume();
  return {
    render: (wanted) =>
      new Promise((resolve) => {
        waiting.push(resolve);
        process.stdin.write(
          `${JSON.stringify({ namespace: 'default', kubeVersion: 'v1.37.0', ...wanted })}\n`,
        );
      }),
    close: () => {
      process.stdin.end();
    },
  };
}

function answerOf(value: unknown): Answer {
  return typeof value === 'object' && value !== null ? value : { error: 'no answer' };
}
