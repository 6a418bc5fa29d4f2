/** Layer 0: tables for reference pages, reports and comments on pull requests. */

/** How a column is aligned; left by default. */
export type ColumnAlignment = 'left' | 'right' | 'center';

/**
 * Prints a Markdown table whose columns line up in the source; bars are escaped and line breaks become `<br>`.
 * @throws RangeError if a row has more or fewer cells than there are headings
 */
export function markdownTable(
  headings: readonly string[],
  rows: readonly (readonly string[])[],
  alignments: readonly ColumnAlignment[] = [],
): string {
  const cells = [headings, ...rows].map((row) => row.map(cell));
  const uneven = cells.find((row) => row.length !== headings.length);
  if (uneven !== undefined) {
    throw new RangeError(
      `a row of ${uneven.length} cells does not fit under ${headings.length} headings: ${uneven.join(', ')}`,
    );
  }
  const widths = headings.map((_, i) => Math.max(3, ...cells.map((row) => width(row[i] ?? ''))));
  const lines = cells.map((row) => row.map((text, i) => pad(text, widths[i] ?? 0, alignments[i])));
  const [head = [], ...body] = lines;
  const rule = widths.map((columns, i) => ruleOf(columns, alignments[i]));
  return [head, rule, ...body].map((row) => `| ${row.join(' | ')} |\n`).join('');
}

function cell(text: string): string {
  return text
    .trim()
    .replaceAll('|', '\\|')
    .replace(/\r\n|\r|\n/g, '<br>');
}

function width(text: string): number {
  return Array.from(text).length;
}

function pad(text: string, columns: number, alignment: ColumnAlignment = 'left'): string {
  const space = columns - width(text);
  if (alignment === 'right') return ' '.repeat(space) + text;
  const before = alignment === 'center' ? Math.floor(space / 2) : 0;
  return ' '.repeat(before) + text + ' '.repeat(space - before);
}

function ruleOf(columns: number, alignment: ColumnAlignment = 'left'): string {
  const left = alignment === 'center' ? ':' : '-';
  return `${left}${'-'.repeat(columns - 2)}${alignment === 'left' ? '-' : ':'}`;
}
