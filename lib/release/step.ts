/** release › steps: what `slipway release` may do to a service, and what follows from it. */

import type { ReleasedImage, ServiceRelease } from '../model/release.ts';

/** A change of what is released. */
export type Step =
  | { readonly kind: 'set'; readonly image: ReleasedImage }
  | { readonly kind: 'promote' }
  | { readonly kind: 'abort' }
  | {
      readonly kind: 'rollback';
      /** Which image of the history, counted from 1. Default: the newest that nobody went back from. */
      readonly to?: number;
    };

/** What a step leads to, said in one line; or why it cannot be taken now. */
export type Stepped =
  | {
      readonly ok: true;
      readonly release: ServiceRelease;
      /** False where everything is as it is wanted. */
      readonly changed: boolean;
      readonly says: string;
    }
  | {
      readonly ok: false;
      readonly problem: string;
      readonly because: string;
      readonly fix: string;
    };

/** A step that is refused. */
export type Refusal = Extract<Stepped, { readonly ok: false }>;

/** A step that nothing has to be done for. */
export function asItIs(release: ServiceRelease, says: string): Stepped {
  return { ok: true, release, changed: false, says };
}

/** A step that changes the release. */
export function changedTo(release: ServiceRelease, says: string): Stepped {
  return { ok: true, release, changed: true, says };
}

/** A step the state does not allow. */
export function refusedStep(problem: string, because: string, fix: string): Refusal {
  return { ok: false, problem, because, fix };
}
