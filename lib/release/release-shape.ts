/** release › shape: what a release file may say, checked before anything is read from it. */

import * as v from 'valibot';
import { textOf, wholeNumber } from '../model/unit-shape.ts';
import { parseImageDigest, parseImageTag } from '../units/image-reference.ts';
import { type Parsed, show } from '../units/parsed.ts';

/** Version of the format; another one is refused. */
export const RELEASE_VERSION = 1;

/** In YAML `1.10` is the number 1.1: the tag that was meant is lost before anybody can look at it. */
const quoted = (parse: (text: string) => Parsed<unknown>) =>
  v.pipe(
    v.string(({ input }) =>
      typeof input === 'number'
        ? `Without quotes it is read as the number ${input}: put it in quotes, e.g. "1.10".`
        : `Expected text, got ${show(input)}.`,
    ),
    textOf(parse),
  );

const imageEntries = {
  tag: v.exactOptional(quoted(parseImageTag)),
  digest: v.exactOptional(quoted(parseImageDigest)),
};
const NAMED = 'An image has a `tag`, a `digest`, or both.';
const isNamed = (image: { readonly tag?: string; readonly digest?: string }): boolean =>
  image.tag !== undefined || image.digest !== undefined;

const image = v.pipe(v.strictObject(imageEntries), v.check(isNamed, NAMED));
const pastImage = v.pipe(
  v.strictObject({ ...imageEntries, rolledBack: v.exactOptional(v.boolean()) }),
  v.check(isNamed, NAMED),
);
const history = v.exactOptional(v.array(pastImage));

/** The shape of a release file. @internal */
export const releaseShape = v.strictObject({
  version: wholeNumber(RELEASE_VERSION, RELEASE_VERSION, 'The version of the format'),
  services: v.record(
    v.string(),
    v.union([
      v.strictObject({ image, history }),
      v.strictObject({
        image,
        step: wholeNumber(0, 1000, 'The step that is reached'),
        canary: v.exactOptional(image),
        history,
      }),
      v.strictObject({
        active: v.string(),
        phase: v.picklist(['stable', 'stage', 'warm', 'promote', 'hold', 'retire']),
        slots: v.record(v.string(), image),
        history,
      }),
    ]),
  ),
});
