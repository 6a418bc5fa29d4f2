// Documentation generator: types of a description in the words of somebody who writes one.
import type { NodeArray, TypeNode, TypeReferenceNode } from 'typescript/unstable/ast';
import {
  isArrayTypeNode,
  isLiteralTypeNode,
  isParenthesizedTypeNode,
  isTypeLiteralNode,
  isTypeOperatorNode,
  isTypeReferenceNode,
  isUnionTypeNode,
} from 'typescript/unstable/ast/is';
import { type SpecType, optionsOf } from './spec-types.ts';

/** What a type is called, when it is not spelled out; Markdown. */
export type Named = (type: string) => string | undefined;

const KEYWORDS: Readonly<Record<string, string>> = {
  string: 'text',
  unknown: 'anything',
};

/** A type in words, e.g. `text or list of number`. */
export function typeWords(
  type: TypeNode,
  named: Named,
  types: Readonly<Record<string, SpecType>>,
): string {
  const words = (inner: TypeNode): string => typeWords(inner, named, types);
  if (isParenthesizedTypeNode(type) || isTypeOperatorNode(type)) return words(type.type);
  if (isArrayTypeNode(type)) return `list of ${words(type.elementType)}`;
  if (isUnionTypeNode(type)) return alternatives(type.types.map(words));
  if (isLiteralTypeNode(type)) return `\`${type.getText()}\``;
  if (isTypeLiteralNode(type)) return `\`${shapeOf(optionsOf(type.members))}\``;
  if (isTypeReferenceNode(type)) return referenceWords(type, words, named, types);
  return KEYWORDS[type.getText()] ?? type.getText();
}

function referenceWords(
  type: TypeReferenceNode,
  words: (type: TypeNode) => string,
  named: Named,
  types: Readonly<Record<string, SpecType>>,
): string {
  const name = type.typeName.getText();
  const [first, second] = argumentsOf(type.typeArguments);
  if (first !== undefined && ['Readonly', 'Partial'].includes(name)) return words(first);
  if (name === 'Record' && second !== undefined) {
    return second.getText() === 'unknown' ? 'object' : `map of ${words(second)}`;
  }
  const called = named(name);
  if (called !== undefined) return called;
  const meant = types[name];
  if (meant === undefined) throw new Error(`nothing is known of the type ${name}`);
  return meant.stands === undefined || meant.options.length > 0
    ? `\`${shapeOf(meant.options)}\``
    : words(meant.stands);
}

function argumentsOf(given: NodeArray<TypeNode> | undefined): readonly TypeNode[] {
  return given === undefined ? [] : [...given];
}

/** Names of options as they stand in an object, e.g. `{ path, size? }`; what can have only one value with it. */
export function shapeOf(
  options: readonly {
    readonly name: string;
    readonly optional: boolean;
    readonly type: TypeNode;
  }[],
): string {
  const members = options.map(({ name, optional, type }) => {
    if (isLiteralTypeNode(type)) return `${name}: ${type.getText()}`;
    if (isTypeLiteralNode(type)) return `${name}: ${shapeOf(optionsOf(type.members))}`;
    return `${name}${optional ? '?' : ''}`;
  });
  return `{ ${members.join(', ')} }`;
}

function alternatives(words: readonly string[]): string {
  const each = [...new Set(words)];
  const last = each.at(-1) ?? '';
  return each.length < 2 ? last : `${each.slice(0, -1).join(', ')} or ${last}`;
}
