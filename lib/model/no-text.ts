/** What a reference does when it is put into a text: it says what to write instead, where JavaScript would write `[object Object]`. */

/** What stands for the reference, and how to do without a text of it. */
export interface NoText {
  /** As it is written, e.g. `secretRef('db', 'url')`. */
  readonly written: string;
  readonly because: string;
  readonly fix: string;
}

/**
 * The same value, which throws where it would become text: `${value}`, `'…' + value`, `String(value)`. Its members, its JSON
 * and what it is equal to stay as they are. The message has a line `why:` and a line `fix:`, which SW5902 repeats as such.
 * @see https://tc39.es/ecma262/#sec-toprimitive
 */
export function noText<Value extends object>(value: Value, said: NoText): Value {
  const refuse = (): never => {
    throw new Error(
      `${said.written} is put into a text, where it would be "[object Object]".\nwhy: ${said.because}\nfix: ${said.fix}`,
    );
  };
  // Not enumerable: copies, comparisons and shapes see the members alone.
  Object.defineProperty(value, Symbol.toPrimitive, { value: refuse });
  return Object.defineProperty(value, 'toString', { value: refuse });
}

/** Why a reference has no text. */
export const RESOLVED_LATER =
  'It is a reference: what it stands for is known only in a cluster, or in an environment.';
