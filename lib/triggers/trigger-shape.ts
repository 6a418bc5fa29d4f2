/** triggers: shapes that several triggers share. */

import * as v from 'valibot';
import { textOf, wholeNumber } from '../model/unit-shape.ts';
import { parseObjectName } from '../units/dns-name.ts';
import { parseConfigMapKey } from '../units/env-name.ts';

/** Name of a need. @internal */
export const sourceShape = v.pipe(v.string(), v.nonEmpty('Name one of `needs`.'));

/** Text that says something. @internal */
export const wordShape = v.pipe(v.string(), v.nonEmpty('Empty text is not accepted here.'));

/** A target for each pod: KEDA divides by it. @internal */
export const targetShape = v.pipe(
  v.number(),
  v.check(
    (value) => Number.isFinite(value) && value > 0,
    'A target is more than 0: the load is divided by it.',
  ),
);

/** From how much on the first pod is started. @internal */
export const activationShape = v.pipe(
  v.number(),
  v.check((value) => Number.isFinite(value) && value >= 0, 'The activation is 0 or more.'),
);

/** A target that is counted: KEDA reads whole numbers only. @internal */
export const countShape = wholeNumber(1, 1_000_000_000, 'A target');

/** An activation that is counted. @internal */
export const activationCountShape = wholeNumber(0, 1_000_000_000, 'The activation');

/** A key of a Secret. @internal */
export const secretShape = v.strictObject({
  kind: v.literal('secretRef'),
  name: textOf((name) => parseObjectName('Secret', name)),
  key: textOf(parseConfigMapKey),
  optional: v.optional(v.boolean()),
});

/** Members that are said, as text. */
export function texts(
  members: Readonly<Record<string, string | number | boolean | undefined>>,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(members).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, String(value)]],
    ),
  );
}
