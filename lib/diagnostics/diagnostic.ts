/** The one shape of every complaint, from a mistyped key to a broken law of a cluster. */

/** How serious a complaint is: an `error` stops the synthesis, a `warning` fails it only with `--strict`, a `note` only informs. */
export type Severity = 'error' | 'warning' | 'note';

/** Where a complaint stands; every member is optional because a complaint names what it knows. */
export interface Location {
  /** Name of the service, e.g. `shop`. */
  readonly service?: string;
  /** Name of the environment, e.g. `production`. */
  readonly environment?: string;
  /** Dotted path in the description or plan, e.g. `web.scale.max`. */
  readonly path?: string;
  /** `Kind/name` of the object concerned, for complaints about manifests. */
  readonly object?: string;
  /** Path of the construct, for complaints about a cdk8s tree. */
  readonly construct?: string;
  /** File, relative to the project, and its line (from 1). */
  readonly file?: string;
  readonly line?: number;
}

/** One complaint: what is wrong, where, why it matters and how to mend it. */
export interface Diagnostic {
  /** Stable code `SW` + four digits; never reused. 1xxx shape and values, 2xxx plan, 3xxx parameters and Helm, 4xxx manifests, 5xxx files, 6xxx cluster, 7xxx releases, 9xxx a bug of ours. */
  readonly code: string;
  /** Readable name in kebab-case, e.g. `preview-slot-not-warm`. */
  readonly name: string;
  readonly severity: Severity;
  readonly at: Location;
  /** What is wrong, with the offending value and what is accepted. */
  readonly message: string;
  /** Why it matters. */
  readonly because?: string;
  /** What to do about it. */
  readonly fix?: string;
  /** Page with more, as a `slipway docs` topic or a URL. */
  readonly docs?: string;
}

/** Whether any of the complaints stops a synthesis. */
export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some((diagnostic) => diagnostic.severity === 'error');
}
