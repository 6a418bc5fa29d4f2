/** emit › helm › value path: how templates and conditions name a value. */

/** Place of a value below `.Values`, e.g. `['web', 'resources', 'requests', 'cpu']`. */
export type ValuePath = readonly string[];
