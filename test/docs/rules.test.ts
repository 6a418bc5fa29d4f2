// The pages about rules and diagnostics say what the code says.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { codesIn, knownCodes } from '../../docs/generate/known-codes.ts';
import { diagnosticsPage, rulesPage } from '../../docs/generate/rules.ts';

const page = (name: string): string =>
  readFileSync(join(import.meta.dirname, '../../docs', name), 'utf8');

describe('the generated pages', () => {
  it('docs/rules.md is as `npm run docs:rules` writes it', async () => {
    expect(page('rules.md')).toBe(await rulesPage());
  });

  it('docs/diagnostics.md is as `npm run docs:rules` writes it', async () => {
    expect(page('diagnostics.md')).toBe(await diagnosticsPage());
  });
});

describe('codes', () => {
  it('mean one thing each, and each has a name', () => {
    const { known, nameless, clashes } = knownCodes();
    expect(known.length).toBeGreaterThan(150);
    expect(nameless).toEqual([]);
    expect(clashes).toEqual([]);
  });

  it('are found where an object literal holds them, with their names', () => {
    const { known } = codesIn(
      'x.ts',
      "report({ code: 'SW2999', name: 'a-name', severity: 'error', message: `Of ${count} things.`, fix: 'Do.' });",
    );
    expect(known).toEqual([
      { code: 'SW2999', name: 'a-name', severity: 'error', from: 'x.ts', summary: 'Of … things.' },
    ]);
  });

  it('are found where a condition chooses one, and where they stand below their name', () => {
    const chosen = codesIn(
      'x.ts',
      "f({\n code: a ? 'SW2001' : 'SW2002',\n name: a ? 'one' : 'two',\n});",
    );
    expect(chosen.known.map(({ code, name }) => `${code} ${name}`)).toEqual([
      'SW2001 one',
      'SW2002 two',
    ]);
    const below = codesIn(
      'x.ts',
      "const all = { 'a-name': { code: 'SW2003', severity: 'note' } };",
    );
    expect(below.known).toMatchObject([{ code: 'SW2003', name: 'a-name', severity: 'note' }]);
  });

  it('without a name are noticed', () => {
    expect(codesIn('x.ts', "throw problem('SW2004');").nameless).toEqual([
      { code: 'SW2004', file: 'x.ts' },
    ]);
  });
});
