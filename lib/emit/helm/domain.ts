/** emit › helm › domains: which values a parameter takes, as data from which schema, probes and random cases are made. */

/** What a parameter may be. */
export type Domain =
  | TextDomain
  | {
      readonly kind: 'integer';
      readonly min: number;
      readonly max: number;
      /** Values tried first, small ones densely: thresholds lie among them. */
      readonly probes: readonly number[];
    }
  | { readonly kind: 'amount'; readonly of: 'cpu' | 'memory'; readonly optional: boolean }
  | { readonly kind: 'boolean' }
  | { readonly kind: 'choice'; readonly values: readonly string[] }
  | MapDomain
  | DataDomain;

/** Open text. */
export interface TextDomain {
  readonly kind: 'text';
  /** Go and ECMAScript read it alike. */
  readonly pattern?: string;
  readonly maxLength?: number;
  /** Empty text stands for nothing. */
  readonly optional: boolean;
  /** A valid text that nobody else writes; `mark` is unique to the parameter. */
  readonly probe: (mark: string) => string;
  /** Texts for random cases; `word` is a random lower-case word. */
  readonly examples: (word: string) => readonly string[];
  /** Any characters at all: it must be quoted wherever it stands. */
  readonly free: boolean;
}

/** A map from names to texts. */
export interface MapDomain {
  readonly kind: 'map';
  readonly keyPattern: string;
  readonly keyMaxLength: number;
  readonly valuePattern?: string;
  readonly valueMaxLength?: number;
  /** Keys the chart itself sets, which must not be given. */
  readonly reserved: readonly string[];
  readonly exampleKeys: (word: string) => readonly string[];
  readonly exampleValues: (word: string) => readonly string[];
}

/** Data in the API's own shape. */
export interface DataDomain {
  readonly kind: 'data';
  readonly type: 'array' | 'object';
  readonly schema: Readonly<Record<string, unknown>>;
  /** A valid value that nobody else writes. */
  readonly probe: (mark: string) => unknown;
  readonly examples: (word: string) => readonly unknown[];
}
