import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type PythonData, toPython, toPythonModule } from '../../lib/text/python.ts';
import { nasty, nastyString } from '../text/nasty.ts';
import { describeWith, jsonFrom } from './interpreters.ts';

const anyData: fc.Arbitrary<PythonData> = fc.letrec<{ value: PythonData }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    nastyString,
    fc.maxSafeInteger(),
    fc.double({ noNaN: true, noDefaultInfinity: true }).filter((n) => !Number.isInteger(n)),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(nastyString, tie('value'), { maxKeys: 4, noNullPrototype: true }),
  ),
})).value;

describeWith('Python reads back', ['python3', '--version'], () => {
  test('nasty strings and random data as literals', () => {
    const data = {
      nasty,
      ...Object.fromEntries(nasty.map((text, i) => [text, i])),
      random: fc.sample(anyData, { numRuns: 3000, seed: 4 }),
    };
    const program =
      'import ast, json, sys; json.dump(ast.literal_eval(sys.stdin.buffer.read().decode()), sys.stdout)';
    expect(jsonFrom('python3', ['-c', program], toPython(data))).toEqual(data);
  });

  test('a module of settings', () => {
    const settings = { bind: ['0.0.0.0:8000'], workers: 2, raw_env: nasty, nothing: null };
    const program =
      'import json, sys; scope = {}; exec(sys.stdin.buffer.read().decode(), {}, scope); json.dump(scope, sys.stdout)';
    expect(jsonFrom('python3', ['-c', program], toPythonModule(settings))).toEqual(settings);
  });
});
