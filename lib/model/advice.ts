/** What a shape says to an author that its types cannot: in which words a value is accepted, and what to write instead of a slip. */

import * as v from 'valibot';
import { isRecord, type Path, type Shape } from './shape-parts.ts';

/** Words of an author's, beside those made of types. @internal */
export interface Advice {
  /** What is accepted, as the end of "Expected …". Default: the types. */
  readonly expected?: string;
  /** What to write instead of a value, by the value and its place; undefined where it resembles nothing. */
  readonly instead?: (input: unknown, path: Path) => string | undefined;
  /** What to write instead of keys that other tools have; each is a sentence. */
  readonly keys?: Readonly<Record<string, string>>;
}

/** A shape with advice. @internal */
export function advised<S extends Shape>(shape: S, advice: Advice) {
  return v.pipe(shape, v.metadata({ advice }));
}

/** What a shape accepts in the words of its advice. @internal */
export function expectedOf(shape: Shape): string | undefined {
  return adviceOf(shape)?.expected;
}

/** What the advice of a shape says to a value. @internal */
export function insteadOf(shape: Shape, input: unknown, path: Path): string | undefined {
  return adviceOf(shape)?.instead?.(input, path);
}

/** What the advice of a shape says to a key it does not have. @internal */
export function insteadOfKey(shape: Shape, key: string): string | undefined {
  const keys = adviceOf(shape)?.keys ?? {};
  return Object.hasOwn(keys, key) ? keys[key] : undefined;
}

function adviceOf(shape: Shape): Advice | undefined {
  if (!('pipe' in shape)) return undefined;
  const { advice }: { readonly advice?: unknown } = v.getMetadata(shape);
  return isAdvice(advice) ? advice : undefined;
}

/** Written by `advised` alone, so that only its presence is asked. */
function isAdvice(value: unknown): value is Advice {
  return isRecord(value);
}
