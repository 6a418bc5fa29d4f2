/** stores: shapes that several stores share. */

import * as v from 'valibot';
import { textOf } from '../model/unit-shape.ts';
import { parseObjectName } from '../units/dns-name.ts';
import { parseConfigMapKey } from '../units/env-name.ts';

/** Name of a Secret. @internal */
export const secretNameShape = textOf((name) => parseObjectName('Secret', name));

/** Name of a key of a Secret. @internal */
export const keyNameShape = textOf(parseConfigMapKey);

/** A place in the store. @internal */
export const entryShape = v.pipe(v.string(), v.nonEmpty('Empty text is not accepted here.'));

/** What restarts pods. @internal */
export const restartShape = v.optional(v.literal('reloader', "Accepted: 'reloader'."));
