import { expect, test } from 'vitest';
import { toIni } from '../../lib/text/ini.ts';

const ini = (key: string, value: string | number | boolean): string =>
  toIni([{ name: 'uwsgi', options: [[key, value]] }]);

test('sections of options are written in order, repeated options too', () => {
  const text = toIni([
    {
      name: 'uwsgi',
      options: [
        ['master', true],
        ['processes', 4],
        ['env', 'A=1;2'],
        ['env', 'B='],
        ['touch', ''],
      ],
    },
    { name: 'other', options: [] },
  ]);
  expect(text).toBe(
    '[uwsgi]\nmaster = true\nprocesses = 4\nenv = A=1;2\nenv = B=\ntouch =\n\n[other]\n',
  );
});

test('a percent sign is doubled unless it begins a placeholder', () => {
  expect(ini('log-date', '%Y-%m')).toContain('log-date = %%Y-%%m\n');
  expect(ini('logformat', '{"s":%(status)} 100%')).toContain('{"s":%(status)} 100%%\n');
});

test.each(['a\nb', 'a\r', 'a\0', ' a', 'a\t', '\ud800'])('the value %j is refused', (value) => {
  expect(() => ini('key', value)).toThrow(RangeError);
});

test.each(['', ';key', '#key', '[key', 'a=b', 'a b', ' a', 'a\nb', '1a'])(
  'the key %j is refused',
  (key) => {
    expect(() => ini(key, 'x')).toThrow(RangeError);
  },
);

test.each(['', 'a]', 'a\nb', 'a b'])('the section name %j is refused', (name) => {
  expect(() => toIni([{ name, options: [] }])).toThrow(RangeError);
});
