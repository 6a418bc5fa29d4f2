// Documentation generator: the table of variants in docs/architecture.md, counted in the source: what each consists of, and who else names it.
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'prettier';
import { markdownTable } from '../../lib/text/markdown-table.ts';

/** Texts of files by their paths, relative to lib. */
export type Sources = Readonly<Record<string, string>>;

/** One variant as the source has it. */
export interface CountedVariant {
  readonly family: string;
  readonly folder: string;
  /** The function that makes it, e.g. `nginxIngress`. */
  readonly factory: string;
  /** Its kind, e.g. `http` of `httpApi()`. */
  readonly kind: string;
  /** Files in its folder. */
  readonly own: readonly string[];
  /** Files elsewhere in lib that name it. */
  readonly elsewhere: readonly string[];
}

const ROOT = join(import.meta.dirname, '../..');
const PAGE = join(ROOT, 'docs/architecture.md');
const BEGIN =
  '<!-- Made by `npm run docs:variants` from lib; do not edit up to the next such mark. -->';
const END = '<!-- Up to here. -->';

/** Every file of lib. */
export function librarySources(): Sources {
  const files = globSync('**/*.{ts,md}', { cwd: join(ROOT, 'lib') });
  return Object.fromEntries(
    files.map((file) => [file, readFileSync(join(ROOT, 'lib', file), 'utf8')]),
  );
}

/** The variants: folders in which a value with a family and a kind is made, whatever the folders are called. */
export function variantsIn(sources: Sources): readonly CountedVariant[] {
  const vocabulary = new Set(
    Object.entries(sources)
      .filter(([file]) => file.startsWith('model/'))
      .flatMap(([, text]) => [...text.matchAll(/'([A-Za-z]+)'/g)].map(([, word]) => word)),
  );
  return Object.entries(sources)
    .flatMap(([file, text]) => {
      const [family = '', folder = '', name = '', ...deeper] = file.split('/');
      const kind = /family: '\w+',\s+kind: '(\w+)'/.exec(text)?.[1];
      const factory = /export function (\w+)\([^{]*\{/.exec(text)?.[1];
      if (kind === undefined || factory === undefined || name === '' || deeper.length > 0)
        return [];
      return [{ family, folder, factory, kind }];
    })
    .map((variant) => ({
      ...variant,
      own: Object.keys(sources)
        .filter((file) => file.startsWith(`${variant.family}/${variant.folder}/`))
        .toSorted(),
      elsewhere: Object.entries(sources)
        .filter(([file, text]) => names(file, text, variant, !vocabulary.has(variant.kind)))
        .map(([file]) => file)
        .toSorted(),
    }))
    .toSorted((a, b) => compare(a.family, b.family) || compare(a.factory, b.factory));
}

/** Whether code outside of the folder imports from it, writes the factory out in a sentence, or asks for the kind. */
function names(
  file: string,
  text: string,
  { family, folder, factory, kind }: Pick<CountedVariant, 'family' | 'folder' | 'factory' | 'kind'>,
  /** A kind that is a word of the plan's own says nothing of who is asked for. */
  isKindTelling: boolean,
): boolean {
  if (!file.endsWith('.ts') || file.startsWith(`${family}/${folder}/`)) return false;
  const code = text.replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');
  const path = file.startsWith(`${family}/`) ? folder : `${family}/${folder}`;
  return (
    new RegExp(`from '[./]+/${path}/`).test(code) ||
    new RegExp(`\\b${factory}\\(\\)`).test(code) ||
    (isKindTelling && code.includes(`'${kind}'`))
  );
}

/** The section of docs/architecture.md. */
export function variantsSection(variants: readonly CountedVariant[]): string {
  const rows = variants.map(({ family, folder, factory, own, elsewhere }) => {
    const beyond = elsewhere.filter((file) => !isList(family, file));
    return [
      `\`${family}/${folder}/\``,
      `\`${factory}()\``,
      String(own.length),
      String(elsewhere.length - beyond.length),
      beyond.length === 0
        ? '0'
        : `${beyond.length}: ${beyond.map((file) => `\`${file}\``).join(', ')}`,
    ];
  });
  return [
    BEGIN,
    `${variants.length} variants. Files in the folder of each, its README among them; lists it stands in (the public API, its family, what a shape says is accepted); and files beyond, whose code imports it, writes it out in a sentence, or asks for its kind: variants that build on one another, and rules that name a cure.`,
    markdownTable(['variant', 'made by', 'own files', 'lists', 'files beyond'], rows),
    END,
  ].join('\n\n');
}

/** Where every variant of a family stands: adding one adds a line there. */
function isList(family: string, file: string): boolean {
  return ['index.ts', `${family}/index.ts`].includes(file) || file.startsWith('resolve/shape/');
}

/** The whole page with its section made anew. */
export async function architecturePage(page: string): Promise<string> {
  const [before = '', rest = ''] = page.split(BEGIN);
  const [, after = ''] = rest.split(END);
  return format(`${before}${variantsSection(variantsIn(librarySources()))}${after}`, {
    parser: 'markdown',
    printWidth: 100,
    singleQuote: true,
  });
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

if (import.meta.main) {
  writeFileSync(PAGE, await architecturePage(readFileSync(PAGE, 'utf8')));
}
