/** cluster › failure: what a cluster could not or would not do, as a complaint for the user. */

import type { Diagnostic } from '../diagnostics/diagnostic.ts';

/** Thrown from the depths of a conversation with a cluster; commands show what it carries. */
export class ClusterError extends Error {
  /** What went wrong; never empty. */
  readonly diagnostics: readonly Diagnostic[];

  constructor(...diagnostics: readonly Diagnostic[]) {
    super(diagnostics.map(({ message }) => message).join(' '));
    this.name = 'ClusterError';
    this.diagnostics = diagnostics;
  }
}

/** Thrown when the user stopped what was going on. */
export class Interrupted extends Error {
  constructor() {
    super('interrupted');
    this.name = 'Interrupted';
  }
}

/** The message of a Status object, else the text itself. */
export function statusMessage(body: unknown): string {
  const message: unknown =
    typeof body === 'object' && body !== null ? Reflect.get(body, 'message') : body;
  return typeof message === 'string' && message !== '' ? message : 'no reason was given';
}

/** A request that the API server refused: SW6003 it is not allowed, else SW6004. */
export function refusal(
  what: string,
  object: string | undefined,
  status: number,
  body: unknown,
): Diagnostic {
  const at = object === undefined ? {} : { object };
  const message = `The cluster refused ${what}: ${statusMessage(body)}`;
  return status === 401 || status === 403
    ? {
        ...{ code: 'SW6003', name: 'cluster-access-denied', severity: 'error', at },
        message,
        because: 'The credentials of this context are not accepted, or may not do this.',
        fix: 'Choose another context with `--context`, sign in anew, or ask for the right; `kubectl auth can-i --list` shows what is allowed.',
      }
    : {
        ...{ code: 'SW6004', name: 'cluster-request-refused', severity: 'error', at },
        message,
        because: 'Nothing was changed by this request.',
        fix: 'Change what the message names.',
      };
}
