// Directives are written as nginx reads them.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { block, directive, toNginx } from '../../lib/text/nginx-conf.ts';

/** What nginx makes of one line: ngx_conf_read_token, 1.30.4, for a single directive. */
function read(text: string): readonly string[] {
  const words: string[] = [];
  let rest = text;
  while (!rest.startsWith(';')) {
    const match =
      /^\s*(?:"((?:[^"\\]|\\[^])*)"|'((?:[^'\\]|\\[^])*)'|((?:[^\s;{"'\\]|\\[^])(?:[^\s;{\\]|\\[^])*))/.exec(
        rest,
      );
    if (match === null) throw new Error(`nginx cannot read ${JSON.stringify(rest)}`);
    const word = match[1] ?? match[2] ?? match[3] ?? '';
    words.push(word.replaceAll(/\\(["'\\])/g, '$1'));
    rest = rest.slice(match[0].length);
  }
  return words;
}

describe('arguments', () => {
  test('are read back as they were', () => {
    const argument = fc.string().filter((text) => !/\p{Cc}/u.test(text) && text.isWellFormed());
    fc.assert(
      fc.property(fc.array(argument, { minLength: 1, maxLength: 4 }), (args) => {
        expect(read(toNginx([directive('log_format', ...args)]))).toEqual(['log_format', ...args]);
      }),
    );
  });
  test('of JSON stay readable', () => {
    expect(toNginx([directive('log_format', 'json', '{"a":"$uri"}')])).toBe(
      'log_format json \'{"a":"$uri"}\';\n',
    );
  });
  test.each(['a\nb', 'a\u0000b', '\ud800', 'a\u007fb'])(
    'that nginx cannot hold are refused: %j',
    (text) => {
      expect(() => toNginx([directive('x', text)])).toThrow(RangeError);
    },
  );
});

test('blocks are indented', () => {
  expect(
    toNginx([
      block(
        'server',
        [],
        directive('listen', 80),
        block('location', ['/'], directive('return', 200)),
      ),
    ]),
  ).toBe('server {\n    listen 80;\n    location / {\n        return 200;\n    }\n}\n');
});
