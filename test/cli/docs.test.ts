// `slipway docs`: what is asked for is found, and every link that is printed can be followed.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { docsCommand } from '../../lib/cli/commands/docs.ts';
import { findPages, pageOf, sectionOf, sectionsOf, textOf } from '../../lib/cli/pages.ts';
import { printedPage } from '../../lib/cli/printed-page.ts';
import { packageFolder } from '../../lib/cli/package-folder.ts';
import { run } from './project.ts';

const firstLine = async (topic: string) => {
  const { stdout } = await run(docsCommand, topic);
  return stdout?.split('\n')[0];
};

describe('a topic', () => {
  test.each([
    ['description', '# The description'],
    ['web', '### web, webs'],
    ['webs', '### web, webs'],
    ['workers', '### workers'],
    ['worker', '### workers'],
    ['cron', '### crons'],
    ['migrate', '### migrate'],
    ['network', '### network'],
    ['serviceaccount', '### serviceAccount'],
    ['previews', '### pipelines.previews'],
    ['process', '### every process'],
    ['tasks', '# Tasks'],
    ['task', '### tasks'],
    ['description#tasks', '### tasks'],
    ['gitops#previews', '## Previews'],
    ['SW2302', '# SW2302 undeclared-dependency'],
    ['sw2302', '# SW2302 undeclared-dependency'],
    ['Sw2302', '# SW2302 undeclared-dependency'],
    ['sw2155', 'SW2155 web-unreachable (warning)'],
    ['nginxIngress', '# nginxIngress'],
    // Folders of one name in two families: the title is what a description writes.
    ['http', '# http'],
    ['httpApi', '# httpApi'],
    ['needs/http', '# httpApi'],
  ])('%s leads to %s', async (topic, line) => {
    expect(await firstLine(topic)).toBe(line);
  });

  test('a section ends where the next one begins', async () => {
    const { stdout } = await run(docsCommand, 'crons');
    expect(stdout).toContain('`schedule`');
    expect(stdout).not.toContain('### tasks');
  });

  test.each([
    ['wbe', 'web'],
    ['parametres', 'parameters'],
  ])('%s is answered with %s', async (topic, nearest) => {
    expect(await run(docsCommand, topic)).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining(`did you mean \`${nearest}\`?`),
    });
  });

  test('an anchor that a page does not have is no page', async () => {
    expect(await run(docsCommand, 'gitops#nowhere')).toMatchObject({ exitCode: 1 });
  });
});

describe('links', () => {
  const pages = findPages(join(packageFolder(), 'build'));
  const printed = pages.map((page) => ({
    page,
    text: printedPage({ text: textOf(page), page, pages }),
  }));

  test('of all pages are printed as what can be typed, or as addresses', () => {
    expect(pages.length).toBeGreaterThan(100);
    const left = printed.flatMap(({ page, text }) =>
      [...text.matchAll(/\]\((?!https?:)([^)\s]+)\)/g)].map(([, to]) => `${page.topic}: ${to}`),
    );
    expect(left).toEqual([]);
  });

  test('that are printed as commands lead to a page or a section', () => {
    const topics = printed.flatMap(({ text }) =>
      [...text.matchAll(/`slipway docs ([\w./#-]+)`/g)].map(([, topic = '']) => topic),
    );
    expect(new Set(topics).size).toBeGreaterThan(100);
    const reference = pageOf(pages, 'description');
    if (reference === undefined) throw new Error('the reference is not in the package');
    const sections = sectionsOf(textOf(reference));
    const missing = [...new Set(topics)].filter((topic) => {
      const [name = ''] = topic.split('#');
      const isGroup = pages.some(({ group }) => group === name);
      return !isGroup && pageOf(pages, name) === undefined && !sectionOf(sections, name);
    });
    expect(missing).toEqual([]);
  });
});

describe('a page as it is printed', () => {
  const root = mkdtempSync(join(tmpdir(), 'slipway-pages-'));
  const written = {
    'docs/guide.md': [
      '# Guide',
      'See [the rule](../rules/a-rule/README.md), [other](other.md#part-two), [there](#below),',
      '[example](../examples/x) and [an address](https://example.com/a).',
      '```md',
      '[code](other.md)',
      '# no heading',
      '```',
      '',
      '| a | b |',
      '| --- | --- |',
      '| [other](other.md) | x\\|y |',
      '',
      '## Below',
      'Last.',
      '',
    ].join('\n'),
    'docs/other.md': '# Other\n\n## Part two\n',
    'rules/a-rule/README.md': '# SW0001 a-rule\n',
  };
  for (const [path, text] of Object.entries(written)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  afterAll(() => rmSync(root, { recursive: true, force: true }));
  const pages = findPages(root);
  const page = pageOf(pages, 'guide');
  if (page === undefined) throw new Error('there is no guide');
  const text = (columns?: number) =>
    printedPage({ text: textOf(page), page, pages, ...(columns === undefined ? {} : { columns }) });

  test('has commands in place of links, and leaves code and addresses alone', () => {
    expect(text().split('\n').slice(1, 7)).toEqual([
      'See the rule (`slipway docs a-rule`), other (`slipway docs other#part-two`), there,',
      'example and [an address](https://example.com/a).',
      '```md',
      '[code](other.md)',
      '# no heading',
      '```',
    ]);
  });

  test('has tables whose columns line up after that, as long as they fit', () => {
    expect(text()).toContain('| a                    | b    |\n| -------------------- | ---- |\n');
    expect(text()).toContain('| `slipway docs other` | x\\|y |\n');
    expect(text(20)).toContain('| a | b |\n| --- | --- |\n| `slipway docs other` | x\\|y |\n');
  });

  test('finds headings outside of code only', () => {
    expect(sectionsOf(textOf(page)).map(({ title }) => title)).toEqual(['Below']);
  });
});
