/** A value of a Helm chart in words, as commands show it. */

/** One value of a chart. */
export interface HelmParameter {
  /** Path below `.Values`, e.g. `web.resources.requests.cpu`. */
  readonly path: string;
  readonly type: string;
  /** What the chart's values.yaml says. */
  readonly default: unknown;
  /** Bounds, words or pattern that are accepted; empty where anything is. */
  readonly accepts: string;
  readonly description: string;
  /** Place in the description that it sets. */
  readonly sets: string;
  /** Ids of the objects that depend on it. */
  readonly changes: readonly string[];
}
