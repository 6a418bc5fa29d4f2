// The app of cdk8s.yaml is run as cdk8s runs it; what goes wrong is said without a stack.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { crashIn } from '../../lib/io/crash-report.ts';
import { type BundleRun, runApp, type SynthRun } from '../../lib/io/run-app.ts';
import { filesIn, folder } from '../support/app-output.ts';

const library = new URL('../../lib/index.ts', import.meta.url).href;
const services = new URL('../constructs/services.ts', import.meta.url).href;

/** A project whose app is the given script. */
function project(
  script: string,
  config = `app: ${process.execPath} main.mjs\noutput: dist/manifests\n`,
): string {
  const root = folder();
  writeFileSync(join(root, 'cdk8s.yaml'), config);
  writeFileSync(join(root, 'main.mjs'), script);
  return root;
}

const bundle = (root: string) => runApp({ mode: 'bundle', folder: root });

const onlyDiagnostic = (run: BundleRun | SynthRun) => {
  if (run.ok) throw new Error('the run went well');
  expect(run.diagnostics).toHaveLength(1);
  return run.diagnostics[0];
};

const APP = `
  import { App, ServiceChart } from '${library}';
  import { shop, undecidedConfig } from '${services}';
  const app = new App();
  new ServiceChart(app, shop(process.env.BROKEN ? undecidedConfig : {}), { environment: 'production' });
  console.log('made');
  app.synth();
`;

describe('running an app', () => {
  test('for a bundle gives what it knows and writes nothing', async () => {
    const root = project(APP);
    const run = await bundle(root);
    expect(run).toMatchObject({ ok: true, stdout: 'made\n' });
    expect(run.ok && run.bundle.services.map(({ service }) => service)).toEqual(['shop']);
    expect(Object.keys(filesIn(root))).toEqual(['cdk8s.yaml', 'main.mjs']);
  });

  test('for outputs writes them where cdk8s.yaml says', async () => {
    const root = project(APP);
    expect(await runApp({ mode: 'synth', folder: root })).toMatchObject({ ok: true });
    expect(Object.keys(filesIn(join(root, 'dist')))).toContain(
      'manifests/production/shop.k8s.yaml',
    );
  });

  test('that reports errors itself adds no complaint of ours', async () => {
    const root = project(`process.env.BROKEN = '1';${APP}`);
    const run = await runApp({ mode: 'synth', folder: root });
    expect(run).toMatchObject({ ok: false, diagnostics: [] });
    expect(run.stderr).toContain('nobody knows yet');
  });

  test('with errors in its descriptions still hands over a bundle that holds them', async () => {
    const run = await bundle(project(`process.env.BROKEN = '1';${APP}`));
    expect(run.ok && run.bundle.diagnostics.some(({ severity }) => severity === 'error')).toBe(
      true,
    );
  });
});

describe('what goes wrong', () => {
  test('a reference in a text is told with its reason, its fix and its line', async () => {
    const run = await bundle(
      project(`import { secretRef } from '${library}';
const config = { URL: \`https://\${secretRef('db', 'url')}/\` };
console.log(config);
`),
    );
    expect(onlyDiagnostic(run)).toMatchObject({
      code: 'SW5902',
      at: { file: 'main.mjs', line: 2 },
      message: expect.stringMatching(
        /^The app stopped: secretRef\('db', 'url'\) is put into a text/,
      ),
      because: expect.stringContaining('never enters a description'),
      fix: expect.stringContaining('Put the whole text into the Secret'),
    });
    expect(onlyDiagnostic(run)?.message).not.toContain('fix:');
  });

  test('no cdk8s.yaml, one that is no YAML, one without an app', async () => {
    const without = await bundle(folder());
    expect(onlyDiagnostic(without)).toMatchObject({ code: 'SW5901' });
    const malformed = await bundle(project('', 'app: [\n'));
    expect(onlyDiagnostic(malformed)).toMatchObject({ code: 'SW5901' });
    const nothing = await bundle(project('', 'language: typescript\n'));
    expect(onlyDiagnostic(nothing)?.message).toContain('names no `app`');
  });

  test('a command that does not exist', async () => {
    const run = await bundle(project('', 'app: no-such-command-here charts/main.ts\n'));
    expect(onlyDiagnostic(run)).toMatchObject({ code: 'SW5902' });
    expect(onlyDiagnostic(run)?.message).toContain('was not found');
    // There is no line to mend.
    expect(onlyDiagnostic(run)?.fix).toBe('See that `no-such-command-here charts/main.ts` runs.');
  });

  test('an app that throws: message, file and line, no stack', async () => {
    const run = await bundle(
      project("function build() {\n  throw new Error('no such region: mars');\n}\nbuild();\n"),
    );
    expect(onlyDiagnostic(run)).toMatchObject({
      code: 'SW5902',
      at: { file: 'main.mjs', line: 2 },
    });
    expect(onlyDiagnostic(run)?.message).toBe('The app stopped: no such region: mars');
    expect(onlyDiagnostic(run)?.fix).toContain('Mend the line named above');
    expect(run.stderr).not.toContain('    at ');
  });

  test('an app that cannot be parsed', async () => {
    const run = await bundle(project('const a = ;\n'));
    expect(onlyDiagnostic(run)).toMatchObject({ at: { file: 'main.mjs', line: 1 } });
    expect(onlyDiagnostic(run)?.message).toContain('SyntaxError');
  });

  test('an app of modules in a project that npm made for CommonJS', async () => {
    const root = project('', 'app: node main.js\n');
    writeFileSync(join(root, 'package.json'), '{"type":"commonjs"}');
    writeFileSync(join(root, 'main.js'), "import { join } from 'node:path';\njoin('a');\n");
    const run = await bundle(root);
    expect(onlyDiagnostic(run)).toMatchObject({ code: 'SW5902', at: { file: 'main.js', line: 1 } });
    expect(onlyDiagnostic(run)?.fix).toContain('npm pkg set type=module');
  });

  test('an app that imports what is not there', async () => {
    const run = await bundle(project("import './nothing.mjs';\n"));
    expect(onlyDiagnostic(run)?.message).toContain('nothing.mjs');
  });

  test('an app that throws deep inside a package: the line of its own that led there', async () => {
    const root = project("import { fail } from 'broken';\n\nfail();\n");
    mkdirSync(join(root, 'node_modules/broken'), { recursive: true });
    writeFileSync(
      join(root, 'node_modules/broken/package.json'),
      '{"name":"broken","main":"i.mjs"}',
    );
    writeFileSync(
      join(root, 'node_modules/broken/i.mjs'),
      "export function fail() { throw new TypeError('deep'); }\n",
    );
    const run = await bundle(root);
    expect(onlyDiagnostic(run)).toMatchObject({ at: { file: 'main.mjs', line: 3 } });
    expect(onlyDiagnostic(run)?.message).toBe('The app stopped: TypeError: deep');
  });

  test('an app that ends badly with words that are no stack hands over no bundle, which is an error', async () => {
    const root = project("console.error('main.ts(3,7): error TS2322'); process.exit(1);\n");
    const run = await bundle(root);
    expect(onlyDiagnostic(run)).toMatchObject({ code: 'SW5902', severity: 'error' });
    expect(run.stderr).toContain('error TS2322');
  });

  test('an app that ends badly without a word', async () => {
    const run = await bundle(project('process.exit(3);\n'));
    expect(onlyDiagnostic(run)?.message).toContain('exit code 3');
  });

  test("an app that hands over nothing, as with cdk8s' own App", async () => {
    const run = await bundle(project('console.log(1);\n'));
    expect(onlyDiagnostic(run)).toMatchObject({ code: 'SW5903' });
  });

  test('a bundle of another version', async () => {
    const run = await bundle(
      project(
        'import { writeFileSync } from \'node:fs\';\nwriteFileSync(process.env.SLIPWAY_BUNDLE, \'{"version":0,"diagnostics":[],"services":[]}\');\n',
      ),
    );
    expect(onlyDiagnostic(run)).toMatchObject({ code: 'SW5903' });
  });
});

describe('reading a crash', () => {
  test('messages of several lines are kept whole', () => {
    const stderr = [
      '/p/charts/main.ts:3',
      'app.synth();',
      '    ^',
      '',
      'Error: Validation failed with the following errors:',
      '  [a] one',
      '  [b] two',
      '    at validate (/p/node_modules/cdk8s/lib/app.js:10:5)',
      '    at Object.<anonymous> (/p/charts/main.ts:3:5)',
    ].join('\n');
    expect(crashIn(stderr, '/p')).toEqual({
      message: 'Validation failed with the following errors:\n  [a] one\n  [b] two',
      file: 'charts/main.ts',
      line: 3,
    });
  });

  test('paths of Windows and addresses of files are read', () => {
    expect(crashIn('RangeError: x\n    at file:///p/a%20b/main.ts:7:1\n', '/p')).toEqual({
      message: 'RangeError: x',
      file: 'a b/main.ts',
      line: 7,
    });
  });

  test('a text without frames is no crash', () => {
    expect(crashIn('error SW1001 at shop.name\n  at least one\n', '/p')).toBeUndefined();
  });
});
