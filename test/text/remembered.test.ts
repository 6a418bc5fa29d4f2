import { describe, expect, test } from 'vitest';
import { remembered, rememberedOf } from '../../lib/text/remembered.ts';

describe('what is remembered', () => {
  test('is worked out once for each text, an answer of nothing too', () => {
    const asked: string[] = [];
    const length = remembered((text) => {
      asked.push(text);
      return text === '' ? undefined : text.length;
    });
    expect(['ab', '', 'ab', ''].map(length)).toEqual([2, undefined, 2, undefined]);
    expect(asked).toEqual(['ab', '']);
  });

  test('does not fill memory: beyond its bound all is forgotten and worked out again', () => {
    let count = 0;
    const again = remembered((text) => {
      count += 1;
      return text;
    }, 2);
    ['a', 'b', 'a', 'c', 'a'].forEach(again);
    expect(count).toBe(4);
  });

  test('of objects is told apart by which object it is', () => {
    const seen: object[] = [];
    const size = rememberedOf((object: object) => seen.push(object));
    const [one, other] = [{}, {}];
    expect([size(one), size(other), size(one)]).toEqual([1, 2, 1]);
  });
});
