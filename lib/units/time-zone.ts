/** Layer 0: names of time zones, as CronJobs take them. */
import { type Parsed, accepted, refused, show } from './parsed.ts';

/**
 * Reads an IANA time zone name in its exact case, such as `Europe/Berlin` or `Etc/UTC`; offsets and `Local` are refused as Kubernetes does.
 * @see https://github.com/kubernetes/kubernetes/blob/v1.35.4/pkg/apis/batch/validation/validation.go validateTimeZone
 */
export function parseTimeZone(text: string): Parsed<string> {
  const known =
    /^[A-Za-z][\w+/-]*$/.test(text) && text.toLowerCase() !== 'local' ? resolve(text) : undefined;
  if (known === undefined)
    return refused(
      `${show(text)} is not a time zone: an IANA name such as 'Europe/Berlin' or 'Etc/UTC' is`,
    );
  // Intl ignores case, but Go opens a file of that name.
  const exact = known.toLowerCase() === text.toLowerCase() ? known : text;
  if (exact !== text || /^[a-z]/.test(text)) {
    return refused(`${show(text)} is not a time zone: the case matters, write ${show(known)}`);
  }
  return accepted(text);
}

/** Names asked before, and those that Intl does not list though it knows them and everybody uses them. */
const resolved = new Map<string, string | undefined>([
  ['UTC', 'UTC'],
  ['Etc/UTC', 'Etc/UTC'],
]);

function resolve(timeZone: string): string | undefined {
  if (!resolved.has(timeZone)) resolved.set(timeZone, listed(timeZone) ?? asked(timeZone));
  return resolved.get(timeZone);
}

/** Most names, in a millisecond: the first DateTimeFormat of a process takes twenty, for the calendars it might need. */
function listed(timeZone: string): string | undefined {
  return Intl.supportedValuesOf('timeZone').includes(timeZone) ? timeZone : undefined;
}

function asked(timeZone: string): string | undefined {
  try {
    return new Intl.DateTimeFormat('en', { timeZone }).resolvedOptions().timeZone;
  } catch {
    return undefined;
  }
}
