/** cli › pages: the pages that come with the package, by name, and their sections. */

import { readFileSync, readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** A page. */
export interface Page {
  /** Folder the page belongs to, e.g. `servers`. */
  readonly group: string;
  readonly topic: string;
  readonly file: string;
}

/** A heading and what stands below it, up to the next one that is not deeper. */
export interface PageSection {
  readonly title: string;
  readonly text: string;
}

/** Folder of the pages about no single variant or rule: docs/ of the repository. */
export const GUIDES = 'docs';

/** Page whose sections are asked for by the option they are about. */
export const REFERENCE = 'description';

/** All pages below the folder of a build, by group and topic. */
export function findPages(root: string): readonly Page[] {
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

/** The page of a name: its topic, the factory it is about, or both with the group, e.g. `servers/http`. */
export function pageOf(pages: readonly Page[], name: string): Page | undefined {
  const topics = [name, dashed(name), name.toLowerCase()];
  const named = pages.filter(
    ({ group, topic }) => topics.includes(topic) || `${group}/${topic}` === name,
  );
  // Two families may have a variant in a folder of the same name; its title is what a description writes.
  return named.length === 1
    ? named[0]
    : ((named.length === 0 ? pages : named).find((page) => titleOf(page) === name) ?? named[0]);
}

/** What a reader types to get a page. */
export function nameOf(pages: readonly Page[], page: Page): string {
  const names = [page.topic, titleOf(page), `${page.group}/${page.topic}`];
  return names.find((name) => pageOf(pages, name) === page) ?? page.topic;
}

/** The text of a page. */
export function textOf({ file }: Page): string {
  return readFileSync(file, 'utf8');
}

/** The sections of a page, its first heading apart. */
export function sectionsOf(text: string): readonly PageSection[] {
  const lines = text.split('\n');
  const headings = headingLines(lines).slice(1);
  return headings.map(({ line, level, title }) => {
    const next = headings.find((other) => other.line > line && other.level <= level);
    return { title, text: `${lines.slice(line, next?.line).join('\n').trimEnd()}\n` };
  });
}

/** The section of an option: `workers` and `worker`, one title of several (`web, webs`), or the end of one (`network.ingress`, `every process`). */
export function sectionOf(
  sections: readonly PageSection[],
  option: string,
): PageSection | undefined {
  const wanted = option.toLowerCase();
  const titles = (section: PageSection) => section.title.toLowerCase().split(', ');
  return (
    sections.find((section) => titles(section).some((title) => title === wanted)) ??
    sections.find((section) => titles(section).some((title) => title === `${wanted}s`)) ??
    sections.find((section) =>
      titles(section).some((title) => title.endsWith(`.${wanted}`) || title === `every ${wanted}`),
    )
  );
}

/** The anchor of a heading, as GitHub makes it. */
export function anchorOf(title: string): string {
  return title
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(' ', '-');
}

function headingLines(lines: readonly string[]) {
  let isCode = false;
  return lines.flatMap((text, line) => {
    if (text.startsWith('```')) isCode = !isCode;
    const [, marks = '', title = ''] = /^(#+) (.+)$/.exec(text) ?? [];
    return isCode || title === '' ? [] : [{ line, level: marks.length, title }];
  });
}

/** The folder of a factory as it is written in a description: `perPod` is `per-pod`. */
function dashed(topic: string): string {
  return topic.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

function titleOf(page: Page): string {
  return /^# (.+)$/m.exec(textOf(page))?.[1] ?? '';
}
