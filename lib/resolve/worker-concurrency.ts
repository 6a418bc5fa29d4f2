/** resolve › worker concurrency: how many units of work a pod of a worker takes at once, read from its own command where that says it. */

import type { Context } from './context.ts';
import type { AuthoredProcess } from './processes.ts';

type Worker = Extract<AuthoredProcess, { readonly kind: 'worker' }>;

/** What is said, what the command says, or 1. Two that differ are an error (SW2169). */
export function resolveConcurrency({ trace }: Context, { name, path, spec }: Worker): number {
  const told = celeryProcesses(spec.command);
  const said = spec.concurrency;
  const planned = `processes.${name}.concurrency`;
  if (told === undefined || said === told) {
    return trace.choose(
      planned,
      { value: said, from: `${path}.concurrency` },
      { value: 1, because: 'neither `concurrency` nor the command says more' },
    );
  }
  if (said !== undefined) {
    trace.report({
      code: 'SW2169',
      name: 'concurrency-differs',
      severity: 'error',
      path: `${path}.concurrency`,
      message: `\`concurrency\` is ${said}, and the command starts ${told} processes.`,
      because: 'Budgets of connections would count what does not run.',
      fix: 'Leave `concurrency` out: it is read from the command.',
    });
    return said;
  }
  return trace.derive(planned, told, `the command starts ${told} processes`);
}

/**
 * The most processes that a Celery worker is told to start; undefined where it is told nothing, and for other programs.
 * @see https://docs.celeryq.dev/en/v5.5.3/reference/cli.html#celery-worker
 */
function celeryProcesses(command: readonly string[]): number | undefined {
  const words = command.flatMap((word) => word.split(/\s+/));
  if (!words.some((word) => /(?:^|\/)celery$/.test(word)) || !words.includes('worker')) {
    return undefined;
  }
  const options = words.join(' ');
  const [, most] = /(?:^| )--autoscale[= ](\d+)/.exec(options) ?? [];
  const [, fixed] = /(?:^| )(?:--concurrency[= ]|-c[= ]?)(\d+)(?= |$)/.exec(options) ?? [];
  const count = most ?? fixed;
  return count === undefined ? undefined : Number(count);
}
