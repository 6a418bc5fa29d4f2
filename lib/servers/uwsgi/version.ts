/** servers › uwsgi: which versions stop without losing requests. */

import { type Parsed, accepted, refused, show } from '../../units/parsed.ts';

/** The patch of 2.0 that waits for running requests. @see https://uwsgi-docs.readthedocs.io/en/latest/Changelog-2.0.27.html */
const FIRST_PATCH = 27;

/**
 * Reads a version of uWSGI and refuses those before 2.0.27, whose graceful stop drops the requests that run.
 * @example parseUwsgiVersion('2.0.30')
 */
export function parseUwsgiVersion(text: string): Parsed<string> {
  const match = /^(\d{1,2})\.(\d{1,2})(?:\.(\d{1,3}))?$/.exec(text);
  if (match === null) return refused(`${show(text)} is not a version of uWSGI: '2.0.30' is`);
  const [major, minor, patch] = match.slice(1).map(Number);
  const old = (major ?? 0) < 2 || (major === 2 && minor === 0 && (patch ?? Infinity) < FIRST_PATCH);
  return old
    ? refused(
        `uWSGI ${text} drops requests that run when it is told to stop gracefully; 2.0.${FIRST_PATCH} and newer finish them`,
      )
    : accepted(text);
}
