// The packed package in a stock cdk8s project: the template of the cdk8s command itself, CommonJS, ts-node, TypeScript 5.
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { run, succeed } from './command.ts';
import { versionOf } from './installed.ts';
import { kindsOf, manifestsIn } from './manifests.ts';

const folder = mkdtempSync(join(tmpdir(), 'slipway-stock-'));
const { tarball } = inject('packed');
const template = join(import.meta.dirname, '../../node_modules/cdk8s-cli/templates/typescript-app');

/** A file of the template, filled in as `cdk8s init typescript-app` does. */
const filled = (file: string): string =>
  readFileSync(join(template, file), 'utf8')
    .replaceAll('{{ $base }}', 'stock')
    .replaceAll('{{ cdk8s_core_version }}', versionOf('cdk8s'))
    .replaceAll('{{ cdk8s_plus_version }}', versionOf('cdk8s-plus-33'))
    .replaceAll('{{ cdk8s_cli_spec }}', versionOf('cdk8s-cli'))
    .replaceAll('{{ constructs_version }}', versionOf('constructs'));

interface Project {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

beforeAll(async () => {
  for (const file of ['cdk8s.yaml', 'tsconfig.json'])
    writeFileSync(join(folder, file), filled(file));
  const project: Project = JSON.parse(filled('package.json'));
  // The template's own tests need jest, and nothing here does.
  const {
    jest: _,
    'ts-jest': __,
    '@types/jest': ___,
    ...devDependencies
  } = project.devDependencies;
  const dependencies = { ...project.dependencies, slipway: `file:${tarball}` };
  writeFileSync(
    join(folder, 'package.json'),
    JSON.stringify({ ...project, dependencies, devDependencies }),
  );
  cpSync(join(import.meta.dirname, '../fixtures/package/stock'), folder, { recursive: true });
  await succeed(folder, 'npm', 'install', '--no-audit', '--no-fund', '--loglevel=error');
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('a stock cdk8s project', () => {
  it('npm run compile of the template accepts our declarations under TypeScript 5', async () => {
    await succeed(folder, 'npx', 'tsc', '--noEmit', '-p', '.');
  });

  it('npx cdk8s synth under cdk8s own App writes the service and the plain chart, one file per chart', async () => {
    await succeed(folder, 'npx', 'cdk8s', 'synth');
    const written = manifestsIn(join(folder, 'dist'));
    expect(Object.keys(written)).toHaveLength(3);
    expect(written).toHaveProperty(['my-app.k8s.yaml']);
    const all = Object.values(written).flat();
    expect(kindsOf(all)).toEqual(expect.arrayContaining(['Deployment', 'Ingress', 'Service']));
    // A raw construct inside each ServiceChart belongs to it.
    expect(all.filter(({ metadata }) => metadata.name === 'extra')).toHaveLength(2);
  });

  it('our App in the same project writes the layout of a project of ours', async () => {
    const main = readFileSync(join(folder, 'main.ts'), 'utf8')
      .replace(
        "import { App, Chart, ChartProps } from 'cdk8s'",
        "import { Chart, ChartProps } from 'cdk8s'",
      )
      .replace('import { defineService', 'import { App, defineService');
    writeFileSync(join(folder, 'ours.ts'), main);
    const ours = ['--app', 'npx ts-node ours.ts', '--output', 'ours/manifests'];
    await succeed(folder, 'npx', 'cdk8s', 'synth', ...ours);
    const written = manifestsIn(join(folder, 'ours/manifests'));
    expect(Object.keys(written)).toEqual(
      expect.arrayContaining(['production/shop.k8s.yaml', 'staging/shop.k8s.yaml']),
    );
  });

  it('a misspelt key is an error of the compiler', async () => {
    const main = readFileSync(join(folder, 'main.ts'), 'utf8').replace('health:', 'heatlh:');
    writeFileSync(join(folder, 'wrong.ts'), main);
    const wrong = ['--app', 'npx ts-node wrong.ts', '--output', 'wrong'];
    const outcome = await run(folder, 'npx', 'cdk8s', 'synth', ...wrong);
    expect(outcome.code).not.toBe(0);
    expect(outcome.output).toContain("'heatlh' does not exist");
  });
});
