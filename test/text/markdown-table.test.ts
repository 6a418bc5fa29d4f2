import { format } from 'prettier';
import { expect, test } from 'vitest';
import { markdownTable } from '../../lib/text/markdown-table.ts';

const table = markdownTable(
  ['field', 'n', 'note'],
  [
    ['web.scale', '2', 'a|b'],
    ['x', '10', 'two\nlines'],
  ],
  ['left', 'right', 'center'],
);

test('a table lines up in its source', () => {
  expect(table).toBe(
    [
      '| field     |   n |     note     |',
      '| --------- | --: | :----------: |',
      '| web.scale |   2 |     a\\|b     |',
      '| x         |  10 | two<br>lines |',
      '',
    ].join('\n'),
  );
});

test('a table is what Prettier would make of it', async () => {
  expect(await format(table, { parser: 'markdown' })).toBe(table);
});

test('a row that does not fit under the headings is refused', () => {
  expect(() => markdownTable(['a', 'b'], [['1']])).toThrow(RangeError);
  expect(() => markdownTable(['a'], [['1', '2']])).toThrow(RangeError);
});
