// Whoever bundles their charts gets all of the library: nothing is left to be loaded from beside the bundle.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { run, succeed } from './command.ts';

const root = join(import.meta.dirname, '../..');
const project = mkdtempSync(join(tmpdir(), 'slipway-bundled-'));
const elsewhere = mkdtempSync(join(tmpdir(), 'slipway-elsewhere-'));

beforeAll(async () => {
  mkdirSync(join(project, 'node_modules'));
  symlinkSync(root, join(project, 'node_modules/slipway'));
  writeFileSync(
    join(project, 'charts.mjs'),
    `import { App, ServiceChart, defineService, gunicorn } from 'slipway';
     const app = new App();
     new ServiceChart(app, defineService({ name: 'shop', image: { repository: 'shop', tag: '1' },
       web: { server: gunicorn({ app: 'a:b' }), health: '/' },
       overrides: JSON.parse(process.argv[2] ?? '{}') }));
     app.synth();`,
  );
  await build({
    entryPoints: [join(project, 'charts.mjs')],
    outfile: join(elsewhere, 'charts.mjs'),
    bundle: true,
    platform: 'node',
    format: 'esm',
    logLevel: 'error',
    // cdk8s is CommonJS and requires modules of Node.
    banner: {
      js: "import { createRequire as make } from 'node:module'; const require = make(import.meta.url);",
    },
  });
});
afterAll(() => {
  for (const folder of [project, elsewhere]) rmSync(folder, { recursive: true });
});

it('the charts in one file write what they write beside their packages, Helm charts too', async () => {
  const texts = await Promise.all(
    [project, elsewhere].map(async (folder) => {
      await succeed(folder, process.execPath, 'charts.mjs');
      return ['manifests/default/shop.k8s.yaml', 'helm/shop/values.yaml'].map((file) =>
        readFileSync(join(folder, 'dist', file), 'utf8'),
      );
    }),
  );
  expect(texts[0]?.[0]).toContain('kind: Deployment');
  expect(texts[1]).toEqual(texts[0]);
});

it('what is loaded late beside the packages is in that file too: the members that a misspelt one is compared with', async () => {
  const overrides = JSON.stringify({ 'web/deployment': { spec: { revisionHistory: 3 } } });
  const outcomes = await Promise.all(
    [project, elsewhere].map((folder) => run(folder, process.execPath, 'charts.mjs', overrides)),
  );
  expect(outcomes[0]?.output).toContain('SW4311');
  expect(outcomes[1]).toEqual(outcomes[0]);
});

/** Files of the package that Node loads for the charts. */
async function loadedFor(overrides: object): Promise<readonly string[]> {
  const report = `import { registerHooks } from 'node:module';
    registerHooks({ load: (url, context, next) => { console.log(url); return next(url, context); } });`;
  const preload = `data:text/javascript,${encodeURIComponent(report)}`;
  const args = ['--import', preload, 'charts.mjs', JSON.stringify(overrides)];
  const { stdout } = await run(project, process.execPath, ...args);
  return stdout.split('\n').flatMap((url) => /\/build\/(.*)$/.exec(url)?.[1] ?? []);
}

it('a service of which nothing was changed by hand does not wait for them', async () => {
  const changed = { 'web/deployment': { spec: { revisionHistoryLimit: 3 } } };
  expect(await loadedFor({})).toEqual(['index.js', 'helm.js']);
  expect(await loadedFor(changed)).toEqual(['index.js', 'members.js', 'helm.js']);
});
