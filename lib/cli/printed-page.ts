/** cli › printed page: Markdown as a terminal shows it, where nobody follows a link and a wide table is not padded. */

import { dirname, join } from 'node:path';
import { anchorOf, nameOf, type Page, REFERENCE, sectionOf, sectionsOf, textOf } from './pages.ts';

/** Columns of a terminal that does not say how many it has. */
const COLUMNS = 120;

/** A page, or a section of it. */
export interface Printed {
  readonly text: string;
  readonly page: Page;
  readonly pages: readonly Page[];
  /** Columns of the terminal. */
  readonly columns?: number;
}

/** The text with links to other pages as the commands that print them. */
export function printedPage({ text, page, pages, columns = COLUMNS }: Printed): string {
  const inFences = /(^```[\s\S]*?^```$)/m;
  return text
    .replaceAll(/^<!--.*-->\n\n?/gm, '')
    .split(inFences)
    .map((part) =>
      part.startsWith('```')
        ? part
        : part
            .replaceAll(/\[([^\]]+)\]\(([^)\s]+)\)/g, (link, label: string, target: string) =>
              /^[a-z]+:/.test(target)
                ? link
                : followed(label, target, commandFor(target, page, pages)),
            )
            .replaceAll(/(?:^\|.*\|\n)+/gm, (table) => fitted(table, columns)),
    )
    .join('');
}

/** The command is enough where it says the label too; what is not in the package is only named. */
function followed(label: string, target: string, topic: string | undefined): string {
  if (topic === undefined) return label;
  const command = `\`slipway docs ${topic}\``;
  const isSaid = !target.startsWith('#') && label.replaceAll('`', '') === topic;
  return isSaid ? command : `${label} (${command})`;
}

/** What to ask for instead of following a link; undefined for what is on the page itself, or not in the package. */
function commandFor(target: string, page: Page, pages: readonly Page[]): string | undefined {
  const [path = '', anchor = ''] = target.split('#');
  const file = join(dirname(page.file), path);
  const other = path === '' ? page : pages.find((candidate) => candidate.file === file);
  if (other === undefined) return undefined;
  const name = nameOf(pages, other);
  if (anchor === '') return name;
  if (other.topic === REFERENCE) return optionOf(other, anchor) ?? `${name}#${anchor}`;
  return other === page ? undefined : `${name}#${anchor}`;
}

/** The option by which a section of the reference is found. */
function optionOf(reference: Page, anchor: string): string | undefined {
  const sections = sectionsOf(textOf(reference));
  const section = sections.find(({ title }) => anchorOf(title) === anchor);
  const [option = ''] = section?.title.split(', ') ?? [];
  return /^[\w.]+$/.test(option) && sectionOf(sections, option) === section ? option : undefined;
}

/** Columns that line up while they fit; else no padding, which would only break lines. */
function fitted(table: string, columns: number): string {
  const rows = table
    .trimEnd()
    .split('\n')
    .map((line) =>
      line
        .slice(1, -1)
        .split(/(?<!\\)\|/)
        .map((cell) => cell.trim()),
    );
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(
      3,
      ...rows.map((row) => (/^-+$/.test(row[column] ?? '') ? 0 : (row[column] ?? '').length)),
    ),
  );
  const total = widths.reduce((sum, width) => sum + width + 3, 1);
  return rows
    .map((row) => {
      const cells = row.map((cell, column) => {
        const width = total > columns ? 3 : (widths[column] ?? 0);
        return /^-+$/.test(cell) ? '-'.repeat(width) : cell.padEnd(total > columns ? 0 : width);
      });
      return `| ${cells.join(' | ')} |\n`;
    })
    .join('');
}
