/** What is wrong with an object of Argo Rollouts, and where below `spec`. */

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
