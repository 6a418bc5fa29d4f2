/** The shape of a reference to another service: it is made by `url()` and `address()` only. */

import * as v from 'valibot';

/** The shape of ServiceUrl. @internal */
export const serviceUrlShape = v.strictObject({
  kind: v.literal('serviceUrl'),
  form: v.picklist(['url', 'address']),
  process: v.string(),
  path: v.pipe(v.string(), v.regex(/^(\/\S*)?$/, "A path begins with '/', such as '/api'.")),
  environment: v.optional(v.string()),
  target: v.function(),
});
