// Marks the functions a synthesis calls, so that V8 compiles them when it compiles the module.
//
// V8 compiles a function when it is first called, which means to read it twice, and Node's compile cache holds what was
// compiled when the module was loaded, none of these. A function in parentheses is compiled at once: V8 takes it for one that
// is called on the spot (`is_likely_called` in src/parsing of V8 13.6). Of a cold synthesis of one service that saved 29 of
// 125 ms of processor time with a compile cache and 12 of 142 ms without (measured 2026-11-30); to mark all functions saved
// less, and without a cache made it slower.
import { type AnyNode, type AssignmentProperty, type Program, type Property, parse } from 'acorn';
import MagicString from 'magic-string';

/** The text of a module with its called functions in parentheses; they are told by where they begin. */
export function withEagerFunctions(text: string, called: ReadonlySet<number>): string {
  const program = parse(text, { ecmaVersion: 'latest', sourceType: 'module' });
  const edited = new MagicString(text);
  const visit = (node: AnyNode, parent: AnyNode): void => {
    if (called.has(node.start)) mark(edited, { node, parent, program });
    for (const child of childrenOf(node)) visit(child, node);
  };
  for (const statement of program.body) visit(statement, program);
  return edited.toString();
}

interface Place {
  readonly node: AnyNode;
  readonly parent: AnyNode;
  readonly program: Program;
}

/** Methods of classes, getters and generators cannot stand in parentheses. */
function mark(edited: MagicString, { node, parent, program }: Place): void {
  const { type, start, end } = node;
  if (type === 'FunctionDeclaration' && parent.type === 'Program' && node.id !== null) {
    const { name, start: nameStart, end: nameEnd } = node.id;
    const keyword = edited.original.slice(start, nameStart).trimEnd();
    edited.overwrite(start, nameEnd, `const ${name} = (${keyword}`);
    edited.appendLeft(end, ');\n');
    // A declaration is hoisted, an expression is not.
    edited.move(start, end, firstStatementOf(program));
  } else if (type === 'Property' && isPlainMethod(node)) {
    edited.appendRight(node.key.end, ': (function');
    edited.prependLeft(end, ')');
  } else if (
    (type === 'ArrowFunctionExpression' || type === 'FunctionExpression') &&
    !isMethod(parent)
  ) {
    edited.appendRight(start, '(');
    edited.prependLeft(end, ')');
  }
}

function firstStatementOf({ body }: Program): number {
  return body.find(({ type }) => type !== 'ImportDeclaration')?.start ?? 0;
}

function isMethod(node: AnyNode): boolean {
  return (
    node.type === 'MethodDefinition' ||
    (node.type === 'Property' && (node.method || node.kind !== 'init'))
  );
}

function isPlainMethod({ method, computed, value }: Property | AssignmentProperty): boolean {
  return (
    method && !computed && value.type === 'FunctionExpression' && !value.async && !value.generator
  );
}

function childrenOf(node: AnyNode): readonly AnyNode[] {
  return Object.values(node).flat().filter(isNode);
}

/** Every object of a tree that has a type is one of the nodes acorn makes. */
function isNode(value: unknown): value is AnyNode {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value;
}
