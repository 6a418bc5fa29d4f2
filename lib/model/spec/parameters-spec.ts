/** What an author says of the values of the Helm chart, beside those every chart has. */

/** Values of the Helm chart by their path in it, e.g. `web.podLabels`. */
export type ParametersSpec = Readonly<Record<string, ParameterSpec>>;

/** `false` withholds a usual value; `true` makes the place of the description that is called so a value. */
export type ParameterSpec = boolean | PlaceParameterSpec | ChoiceParameterSpec;

/** A place of the description as a value. */
export interface PlaceParameterSpec {
  /** Place in the description, e.g. `web.startupTimeout`. Default: the path of the value. */
  readonly place?: string;
  /** What the chart says of it. Default: the place it sets. */
  readonly description?: string;
  /** Least number that is accepted. Default: 0. */
  readonly min?: number;
  /** Largest number that is accepted. Default: 1,000,000. */
  readonly max?: number;
}

/** One of several profiles: what decides much at once is given as a choice. */
export interface ChoiceParameterSpec {
  /** What each says of the description, by place; empty text, the value at first, chooses none of them. */
  readonly choices: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** What the chart says of it. Default: the places it decides. */
  readonly description?: string;
}
