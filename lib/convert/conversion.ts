/** convert › conversion: what becomes of an Ingress, as plain data. */

import type { Finding } from '../model/finding.ts';
import type { ExposureOptions } from '../model/exposure.ts';
import type { Dialect } from '../exposures/dialects.ts';

/** What became of one annotation. */
export interface AnnotationOutcome {
  readonly annotation: string;
  readonly value: string;
  readonly fate: 'converted' | 'by-hand' | 'lost' | 'kept' | 'unknown';
  /** The option it became, or why it became none. */
  readonly says: string;
}

/** What a dialect makes of the options. */
export interface DialectOutcome {
  readonly dialect: Dialect;
  readonly title: string;
  readonly factory: string;
  /** Spelling, by option. */
  readonly says: Readonly<Record<string, string>>;
  /** Reason, by option it cannot say. */
  readonly cannot: Readonly<Record<string, string>>;
}

/** An Ingress and what it becomes. */
export interface Conversion {
  readonly ingress: string;
  readonly namespace?: string;
  /** The neutral options, for `expose`. */
  readonly options: ExposureOptions;
  /** The options as a piece of the description. */
  readonly typescript: string;
  readonly annotations: readonly AnnotationOutcome[];
  readonly dialects: readonly DialectOutcome[];
}

/** All Ingresses of a file, and what is wrong with it. */
export interface Converted {
  readonly conversions: readonly Conversion[];
  readonly findings: readonly Finding[];
}
