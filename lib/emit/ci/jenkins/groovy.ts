/** emit › ci › Jenkins › Groovy: prints statements of a declarative pipeline; text is always quoted, so that none becomes code. */

/** An argument: text, a number, a flag, or a reference such as `params.ACTION`. */
export type Argument =
  | string
  | number
  | boolean
  | { readonly refer: string }
  | { readonly list: readonly (string | Statement)[] };

/** A statement such as `timeout(time: 1)`, `stage('x') { … }` or `agent none`. */
export interface Statement {
  readonly name: string;
  readonly args?: readonly Argument[];
  readonly named?: Readonly<Record<string, Argument>>;
  readonly block?: readonly Statement[];
  /** `NAME = value`, as in `environment { … }`. */
  readonly assigned?: Argument;
}

/** A statement: `say('stage', ['Build'], […])`. */
export function say(
  name: string,
  args: readonly Argument[] = [],
  block?: readonly Statement[],
): Statement {
  return { name, args, ...(block === undefined ? {} : { block }) };
}

/** A statement with named arguments. */
export function sayNamed(name: string, named: Readonly<Record<string, Argument>>): Statement {
  return { name, named };
}

/** Statements, one on each line. */
export function printGroovy(statements: readonly Statement[], indent = ''): string {
  return statements.map((statement) => `${indent}${printed(statement, indent)}\n`).join('');
}

function printed(
  { name, args = [], named = {}, block, assigned }: Statement,
  indent: string,
): string {
  if (assigned !== undefined) return `${name} = ${value(assigned)}`;
  const words = [
    ...args.map(value),
    ...Object.entries(named).map(([key, argument]) => `${key}: ${value(argument)}`),
  ];
  if (block === undefined) {
    const [only] = args;
    const isWord =
      typeof only === 'object' &&
      'refer' in only &&
      words.length === 1 &&
      // A choice between two values reads as one argument only in parentheses.
      !only.refer.includes(' ? ');
    return isWord || (words.length === 1 && args.length === 1 && typeof only !== 'object')
      ? `${name} ${words.join('')}`
      : `${name}(${words.join(', ')})`;
  }
  const head = words.length === 0 ? name : `${name}(${words.join(', ')})`;
  return `${head} {\n${printGroovy(block, `${indent}    `)}${indent}}`;
}

function value(argument: Argument): string {
  if (typeof argument === 'string') return quoted(argument);
  if (typeof argument !== 'object') return String(argument);
  if ('refer' in argument) return argument.refer;
  const items = argument.list.map((item) =>
    typeof item === 'string' ? quoted(item) : printed(item, ''),
  );
  return `[${items.join(', ')}]`;
}

/** Single quotes: nothing is interpolated, which would put secrets on command lines. */
function quoted(text: string): string {
  const escaped = text.replaceAll('\\', '\\\\').replaceAll("'", "\\'");
  return text.includes('\n') ? `'''${escaped}'''` : `'${escaped}'`;
}
