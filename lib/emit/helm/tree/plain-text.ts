/** emit › helm › plain text: texts and scalars whose value is known or read at once. */

import type { Text } from './template.ts';

/** The text where it has no gaps; undefined where values decide it. */
export function plainText(text: Text): string | undefined {
  return text.every((part) => typeof part === 'string') ? text.join('') : undefined;
}

/** A scalar among the values as text; empty for what is not there or is no scalar. */
export function scalarText(value: unknown): string {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}
