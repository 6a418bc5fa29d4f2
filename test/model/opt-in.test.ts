// Who asks for a canary: the order of the questions, and expressions that mean the same to every proxy.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  cookieExpression,
  optInAnnotations,
  optInChoices,
  wholeValue,
} from '../../lib/model/opt-in.ts';

const asked = (...given: Parameters<typeof optInChoices>) =>
  optInChoices(...given).map(({ by, name, value, to }) => `${by} ${name}=${value.text}: ${to}`);

test('the header is asked before the cookie, and both know two words', () => {
  expect(asked({ cookie: { name: 'canary' }, header: { name: 'X-Canary' } })).toEqual([
    'header X-Canary=always: canary',
    'header X-Canary=never: stable',
    'cookie canary=always: canary',
    'cookie canary=never: stable',
  ]);
});
test('a value or a pattern leads to the canary alone', () => {
  expect(asked({ header: { name: 'X-A', value: 'yes' } })).toEqual(['header X-A=yes: canary']);
  expect(asked({ header: { name: 'X-A', pattern: 'a|b' } })).toEqual([
    'header X-A=^(?:a|b)$: canary',
  ]);
});
test('a pattern compares the whole value, whether a proxy searches or compares', () => {
  const pattern = new RegExp(wholeValue('a|b'));
  expect(['a', 'b'].filter((value) => !pattern.test(value))).toEqual([]);
  expect(['ab', 'xa', 'bx', ''].filter((value) => pattern.test(value))).toEqual([]);
});
test('a cookie is found among others, and no other cookie or value is taken for it', () => {
  const word = fc.stringMatching(/^\w{1,8}$/);
  const others = fc.array(
    fc.tuple(word, word).filter(([name]) => name !== 'canary'),
    { maxLength: 3 },
  );
  const expression = new RegExp(cookieExpression('canary', 'always'));
  fc.assert(
    fc.property(others, others, fc.constantFrom('; ', ';'), (before, after, separator) => {
      const header = (value: readonly (readonly [string, string])[]) =>
        [...before, ...value, ...after].map((pair) => pair.join('=')).join(separator);
      expect(header([['canary', 'always']])).toMatch(expression);
      expect(header([])).not.toMatch(expression);
      for (const wrong of ['never', 'always2', 'xalways', '']) {
        expect(header([['canary', wrong]])).not.toMatch(expression);
      }
      for (const name of ['xcanary', 'canary2']) {
        expect(header([[name, 'always']])).not.toMatch(expression);
      }
    }),
    { numRuns: 50 },
  );
});
test('ingress-nginx gets a name for the words, and value or pattern beside it', () => {
  expect(optInAnnotations({ header: { name: 'X-A' } })).toEqual({
    'nginx.ingress.kubernetes.io/canary-by-header': 'X-A',
  });
  expect(optInAnnotations({})).toEqual({});
});
