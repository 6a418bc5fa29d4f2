/** diff › rendering: changes for a person at a terminal, and as Markdown for a pull request. */

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
/** Lines of a text that are shown. */
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
  return [`      ${path}: ${shown(before)} → ${shown(after)}`];
}

function shown(value: unknown): string {
  if (value === undefined) return '(none)';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const line = text.replaceAll('\n', '\\n');
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
  return lines.length > MOST_LINES
    ? [...lines.slice(0, MOST_LINES), `… ${lines.length - MOST_LINES} more lines`]
    : lines;
}

function runsOfBackticks(text: string): readonly number[] {
  return [...text.matchAll(/`+/g)].map(([run]) => run.length);
}
