// Documentation generator: the types of a description as the compiler parses them: options, their types, and what their comments say.
import { globSync } from 'node:fs';
import { join } from 'node:path';
import type {
  FunctionDeclaration,
  InterfaceDeclaration,
  Node,
  SourceFile,
  TypeAliasDeclaration,
  TypeElement,
  TypeNode,
} from 'typescript/unstable/ast';
import {
  isFunctionDeclaration,
  isInterfaceDeclaration,
  isPropertySignatureDeclaration,
  isTypeAliasDeclaration,
  isTypeLiteralNode,
  isUnionTypeNode,
} from 'typescript/unstable/ast/is';
import { API } from 'typescript/unstable/sync';

/** What a comment says, taken apart. */
export interface Said {
  readonly text: string;
  /** What stands behind `Default:`. */
  readonly default?: string;
  /** Address behind `@see`. */
  readonly more?: string;
}

/** One option of an interface. */
export interface SpecOption extends Said {
  readonly name: string;
  readonly optional: boolean;
  readonly type: TypeNode;
}

/** An interface, or another name for a type. */
export interface SpecType extends Said {
  readonly name: string;
  /** Interfaces whose options it has too. */
  readonly bases: readonly string[];
  readonly options: readonly SpecOption[];
  /** Of a type that is not an interface: what it stands for. */
  readonly stands?: TypeNode;
  /** Members of a union, each with the comment before it. */
  readonly forms: readonly (Said & { readonly type: TypeNode })[];
}

/** A function that makes a value of a description. */
export interface SpecFunction extends Said {
  readonly name: string;
  /** As it is called, e.g. `secretRef(name, key, options?)`. */
  readonly call: string;
  /** Name of the type of what it makes. */
  readonly makes: string;
}

const ROOT = join(import.meta.dirname, '../..');
/** A configuration that exists only here: these files alone are parsed, in a tenth of a second instead of ten. */
const CONFIGURATION = join(ROOT, 'docs/generate/spec.tsconfig.json');

/** Types and functions of `lib/model/spec`. */
export function readSpec(): {
  readonly types: Readonly<Record<string, SpecType>>;
  readonly functions: readonly SpecFunction[];
} {
  const files = globSync('lib/model/spec/*.ts', { cwd: ROOT }).toSorted();
  const config = JSON.stringify({
    compilerOptions: { noLib: true, noResolve: true, types: [] },
    files: files.map((file) => join(ROOT, file)),
  });
  const api = new API({
    cwd: ROOT,
    fs: {
      readFile: (file) => (file === CONFIGURATION ? config : undefined),
      fileExists: (file) => (file === CONFIGURATION ? true : undefined),
    },
  });
  try {
    const [project] = api.updateSnapshot({ openProjects: [CONFIGURATION] }).getProjects();
    const sources = files.flatMap((file) => project?.program.getSourceFile(join(ROOT, file)) ?? []);
    if (sources.length !== files.length) throw new Error('the compiler does not read the files');
    const types = sources.flatMap((source) =>
      source.statements.flatMap((statement) =>
        isInterfaceDeclaration(statement) || isTypeAliasDeclaration(statement)
          ? [typeOf(source, statement)]
          : [],
      ),
    );
    const functions = sources.flatMap((source) =>
      source.statements.flatMap((statement) =>
        isFunctionDeclaration(statement) ? [functionOf(source, statement)] : [],
      ),
    );
    return { types: Object.fromEntries(types.map((type) => [type.name, type])), functions };
  } finally {
    api.close();
  }
}

/** Options of an interface or of an object that is written out. */
export function optionsOf(members: readonly TypeElement[]): readonly SpecOption[] {
  return members.flatMap((member) =>
    isPropertySignatureDeclaration(member) && member.type !== undefined
      ? [
          {
            name: member.name.getText(),
            optional: member.postfixToken !== undefined,
            type: member.type,
            ...saidBefore(member),
          },
        ]
      : [],
  );
}

function typeOf(
  source: SourceFile,
  declaration: InterfaceDeclaration | TypeAliasDeclaration,
): SpecType {
  const name = declaration.name.text;
  const said = saidBefore(declaration);
  if (isInterfaceDeclaration(declaration)) {
    const bases = (declaration.heritageClauses ?? []).flatMap(({ types }) =>
      types.map((type) => type.getText(source)),
    );
    return { name, ...said, bases, options: optionsOf(declaration.members), forms: [] };
  }
  const { type } = declaration;
  return {
    name,
    ...said,
    bases: [],
    options: isTypeLiteralNode(type) ? optionsOf(type.members) : [],
    stands: type,
    forms: isUnionTypeNode(type)
      ? type.types.map((form, index) => ({
          type: form,
          ...saidBetween(source, type.types[index - 1]?.end ?? type.pos, form.getStart(source)),
        }))
      : [],
  };
}

function functionOf(source: SourceFile, declaration: FunctionDeclaration): SpecFunction {
  const name = declaration.name?.text ?? '';
  const given = declaration.parameters.map(
    ({ name: each, questionToken, initializer }) =>
      `${each.getText(source)}${questionToken === undefined && initializer === undefined ? '' : '?'}`,
  );
  return {
    name,
    call: `${name}(${given.join(', ')})`,
    makes: declaration.type?.getText(source) ?? '',
    ...saidBefore(declaration),
  };
}

/** The last comment before a node; the compiler hands out those of declarations only. */
function saidBefore(node: Node): Said {
  return commentAt(node.getFullText().slice(0, node.getLeadingTriviaWidth()));
}

/** The same for a member of a union, whose comment stands before the bar. */
function saidBetween(source: SourceFile, from: number, to: number): Said {
  return commentAt(source.text.slice(from, to).replace(/\|\s*$/, ''));
}

function commentAt(text: string): Said {
  return said(/\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*$/.exec(text)?.[1] ?? '');
}

/** Takes a comment apart: a sentence `Default: …`, and the address behind `@see`. */
export function said(comment: string): Said {
  const [words = '', ...tags] = comment
    .replaceAll(/^\s*\*/gm, '')
    .split(/(?=@(?:see|example)\b)/)
    .map((part) => part.replaceAll(/\s+/g, ' ').trim());
  const more = tags.flatMap((tag) => /^@see (https:\S+)/.exec(tag)?.[1] ?? [])[0];
  const usual = /(?:^|\s)Default: (.+?)\.(?=\s+[A-Z`]|$)/.exec(words);
  const text = usual === null ? words : words.replace(usual[0], '').trim();
  return {
    text,
    ...(usual?.[1] === undefined ? {} : { default: usual[1] }),
    ...(more === undefined ? {} : { more }),
  };
}
