// What holds for every variant, whatever its family: asked of each example of servers, needs and rollouts.
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import type { Variant } from '../../lib/model/variant.ts';

/** Headings of the README of a variant, in this order. */
const HEADINGS = ['What', 'When', 'Options', 'Example', 'Limits', 'Sources'] as const;
const LIB = join(import.meta.dirname, '../../lib');

/** A folder of lib with a variant in it, and how its README's example is evaluated. */
export interface VariantFolder {
  /** Relative to lib, e.g. `servers/gunicorn`. */
  readonly folder: string;
  readonly example: Variant;
  /** Names the example in the README may use. */
  readonly scope: Readonly<Record<string, unknown>>;
}

/** Declares the tests of values: options are checked, patched and never lost. */
export function variantsKeepTheirContract(examples: readonly Variant[]): void {
  describe.each(examples.map((example, index) => [`${example.kind} ${index}`, example] as const))(
    'the example %s',
    (_, example) => {
      test('has nothing to complain about', () => {
        expect(example.check()).toEqual([]);
      });
      test('is made anew from its own options, the same as before', () => {
        const again = example.with(structuredClone(example.options));
        expect([again.family, again.kind, again.options]).toEqual([
          example.family,
          example.kind,
          example.options,
        ]);
        expect(again.check()).toEqual([]);
      });
      test('refuses a misspelt option and says where', () => {
        const problems = example.with({ ...example.options, surelyNotAnOption: 1 }).check();
        expect(problems.map(({ path }) => path)).toContain('surelyNotAnOption');
      });
      test('refuses options that are no object', () => {
        expect(example.with('fast').check()).not.toEqual([]);
      });
    },
  );
}

/** Declares the tests of folders: the README says what the code does. */
export function readmesAreTrue(folders: readonly VariantFolder[]): void {
  describe.each(folders.map((folder) => [folder.folder, folder] as const))('%s', (name, given) => {
    const readme = readFileSync(join(LIB, name, 'README.md'), 'utf8');
    const section = (heading: string): string =>
      readme.split(/^## /m).find((part) => part.startsWith(`${heading}\n`)) ?? '';

    test('has a README with the fixed headings', () => {
      expect([...readme.matchAll(/^## (.*)$/gm)].map(([, heading]) => heading)).toEqual(HEADINGS);
    });
    test('lists exactly the options that are accepted', () => {
      const rows = [...section('Options').matchAll(/^\| (`.*?`(?:, `.*?`)*) +\|/gm)];
      const documented = rows.flatMap(([, cell = '']) =>
        [...cell.matchAll(/`(.*?)`/g)].map(([, option = '']) => option),
      );
      expect(documented.toSorted()).toEqual(acceptedOptions(given));
    });
    test('has an example that is accepted', () => {
      const example = /```ts\n([\s\S]*?)```/.exec(section('Example'))?.[1] ?? '';
      const variant: unknown = evaluate(example, given.scope);
      expect(variant).toMatchObject({ family: expect.any(String) });
      expect(Reflect.get(Object(variant), 'check').call(variant)).toEqual([]);
    });
    test('names the findings it can report, and only these', () => {
      const listed = [...readme.matchAll(/SW[24]\d{3} [a-z-]+/g)].map(([finding]) => finding);
      expect(listed.toSorted()).toEqual(reportedFindings(name));
    });
  });
}

/** Codes and names of the findings in the sources of a folder, and in those beside it that they import. */
export function reportedFindings(folder: string): readonly string[] {
  const own = readdirSync(join(LIB, folder)).filter((file) => file.endsWith('.ts'));
  const texts = own.map((file) => readFileSync(join(LIB, folder, file), 'utf8'));
  const family = dirname(join(LIB, folder));
  const beside = (text: string, prefix: string): readonly string[] =>
    [...text.matchAll(new RegExp(`from '${prefix}/([\\w-]+\\.ts)'`, 'g'))].map(
      ([, file = '']) => file,
    );
  const shared = new Set(texts.flatMap((text) => beside(text, '\\.\\.')));
  // A set is walked to its end while it grows: what shared files import counts too.
  for (const file of shared) {
    const text = readFileSync(join(family, file), 'utf8');
    texts.push(text);
    beside(text, '\\.').forEach((other) => shared.add(other));
  }
  const all = texts;
  const found = all.flatMap((text) =>
    [...text.matchAll(/code: '(SW\d{4})',\s+name: '(.*?)'/g)].map(
      ([, code, name]) => `${code} ${name}`,
    ),
  );
  return [...new Set(found)].toSorted(compare);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

/** What the check says is known, when asked for something that is not. */
function acceptedOptions({ example }: VariantFolder): readonly string[] {
  const problems = example.with({ qqqqqqqqqqqqqqqqqqqqqqqqq: 1 }).check();
  const known = problems.map(({ fix }) => /^Known here: (.*)\.$/.exec(fix ?? '')?.[1]);
  return (known.find((text) => text !== undefined) ?? '').split(', ').toSorted();
}

/** An expression of the README, with the names it may use. */
function evaluate(expression: string, scope: Readonly<Record<string, unknown>>): unknown {
  return runInNewContext(`(${expression.trim().replace(/;$/, '')})`, { ...scope });
}
