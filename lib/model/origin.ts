/** Where the values of a plan came from: what `explain` looks up. */

/** Where a value of the plan came from. */
export interface Origin {
  /** `spec`: the author said so; `default`: the edition's default; `derived`: computed from other values. */
  readonly kind: 'spec' | 'default' | 'derived';
  /** For `spec`: where it stands in the description. */
  readonly from?: string;
  /** Formula with its numbers, or the reason for a default. */
  readonly because?: string;
  /** Public source of the rule: a URL, a KEP, or a measurement with its date. */
  readonly source?: string;
  /** What was decided, for values that stand nowhere in the plan themselves. */
  readonly value?: number | string;
}
