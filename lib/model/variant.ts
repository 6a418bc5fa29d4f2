/** What all variants share: a variant is a value made by a small factory, told apart by family and kind. */

/** The families of variants a description may hold. */
export type VariantFamily =
  'server' | 'proxy' | 'rollout' | 'exposure' | 'need' | 'trigger' | 'secretStore' | 'volume';

/** A choice among alternatives together with its options, e.g. `gunicorn({ app: 'shop.wsgi' })`. */
export interface Variant<
  Family extends VariantFamily = VariantFamily,
  Kind extends string = string,
  Options = object,
> {
  readonly family: Family;
  readonly kind: Kind;
  /** The options as authored: an environment of the same kind merges into them, one of another kind replaces the whole variant. */
  readonly options: Options;
  /** Makes the variant anew with other options: how an environment's patch is applied. */
  with(options: unknown): Variant<Family, Kind, Options>;
  /** Complaints about the options themselves: unknown keys, wrong types, values out of range. */
  check(): readonly OptionProblem[];
}

/** A complaint about one option of a variant, before it is known where the variant stands. */
export interface OptionProblem {
  /** Dotted path below the options, e.g. `tls.issuer`; empty for the options as a whole. */
  readonly path: string;
  readonly message: string;
  readonly fix?: string;
}

/** Whether a value is a variant of some family. */
export function isVariant(value: unknown): value is Variant {
  return (
    typeof value === 'object' &&
    value !== null &&
    'family' in value &&
    'kind' in value &&
    'options' in value &&
    'with' in value
  );
}
