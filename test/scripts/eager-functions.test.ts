// The mark by which V8 compiles a function early changes nothing of what a module does.
import { describe, expect, test } from 'vitest';
import { withEagerFunctions } from '../../scripts/eager-functions.ts';

const everyForm = `
export const early = hoisted(2);
function hoisted(n) { return n * inner(n); function inner(m) { return m + 1; } }
async function later() { return (await hoisted(3)) + 1; }
function* counted() { yield 1; yield 2; }
const arrow = (n) => n + 1;
const asynchronous = async (n) => n + 2;
const literal = {
  base: 10,
  method(n) { return this.base + n; },
  async waits(n) { return this.base + n; },
  *each() { yield this.base; },
  get got() { return this.base; },
  ['computed'](n) { return n; },
  arrow: (n) => n,
  expression: function (n) { return n; },
};
class Counter { #n = 1; next() { return (this.#n += 1); } static from() { return new Counter(); } }
export default async function answer() {
  return [
    early, await later(), [...counted()], arrow(1), await asynchronous(1),
    literal.method(1), await literal.waits(1), [...literal.each()], literal.got, literal.computed(1),
    literal.arrow(1), literal.expression(1), Counter.from().next(),
    [1, 2].map((n) => n * 2), [hoisted, arrow, literal.method, literal.arrow].map(({ name }) => name),
  ];
}
`;

/** Every place where a function of any form may begin. */
const everywhere = new Set(everyForm.split('').keys());

async function answerOf(text: string): Promise<unknown> {
  const module: unknown = await import(`data:text/javascript,${encodeURIComponent(text)}`);
  const answer: unknown = Reflect.get(Object(module), 'default');
  return typeof answer === 'function' ? answer() : undefined;
}

describe('a module with functions in parentheses', () => {
  const marked = withEagerFunctions(everyForm, everywhere);

  test('answers as it did, names of functions included', async () => {
    const before = await answerOf(everyForm);
    expect(before).toContain(6);
    expect(await answerOf(marked)).toEqual(before);
  });

  test('has those that can stand in parentheses in them', () => {
    expect(marked).toContain('const hoisted = (function(n)');
    expect(marked).toContain('const later = (async function()');
    expect(marked).toContain('const arrow = ((n) => n + 1)');
    expect(marked).toContain('method: (function(n)');
    expect(marked).toContain('.map(((n) => n * 2))');
  });

  test('is the same text where nothing is called', () => {
    expect(withEagerFunctions(everyForm, new Set())).toBe(everyForm);
  });
});
