/** cli › docs: the pages that come with the package, by topic. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { nearestName } from '../../index.ts';
import { packageFolder } from '../package-folder.ts';
import { EXIT, type Call, type Command, type Outcome } from '../command.ts';
import {
  anchorOf,
  findPages,
  GUIDES,
  type Page,
  pageOf,
  REFERENCE,
  sectionOf,
  sectionsOf,
  textOf,
} from '../pages.ts';
import { printedPage } from '../printed-page.ts';

/** `slipway docs [topic]`. */
export const docsCommand: Command = {
  name: 'docs',
  arguments: ['[topic]'],
  summary:
    'Read a page: a guide, an option of a description, a variant, a rule, or a diagnostic code. Without a topic: the list.',
  options: {},
  examples: [
    'slipway docs',
    'slipway docs tutorial',
    'slipway docs description',
    'slipway docs workers',
    'slipway docs gunicorn',
    'slipway docs gitops#previews',
    'slipway docs utilization-without-request',
    'slipway docs SW2303',
  ],
  run,
};

/** A rule's page has its code in the title, others name theirs in the text. */
function isAbout(text: string, topic: string): boolean {
  return text.startsWith(`# ${topic} `) || text.includes(`\`${topic}\``);
}

function run({ positionals, columns }: Call): Promise<Outcome> {
  const pages = findPages(join(packageFolder(), 'build'));
  const [given] = positionals;
  return Promise.resolve(
    given === undefined
      ? { exitCode: EXIT.ok, stdout: listOf(pages) }
      : answer(pages, asWritten(given), columns === undefined ? {} : { columns }),
  );
}

/** Codes are written in capitals. */
function asWritten(topic: string): string {
  return /^sw\d{4}$/i.test(topic) ? topic.toUpperCase() : topic;
}

function answer(pages: readonly Page[], topic: string, options: Pick<Call, 'columns'>): Outcome {
  const shown = (page: Page, text = textOf(page)): Outcome => ({
    exitCode: EXIT.ok,
    stdout: printedPage({ text, page, pages, ...options }),
  });
  const [name = '', anchor] = topic.split('#');
  const page = pageOf(pages, name);
  if (page !== undefined) {
    if (anchor === undefined) return shown(page);
    const section = sectionsOf(textOf(page)).find(({ title }) => anchorOf(title) === anchor);
    return section === undefined ? notFound(pages, topic) : shown(page, section.text);
  }
  const group = pages.filter((candidate) => candidate.group === topic);
  if (group.length > 0) return { exitCode: EXIT.ok, stdout: listOf(group) };
  const reference = pageOf(pages, REFERENCE);
  const option = reference && sectionOf(sectionsOf(textOf(reference)), topic);
  if (reference !== undefined && option !== undefined) return shown(reference, option.text);
  const about = pages.find((candidate) => isAbout(textOf(candidate), topic));
  if (about !== undefined) return shown(about);
  const line = diagnosticLine(topic);
  return line === undefined ? notFound(pages, topic) : { exitCode: EXIT.ok, stdout: line };
}

function notFound(pages: readonly Page[], topic: string): Outcome {
  const reference = pageOf(pages, REFERENCE);
  const nearest = nearestName(topic, [
    ...pages.map((candidate) => candidate.topic),
    ...(reference === undefined
      ? []
      : sectionsOf(textOf(reference)).flatMap(({ title }) => title.split(', '))),
  ]);
  return {
    exitCode: EXIT.findings,
    stderr:
      nearest === undefined
        ? `There is no page \`${topic}\`: \`slipway docs\` lists them.\n`
        : `There is no page \`${topic}\`: did you mean \`${nearest}\`?\n`,
  };
}

/** A diagnostic that has no page of its own, from the table of all. */
function diagnosticLine(topic: string): string | undefined {
  const rows = readFileSync(join(packageFolder(), 'build', GUIDES, 'diagnostics.md'), 'utf8')
    .split('\n')
    .filter((row) => row.startsWith('| SW'))
    .map((row) => row.split('|').map((cell) => cell.trim()));
  const row = rows.find(([, code, name]) => code === topic || name === topic);
  if (row === undefined) return undefined;
  const [, code = '', name = '', severity = '', says = ''] = row;
  return `${code} ${name} (${severity})${says === '' ? '' : `\n\n${says}`}\n\nReason and fix stand in the complaint itself: slipway check.\n`;
}

function listOf(pages: readonly Page[]): string {
  const groups = [...new Set(pages.map((page) => page.group))];
  return groups
    .map((group) => {
      const topics = pages.filter((page) => page.group === group).map((page) => page.topic);
      return `${group}: ${topics.join(', ')}`;
    })
    .join('\n\n')
    .concat(
      '\n\nRead one: slipway docs <topic>. An option of a description is a topic too: slipway docs web.\n',
    );
}
