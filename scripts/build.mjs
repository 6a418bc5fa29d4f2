// Builds what is published: declarations by the compiler, JavaScript bundled by esbuild, and the pages `slipway docs` reads.
// One file instead of some 450 modules: loading them took longer than all the work of a synthesis (docs/adr/0006-bundled-package.md).
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { withEagerFunctions } from './eager-functions.ts';

const root = join(import.meta.dirname, '..');
const final = join(root, 'build');
// Made beside and put in place at the end: whoever runs the old one meanwhile keeps it.
const out = join(root, `build.${process.pid}.tmp`);
const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
execFileSync(process.execPath, [tsc, '-p', join(root, 'tsconfig.build.json'), '--outDir', out], {
  stdio: 'inherit',
});
const shared = {
  absWorkingDir: root,
  outdir: out,
  format: 'esm',
  platform: 'node',
  target: 'node22.18',
  logLevel: 'warning',
};
// What is imported first stays a file of its own: what a bundle imports from outside is loaded before any of its code runs.
await build({ ...shared, entryPoints: { 'defer-yaml': 'lib/io/defer-yaml.ts' } });
const { metafile } = await build({
  ...shared,
  entryPoints: { index: 'lib/index.ts', 'cli/main': 'lib/cli/main.ts' },
  bundle: true,
  splitting: true,
  external: ['cdk8s', 'constructs', 'yaml', '@kubernetes/client-node'],
  plugins: [deferYamlFirst(), nodeModulesAsTheyAre()],
  legalComments: 'none',
  metafile: true,
});
writeLicences(metafile);
compileCalledFunctionsAtOnce();
for (const path of readdirSync(join(root, 'lib'), { recursive: true, encoding: 'utf8' })) {
  if (basename(path) === 'README.md') cpSync(join(root, 'lib', path), join(out, path));
}
for (const file of readdirSync(join(root, 'docs'))) {
  if (file.endsWith('.md')) cpSync(join(root, 'docs', file), join(out, 'docs', file));
}
rmSync(final, { recursive: true, force: true });
renameSync(out, final);
chmodSync(join(final, 'cli', 'main.js'), 0o755);

/** Leaves it the file that was built before. */
function deferYamlFirst() {
  return {
    name: 'defer-yaml-first',
    setup({ onResolve }) {
      onResolve({ filter: /\/defer-yaml\.ts$/ }, () => ({
        path: './defer-yaml.js',
        external: true,
      }));
    },
  };
}

/** To `import` a module of Node is to ask for each of its members, also of those it would load later (3 ms for the streams of `fs`). */
function nodeModulesAsTheyAre() {
  return {
    name: 'node-modules-as-they-are',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^node:/ }, ({ path }) => ({ path, namespace: 'node' }));
      onLoad({ filter: /./, namespace: 'node' }, ({ path }) => {
        const members = Object.getOwnPropertyDescriptors(process.getBuiltinModule(path));
        const plain = Object.keys(members).filter((name) => 'value' in members[name]);
        return {
          contents: [
            `const module = process.getBuiltinModule('${path}'), at = (name) => module[name];`,
            ...plain.map((name) => `const _${name} = /* @__PURE__ */ at('${name}');`),
            `export { ${plain.map((name) => `_${name} as ${name}`).join(', ')} };`,
          ].join('\n'),
        };
      });
    },
  };
}

/** Runs the charts of this repository with the new build, and marks the functions they call. */
function compileCalledFunctionsAtOnce() {
  const scratch = mkdtempSync(join(tmpdir(), 'slipway-build-'));
  try {
    const library = pathToFileURL(join(root, 'lib/index.ts')).href;
    const built = pathToFileURL(join(out, 'index.js')).href;
    const useBuilt = `import { registerHooks } from 'node:module';
      registerHooks({ resolve: (name, context, next) => {
        const found = next(name, context);
        return found.url === '${library}' ? { ...found, url: '${built}', format: 'module' } : found;
      } });`;
    const preload = `data:text/javascript,${encodeURIComponent(useBuilt)}`;
    execFileSync(process.execPath, ['--import', preload, 'charts/main.ts'], {
      cwd: root,
      stdio: ['ignore', 'ignore', 'pipe'],
      env: {
        ...process.env,
        CDK8S_OUTDIR: join(scratch, 'manifests'),
        NODE_V8_COVERAGE: join(scratch, 'coverage'),
        NODE_COMPILE_CACHE: undefined,
      },
    });
    const [report] = readdirSync(join(scratch, 'coverage'));
    const { result } = JSON.parse(readFileSync(join(scratch, 'coverage', report), 'utf8'));
    const ours = result.filter(({ url }) => url.startsWith(pathToFileURL(`${out}/`).href));
    if (ours.length === 0) throw new Error('the charts did not run with the new build');
    for (const { url, functions } of ours) {
      const file = new URL(url);
      const called = functions.flatMap(({ ranges: [{ startOffset, count }] }) =>
        count > 0 ? [startOffset] : [],
      );
      writeFileSync(file, withEagerFunctions(readFileSync(file, 'utf8'), new Set(called)));
    }
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** The licences of the packages whose code is in the bundle, which ask to be given on with it. */
function writeLicences({ inputs }) {
  const packages = Object.keys(inputs).flatMap(
    (path) => /^node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? [],
  );
  const texts = [...new Set(packages)].toSorted().map((name) => {
    const folder = join(root, 'node_modules', name);
    const licence = readdirSync(folder).find((file) => /^licen[cs]e/i.test(file));
    if (licence === undefined) throw new Error(`${name} is bundled and has no licence`);
    return `${name}\n\n${readFileSync(join(folder, licence), 'utf8')}`;
  });
  writeFileSync(join(out, 'LICENSES'), texts.join('\n---\n\n'));
}
