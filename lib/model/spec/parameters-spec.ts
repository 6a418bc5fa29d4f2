/** What an author says of the values of the Helm chart, beside those every chart has. */

/** Values by their path in the chart, e.g. `web.podLabels`. */
export type ParametersSpec = Readonly<Record<string, ParameterSpec>>;

/** `false` withholds a usual value; `true` makes the place of the description that is called so a value. */
export type ParameterSpec = boolean | PlaceParameterSpec | ChoiceParameterSpec;

/** A place of the description as a value. */
export interface PlaceParameterSpec {
  /** Place in the description, e.g. `web.startupTimeout`. Default: the path of the value. */
  readonly place?: string;
  readonly description?: string;
  /** Bounds of a number. Default: 0 and 1,000,000. */
  readonly min?: number;
  readonly max?: number;
}

/** One of several profiles: what decides much at once is given as a choice. */
export interface ChoiceParameterSpec {
  /** What each says of the description, by place; empty text, the default, chooses none of them. */
  readonly choices: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly description?: string;
}
