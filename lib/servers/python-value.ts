/** servers: which values an author may give to a setting of a Python server: those with an exact counterpart in Python. */

import * as v from 'valibot';
import type { PythonData } from '../text/python.ts';

/** The shape of PythonData: whole text, and numbers without loss. @internal */
export const pythonShape: v.GenericSchema<PythonData> = v.lazy(() =>
  v.union([
    v.pipe(
      v.string(),
      v.check((text) => text.isWellFormed(), 'The text has half of a surrogate pair.'),
    ),
    v.pipe(
      v.number(),
      v.check(
        (value) =>
          Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value)),
        'A finite number; whole ones up to 2^53.',
      ),
    ),
    v.boolean(),
    v.null(),
    v.array(pythonShape),
    v.record(v.string(), pythonShape),
  ]),
);

/** A name as gunicorn's settings have: small letters, digits and `_`, no word of Python's own. @internal */
export const settingNameShape = v.pipe(
  v.string(),
  v.regex(
    /^(?!(?:and|as|assert|async|await|break|class|continue|def|del|elif|else|except|finally|for|from|global|if|import|in|is|lambda|nonlocal|not|or|pass|raise|return|try|while|with|yield)$)[a-z][a-z0-9_]*$/,
    'Settings are named as the server names them, such as `limit_request_line`.',
  ),
);
