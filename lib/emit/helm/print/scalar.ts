/** emit › helm › printing of scalars: text with gaps as YAML that is read back exactly, whatever the values are. */

import { yamlKey, yamlNumber, yamlString } from '../../../text/yaml-scalar.ts';
import type { Expression, Text } from '../tree/template.ts';
import { type Scope, action, code } from './code.ts';

/** Whether an expression gives letters, digits and `.-_/:` only, so that it needs no quoting in text that is quoted. */
export type IsPlain = (expression: Expression) => boolean;

/** A literal scalar; `line` is a line feed and the indentation of a block. */
export function literalScalar(value: unknown, line: string): string {
  if (typeof value === 'string') return escaped(blockOrQuoted(value, line));
  if (typeof value === 'number') return yamlNumber(value);
  return String(value);
}

/** Helm 3 cuts blank space off the end of an object, so lines that are empty must not end one. */
export function blockOrQuoted(text: string, line: string): string {
  const written = yamlString(text, line);
  return written.startsWith('|+') ? yamlKey(text) : written;
}

/** Text with gaps. Unless all gaps are plain the whole is put together and quoted by Helm. */
export function textScalar(
  text: Text,
  scope: Scope,
  { isPlain, line }: { readonly isPlain: IsPlain; readonly line: string },
): string {
  const expressions = text.filter((part) => typeof part !== 'string');
  const [only] = expressions;
  if (only !== undefined && text.length === 1) return action(`${code(only, scope)} | quote`);
  if (!expressions.every(isPlain)) return action(`${formatted(text, scope)} | quote`);
  const held = text
    .map((part) => (typeof part === 'string' ? part : gap(expressions.indexOf(part))))
    .join('');
  const yaml = isSafelyPlain(text) ? held : blockOrQuoted(held, line);
  return escaped(yaml).replaceAll(/\uFDD2(\d+)\uFDD3/g, (_, index: string) => {
    const expression = expressions[Number(index)];
    return expression === undefined ? '' : action(code(expression, scope));
  });
}

/** Text that is no YAML: the body of a file or of a note. */
export function rawText(text: Text, scope: Scope): string {
  return text
    .map((part) => (typeof part === 'string' ? escaped(part) : action(code(part, scope))))
    .join('');
}

/** Text in which braces of its own do not begin an action. */
export function escaped(text: string): string {
  return text.replaceAll('{{', '{{ "{{" }}');
}

/** A key of a map. */
export function keyScalar(key: Text, scope: Scope): string {
  if (key.every((part) => typeof part === 'string')) {
    const text = key.join('');
    const written = yamlString(text, '\n');
    return escaped(written.includes('\n') ? JSON.stringify(text) : written);
  }
  return textScalar(key, scope, { isPlain: () => false, line: '\n' });
}

function formatted(text: Text, scope: Scope): string {
  const format = text
    .map((part) => (typeof part === 'string' ? part.replaceAll('%', '%%') : '%s'))
    .join('');
  const operands = text
    .filter((part) => typeof part !== 'string')
    .map((part) => `(${code(part, scope)})`);
  return `printf ${JSON.stringify(format)} ${operands.join(' ')}`;
}

/** No number, date or word of YAML has letters beyond those of hexadecimal and exponents beside a hyphen or dot. */
function isSafelyPlain(text: Text): boolean {
  const literal = text.filter((part) => typeof part === 'string').join('');
  const [first] = text;
  return (
    /^[-A-Za-z0-9._/]*$/.test(literal) &&
    /[g-mo-wz]/.test(literal) &&
    (typeof first !== 'string' || /^[A-Za-z]/.test(first))
  );
}

function gap(index: number): string {
  return `\uFDD2${index}\uFDD3`;
}
