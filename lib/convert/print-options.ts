/** convert › print: neutral options as a piece of a description in TypeScript. */

import type { ExposureOptions } from '../model/exposure.ts';

/** The member `expose` of a description, with what has to be decided by hand above it. */
export function printOptions(options: ExposureOptions, notes: readonly string[]): string {
  return [
    ...notes.map((note) => `// ${note}`),
    `expose: nginxIngress(${literal(options, '')}),`,
    '',
  ].join('\n');
}

function literal(value: unknown, indent: string): string {
  const inner = `${indent}  `;
  if (typeof value === 'string') return text(value);
  if (Array.isArray(value)) {
    const items = value.map((item) => literal(item, inner));
    const line = `[${items.join(', ')}]`;
    return line.length + indent.length <= 80 && !line.includes('\n')
      ? line
      : `[\n${items.map((item) => `${inner}${item},\n`).join('')}${indent}]`;
  }
  if (typeof value !== 'object' || value === null) return String(value);
  const members = Object.entries(value).map(
    ([key, member]) => `${keyOf(key)}: ${literal(member, inner)}`,
  );
  const line = `{ ${members.join(', ')} }`;
  if (members.length === 0) return '{}';
  return indent !== '' && line.length + indent.length <= 80 && !line.includes('\n')
    ? line
    : `{\n${members.map((member) => `${inner}${member},\n`).join('')}${indent}}`;
}

function keyOf(key: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(key) ? key : text(key);
}

/** Single quotes, as the rest of a description has them; JSON's escapes are JavaScript's too. */
function text(value: string): string {
  const json = JSON.stringify(value)
    .slice(1, -1)
    .replaceAll(String.raw`\"`, '"');
  return `'${json.replaceAll("'", String.raw`\'`)}'`;
}
