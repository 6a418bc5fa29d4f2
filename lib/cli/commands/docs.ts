/** cli › docs: the pages that come with the package, by topic. */

import { readFileSync, readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { nearestName } from '../../index.ts';
import { packageFolder } from '../package-folder.ts';
import { EXIT, type Call, type Command, type Outcome } from '../command.ts';

/** `slipway docs [topic]`. */
export const docsCommand: Command = {
  name: 'docs',
  arguments: ['[topic]'],
  summary:
    'Read a page: a guide, a variant, a rule, or a diagnostic code. Without a topic: the list.',
  options: {},
  examples: [
    'slipway docs',
    'slipway docs tutorial',
    'slipway docs gunicorn',
    'slipway docs utilization-without-request',
  ],
  run,
};

/** The folder of a factory as it is written in a description: `perPod` is `per-pod`. */
function dashed(topic: string): string {
  return topic.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** A rule's page has its code in the title, others name theirs in the text. */
function isAbout(text: string, topic: string): boolean {
  return text.startsWith(`# ${topic} `) || text.includes(`\`${topic}\``);
}

/** Folder of the pages about no single variant or rule: docs/ of the repository. */
const GUIDES = 'docs';

interface Page {
  /** Folder the page belongs to, e.g. `servers`. */
  readonly group: string;
  readonly topic: string;
  readonly file: string;
}

function run({ positionals }: Call): Promise<Outcome> {
  const pages = findPages();
  const topic = positionals[0];
  if (topic === undefined) return Promise.resolve({ exitCode: EXIT.ok, stdout: listOf(pages) });
  const page =
    pages.find((candidate) => candidate.topic === topic) ??
    pages.find((candidate) => candidate.topic === dashed(topic));
  if (page !== undefined) return Promise.resolve(shown(page));
  const group = pages.filter((candidate) => candidate.group === topic);
  if (group.length > 0) return Promise.resolve({ exitCode: EXIT.ok, stdout: listOf(group) });
  const about = pages.find((candidate) => isAbout(readFileSync(candidate.file, 'utf8'), topic));
  if (about !== undefined) return Promise.resolve(shown(about));
  const line = diagnosticLine(topic);
  if (line !== undefined) return Promise.resolve({ exitCode: EXIT.ok, stdout: line });
  const nearest = nearestName(
    topic,
    pages.map((candidate) => candidate.topic),
  );
  return Promise.resolve({
    exitCode: EXIT.findings,
    stderr:
      nearest === undefined
        ? `There is no page \`${topic}\`: \`slipway docs\` lists them.\n`
        : `There is no page \`${topic}\`: did you mean \`${nearest}\`?\n`,
  });
}

function shown({ file }: Page): Outcome {
  return { exitCode: EXIT.ok, stdout: readFileSync(file, 'utf8') };
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

function findPages(): readonly Page[] {
  const root = join(packageFolder(), 'build');
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .flatMap((path): readonly Page[] => {
      const file = join(root, path);
      const folder = dirname(path);
      if (basename(path) === 'README.md') {
        return [
          {
            group: dirname(folder) === '.' ? 'general' : dirname(folder),
            topic: basename(folder),
            file,
          },
        ];
      }
      const isGuide = folder === GUIDES && path.endsWith('.md');
      return isGuide ? [{ group: 'guides', topic: basename(path, '.md'), file }] : [];
    })
    .toSorted((a, b) => (`${a.group}/${a.topic}` < `${b.group}/${b.topic}` ? -1 : 1));
}

function listOf(pages: readonly Page[]): string {
  const groups = [...new Set(pages.map((page) => page.group))];
  return groups
    .map((group) => {
      const topics = pages.filter((page) => page.group === group).map((page) => page.topic);
      return `${group}: ${topics.join(', ')}`;
    })
    .join('\n\n')
    .concat('\n\nRead one: slipway docs <topic>\n');
}
