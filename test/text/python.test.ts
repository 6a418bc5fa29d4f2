import { describe, expect, test } from 'vitest';
import { toPython, toPythonModule } from '../../lib/text/python.ts';

describe('Python', () => {
  test('has its own spelling of constants, lists and dicts', () => {
    expect(toPython({ a: [true, false, null], b: {}, c: [], 'd"': 1.5 })).toBe(
      '{\n    "a": [\n        True,\n        False,\n        None,\n    ],\n    "b": {},\n    "c": [],\n    "d\\"": 1.5,\n}',
    );
  });

  test.each([
    ['"; import os', '"\\"; import os"'],
    ["it's", `"it's"`],
    ['a\\', '"a\\\\"'],
    ['a\nb\r\t\0', '"a\\nb\\r\\t\\x00"'],
    ['{x} %s é 🚀', '"{x} %s é 🚀"'],
    ['\u2028\u00a0\u0085\ufeff', '"\\u2028\\xa0\\x85\\ufeff"'],
    ['\u{e0001}', '"\\U000e0001"'],
  ])('writes the text %j so that it cannot end early', (text, literal) => {
    expect(toPython(text)).toBe(literal);
  });

  test('is written as a module of assignments', () => {
    expect(toPythonModule({ bind: ['[::]:8000'], workers: 2 })).toBe(
      'bind = [\n    "[::]:8000",\n]\nworkers = 2\n',
    );
  });

  test.each(['', '1a', 'a-b', 'a b', 'class', 'None', 'a\n', 'é'])(
    'refuses the name %j',
    (name) => {
      expect(() => toPythonModule({ [name]: 1 })).toThrow(RangeError);
    },
  );

  test.each([Number.NaN, Number.POSITIVE_INFINITY, 2 ** 60, 'a\ud800'])('refuses %s', (value) => {
    expect(() => toPython([value])).toThrow(RangeError);
  });
});
