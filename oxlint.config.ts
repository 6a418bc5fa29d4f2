// Repository guard: what oxlint checks, and where. The layer table behind it is lint/layers.ts.
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'oxlint';
import { boundaries } from './lint/boundaries.ts';
import { layers } from './lint/layers.ts';

const layering = boundaries(layers);
const impure = layers.filter((layer) => layer.impure).map(({ path }) => `${path}/**`);

const conventions = new URL('./lint/conventions.ts', import.meta.url);

const machine = 'is the machine: only lib/io, lib/cluster and lib/cli may touch it.';
const machineGlobals =
  'process globalThis Date performance crypto fetch setTimeout setInterval setImmediate'.split(' ');

export default defineConfig({
  plugins: ['eslint', 'typescript', 'unicorn', 'oxc', 'import'],
  jsPlugins: ['eslint-plugin-boundaries', fileURLToPath(conventions)],
  options: { typeAware: true, reportUnusedDisableDirectives: 'error' },
  categories: { correctness: 'error' },
  ignorePatterns: ['build', 'dist', 'test/fixtures'],
  settings: layering.settings,
  rules: {
    'boundaries/no-unknown-files': 'error',
    'boundaries/dependencies': ['error', layering.options],
    'import/no-cycle': ['error', { ignoreTypes: false }],
    'import/no-default-export': 'error',
    'typescript/no-explicit-any': 'error',
    'typescript/no-non-null-assertion': 'error',
    'typescript/ban-ts-comment': 'error',
    'typescript/consistent-type-imports': ['error', { disallowTypeAnnotations: true }],
    'typescript/no-floating-promises': 'error',
    'typescript/no-misused-promises': 'error',
    'typescript/switch-exhaustiveness-check': 'error',
    // `number | 'none' | string` says more to a reader than `number | string`.
    'typescript/no-redundant-type-constituents': 'off',
    'typescript/only-throw-error': 'error',
    'typescript/no-deprecated': 'error',
    // Spreading two lines of a table keeps it readable under Prettier.
    'unicorn/no-useless-spread': 'off',
    // A description may well have a `then`; nothing here is awaited by accident.
    'unicorn/no-thenable': 'off',
    'no-unused-vars': [
      'error',
      {
        argsIgnorePattern: '^_',
        varsIgnorePattern: '^_',
        destructuredArrayIgnorePattern: '^_',
        ignoreRestSiblings: true,
      },
    ],
    'no-var': 'error',
    'prefer-const': 'error',
    eqeqeq: 'error',
    'unicorn/filename-case': ['error', { case: 'kebabCase' }],
  },
  overrides: [
    {
      files: ['lib/**', 'charts/**', 'examples/**'],
      rules: {
        'typescript/consistent-type-assertions': ['error', { assertionStyle: 'never' }],
      },
    },
    {
      files: ['lib/**'],
      rules: {
        'conventions/file-header': 'error',
        'conventions/documented-exports': 'error',
        'conventions/internal-schemas': 'error',
        'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
        'max-params': ['error', { max: 5 }],
        'max-depth': ['error', { max: 4 }],
        complexity: ['error', { max: 25 }],
      },
    },
    {
      files: ['lib/**'],
      excludeFiles: impure,
      rules: {
        'no-console': 'error',
        'no-restricted-globals': [
          'error',
          ...machineGlobals.map((name) => ({ name, message: `${name} ${machine}` })),
        ],
        'no-restricted-properties': [
          'error',
          { object: 'Math', property: 'random', message: `Chance ${machine}` },
        ],
      },
    },
    {
      files: ['lib/kubernetes/**'],
      rules: {
        'conventions/plan-leaves': 'error',
        // Truthiness of a text or a number, in `if`, `?:`, `!`, `&&` and `||`; `??` and `=== undefined` are safe.
        'typescript/strict-boolean-expressions': [
          'error',
          { allowString: false, allowNumber: false, allowNullableObject: true },
        ],
      },
    },
    { files: ['*.config.ts', 'lint/conventions.ts'], rules: { 'import/no-default-export': 'off' } },
  ],
});
