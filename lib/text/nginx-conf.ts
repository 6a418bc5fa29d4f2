/** Layer 0: writes directives as nginx reads them (nginx.conf). */

/** A directive: its name, its arguments, and what stands in its block. */
export interface NginxDirective {
  readonly name: string;
  readonly args: readonly (string | number)[];
  readonly block?: readonly NginxDirective[];
}

/** A directive without a block. */
export function directive(name: string, ...args: readonly (string | number)[]): NginxDirective {
  return { name, args };
}

/** A directive with a block. */
export function block(
  name: string,
  args: readonly (string | number)[],
  ...directives: readonly NginxDirective[]
): NginxDirective {
  return { name, args, block: directives };
}

/**
 * Writes directives, arguments quoted where nginx would read them differently. `$name` stays a variable: a dollar that is
 * meant literally cannot be written in nginx, so whoever passes text of an author refuses it.
 * @throws RangeError for line breaks, control characters and half surrogate pairs
 * @see https://github.com/nginx/nginx/blob/release-1.30.4/src/core/ngx_conf_file.c ngx_conf_read_token
 */
export function toNginx(directives: readonly NginxDirective[], indent = ''): string {
  return directives.map((one) => written(one, indent)).join('');
}

function written({ name, args, block: inner }: NginxDirective, indent: string): string {
  const head = `${indent}${[argument(name), ...args.map((each) => argument(String(each)))].join(' ')}`;
  if (inner === undefined) return `${head};\n`;
  return `${head} {\n${toNginx(inner, `${indent}    `)}${indent}}\n`;
}

function argument(text: string): string {
  if (/\p{Cc}/u.test(text) || !text.isWellFormed()) {
    throw new RangeError(`cannot write ${JSON.stringify(text)} as nginx configuration`);
  }
  if (text !== '' && !/[\s"'\\;{}#]/.test(text)) return text;
  const quote = text.includes('"') && !text.includes("'") ? "'" : '"';
  return `${quote}${text.replaceAll(quote === '"' ? /[\\"]/g : /\\/g, '\\$&')}${quote}`;
}
