/** Layer 0: what every parser in `units/` returns, so that callers can collect all problems instead of catching the first. */

/** A parsed value, or one sentence that names the offending text and says what is accepted. */
export type Parsed<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: string };

/** The result of a parse that succeeded. */
export function accepted<T>(value: T): Parsed<T> {
  return { ok: true, value };
}

/** The result of a parse that failed, with the sentence to show. */
export function refused<T = never>(problem: string): Parsed<T> {
  return { ok: false, problem };
}

/** The value of a successful parse. @throws RangeError with the problem otherwise: only for texts known to be right. */
export function must<T>(parsed: Parsed<T>): T {
  if (parsed.ok) return parsed.value;
  throw new RangeError(parsed.problem);
}

/** The offending text as it is shown in a problem: quoted, escapes visible, cut after 80 characters. */
export function show(text: unknown): string {
  if (typeof text === 'string') {
    return JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text);
  }
  return typeof text === 'object' && text !== null ? 'an object' : String(text);
}
