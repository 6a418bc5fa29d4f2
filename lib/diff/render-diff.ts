/** diff › rendering: changes for a person at a terminal, and as Markdown for a pull request. */

import { canonicalJson } from '../text/json.ts';
import { markdownTable } from '../text/markdown-table.ts';
import { EFFECT_KINDS, type EffectKind, type FieldChange, type ObjectChange } from './change.ts';

/** The words for each effect. */
const TITLES: Readonly<Record<EffectKind, string>> = {
  dataLoss: 'data loss',
  recreate: 'recreate',
  stop: 'stops for good',
  traffic: 'traffic change',
  opening: 'permission or network opening',
  restart: 'rolling restart',
  run: 'runs once',
  resources: 'resources',
  none: 'nothing restarts',
};

const SIGNS = { added: '+', removed: '-', changed: '~' } as const;
/** Longest value on one line; whole values are in the JSON form. */
const LONGEST = 100;
/** What is shown of both before the first difference. */
const BEFORE = 30;
/** Lines of a text, or items of a list, that are shown. */
const MOST_LINES = 12;

/** Changes as text: first what happens, by blast radius, then field by field. */
export function renderDiffText(changes: readonly ObjectChange[]): string {
  if (changes.length === 0) return 'Nothing changes.\n';
  return environmentsIn(changes)
    .map(([title, own]) =>
      [
        title,
        ...grouped(own).flatMap(([kind, lines]) => [
          `  ${TITLES[kind]}`,
          ...lines.map(({ object, says }) => `    ${object}: ${says}`),
        ]),
        '',
        ...own.flatMap((change) => [`  ${heading(change)}`, ...change.fields.flatMap(fieldLines)]),
        '',
      ].join('\n'),
    )
    .join('\n');
}

/** Changes as Markdown, fields folded away. */
export function renderDiffMarkdown(changes: readonly ObjectChange[]): string {
  if (changes.length === 0) return 'Nothing changes.\n';
  return environmentsIn(changes)
    .map(([title, own]) => {
      const rows = grouped(own).flatMap(([kind, lines]) =>
        lines.map(({ object, says }) => [`**${TITLES[kind]}**`, `\`${object}\``, says]),
      );
      const fields = own
        .flatMap((change) => [heading(change), ...change.fields.flatMap(fieldLines)])
        .join('\n');
      const fence = '`'.repeat(Math.max(2, ...runsOfBackticks(fields)) + 1);
      return [
        `### ${title}\n`,
        markdownTable(['blast radius', 'object', 'what happens'], rows),
        `<details><summary>${own.length} ${own.length === 1 ? 'object' : 'objects'}, field by field</summary>\n`,
        `${fence}\n${fields}\n${fence}\n`,
        '</details>\n',
      ].join('\n');
    })
    .join('\n');
}

function environmentsIn(
  changes: readonly ObjectChange[],
): readonly (readonly [string, readonly ObjectChange[]])[] {
  const groups = Map.groupBy(changes, ({ environment }) => environment);
  return [...groups].map(([environment, own]) => [environment || 'charts of your own', own]);
}

/** What happens, by how far it is felt. */
function grouped(changes: readonly ObjectChange[]) {
  const lines = changes.flatMap(({ object, effects }) =>
    effects.map(({ kind, says, wayOut }) => ({
      kind,
      object,
      says: wayOut === undefined ? says : `${says} Way out: ${wayOut}`,
    })),
  );
  return EFFECT_KINDS.map(
    (kind) => [kind, lines.filter((line) => line.kind === kind)] as const,
  ).filter(([, own]) => own.length > 0);
}

function heading({ object, action, namespace }: ObjectChange): string {
  return `${SIGNS[action]} ${object}${namespace === undefined ? '' : ` (${namespace})`}`;
}

function fieldLines({ path, before, after }: FieldChange): readonly string[] {
  if (
    typeof before === 'string' &&
    typeof after === 'string' &&
    `${before}${after}`.includes('\n')
  ) {
    return [`      ${path}:`, ...lineChanges(before, after).map((line) => `        ${line}`)];
  }
  const [was, is] = [inLine(before), inLine(after)];
  const isLong = was.length > LONGEST || is.length > LONGEST;
  const items = isLong && Array.isArray(before) && Array.isArray(after);
  const changed = items ? itemChanges(before, after) : [];
  return changed.length > 0
    ? [`      ${path}:`, ...changed.map((line) => `        ${line}`)]
    : [`      ${path}: ${aroundDifference([was, is]).join(' → ')}`];
}

function inLine(value: unknown): string {
  if (value === undefined) return '(none)';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.replaceAll('\n', '\\n');
}

/** Both from shortly before the first difference, or long texts that begin alike would look the same. */
function aroundDifference([was, is]: readonly [string, string]): readonly [string, string] {
  let first = 0;
  while (first < was.length && was[first] === is[first]) first += 1;
  const start = Math.max(was.length, is.length) > LONGEST ? Math.max(0, first - BEFORE) : 0;
  const cut = (text: string) =>
    `${start > 0 ? '…' : ''}${text.slice(start, start + LONGEST)}${text.length > start + LONGEST ? '…' : ''}`;
  return [cut(was), cut(is)];
}

/** Items that one list holds and the other does not; none where only their order differs. */
function itemChanges(before: readonly unknown[], after: readonly unknown[]): readonly string[] {
  const gone = without(before, after).map(inLine);
  const come = without(after, before).map(inLine);
  const [was, is] = [gone[0] ?? '', come[0] ?? ''];
  // One that was changed is shown where it was.
  const pairs = gone.length === 1 && come.length === 1 ? aroundDifference([was, is]) : undefined;
  return limited([
    ...gone.map((line) => `- ${pairs?.[0] ?? cutAtEnd(line)}`),
    ...come.map((line) => `+ ${pairs?.[1] ?? cutAtEnd(line)}`),
  ]);
}

/** Items of a list that are not in another one, each as often as it is missing there. */
function without(items: readonly unknown[], others: readonly unknown[]): readonly unknown[] {
  const left = others.map((other) => canonicalJson(other ?? null));
  return items.filter((item) => {
    const at = left.indexOf(canonicalJson(item ?? null));
    if (at !== -1) left.splice(at, 1);
    return at === -1;
  });
}

function cutAtEnd(line: string): string {
  return line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line;
}

/** Lines between what both texts begin and end with. */
function lineChanges(before: string, after: string): readonly string[] {
  const [was, is] = [before.split('\n'), after.split('\n')];
  let start = 0;
  while (start < Math.min(was.length, is.length) && was[start] === is[start]) start += 1;
  let end = 0;
  while (
    end < Math.min(was.length, is.length) - start &&
    was[was.length - 1 - end] === is[is.length - 1 - end]
  ) {
    end += 1;
  }
  const lines = [
    ...was.slice(start, was.length - end).map((line) => `- ${line}`),
    ...is.slice(start, is.length - end).map((line) => `+ ${line}`),
  ];
  return limited(lines);
}

function limited(lines: readonly string[]): readonly string[] {
  return lines.length > MOST_LINES
    ? [...lines.slice(0, MOST_LINES), `… ${lines.length - MOST_LINES} more lines`]
    : lines;
}

function runsOfBackticks(text: string): readonly number[] {
  return [...text.matchAll(/`+/g)].map(([run]) => run.length);
}
