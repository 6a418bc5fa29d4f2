/** Amounts as an author writes them. */

/** A length of time: whole seconds as a number, or text such as `90s`, `5m`, `1h30m`. */
export type DurationText = number | string;

/** A Kubernetes quantity, e.g. `500m`, `1.5`, `256Mi`; a number is taken as written (cores, bytes). */
export type QuantityText = string | number;
