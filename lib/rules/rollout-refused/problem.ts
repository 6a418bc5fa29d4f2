/** What is wrong with an object of Argo Rollouts, and where below `spec`. */

import { at } from '../manifests/data.ts';

/** A complaint that does not know its object yet. */
export interface Problem {
  readonly path: string;
  readonly message: string;
  readonly fix: string;
}

/** The complaint, if it holds. */
export function when(wrong: boolean, problem: Problem): readonly Problem[] {
  return wrong ? [problem] : [];
}

/** Whether one of these routers is used. */
export function hasAny(routing: unknown, keys: readonly string[]): boolean {
  return keys.some((key) => at(routing, key) !== undefined);
}
