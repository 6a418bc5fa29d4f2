// Builds what is published: declarations by the compiler, JavaScript bundled by esbuild, and the pages `slipway docs` reads.
// One file instead of some 450 modules: loading them took longer than all the work of a synthesis (docs/adr/0006-bundled-package.md).
import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative, sep } from 'node:path';
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
// Charts are a fifth of the code and their emitter stands apart: it is loaded when charts are written.
const charts = await bundle('lib/constructs/helm-files.ts', 'helm', [ofNode()]);
// The members of every kind of Kubernetes are compared with what users wrote themselves, and most wrote nothing.
const compared = 'lib/rules/unknown-member/problems.ts';
const members = await bundle(compared, 'members', [ofNode()]);
const library = await bundle('lib/index.ts', 'index', [
  loadedLate('lib/constructs/helm-files.ts', { file: './helm.js', members: charts.members }),
  loadedLate(compared, { file: './members.js', members: members.members }),
  ofPeers(),
  ofNode(),
]);
// Half of the commands run the app and need little of the library themselves.
const command = await bundle('lib/cli/main.ts', 'cli/main', [
  loadedLate('lib/index.ts', { file: '../index.js', members: await functionsOf(library) }),
  ofNode(),
]);
const bundles = [charts, members, library, command];
compileCalledFunctionsAtOnce();
// The same library for whoever makes a bundle of their own, in which there is nothing to load later.
const whole = await bundle('lib/index.ts', 'bundler', []);
writeLicences([...bundles, whole]);
// What lies in lib/ and docs/ here lies in one folder there, and links between the two have to say so.
for (const path of readdirSync(join(root, 'lib'), { recursive: true, encoding: 'utf8' })) {
  if (basename(path) !== 'README.md') continue;
  const up = '../'.repeat(dirname(path).split(sep).length);
  copyPage(join(root, 'lib', path), join(out, path), (text) =>
    text.replaceAll(`](../${up}docs/`, `](${up}docs/`),
  );
}
for (const file of readdirSync(join(root, 'docs')).filter((name) => name.endsWith('.md'))) {
  copyPage(join(root, 'docs', file), join(out, 'docs', file), (text) =>
    text.replaceAll('](../lib/', '](../'),
  );
}
rmSync(final, { recursive: true, force: true });
renameSync(out, final);
chmodSync(join(final, 'cli', 'main.js'), 0o755);

function copyPage(from, to, change) {
  mkdirSync(dirname(to), { recursive: true });
  writeFileSync(to, change(readFileSync(from, 'utf8')));
}

/** Bundles a module and what it needs into one file. */
async function bundle(source, name, plugins) {
  const { metafile, outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: { [name]: source },
    outdir: out,
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    target: 'node22.18',
    external: ['cdk8s', 'constructs', 'yaml', '@kubernetes/client-node'],
    plugins,
    legalComments: 'none',
    logLevel: 'warning',
    metafile: true,
  });
  const [{ path, text }] = outputFiles;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, inAscii(text));
  const [{ exports: members }] = Object.values(metafile.outputs);
  return { path, members, inputs: Object.keys(metafile.inputs) };
}

/**
 * A single character outside Latin-1 makes V8 hold the whole text in two bytes a character, and read it more slowly: 3 of 66 ms.
 * esbuild writes texts in ASCII; regular expressions and comments it leaves as they are.
 */
function inAscii(text) {
  return text.replaceAll(
    /[^\0-\x7f]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Members of a bundle that can be called, classes not among them. */
async function functionsOf({ path, members }) {
  const module = await import(pathToFileURL(path).href);
  const isCalled = (member) => typeof member === 'function' && !/^class\b/.test(String(member));
  return members.filter((name) => isCalled(module[name]));
}

/** A module of functions that is loaded when the first of them is called. */
function loadedLate(source, { file, members }) {
  // One of its own: the first plugin that answers for a namespace answers for all of it.
  const namespace = `late-${file}`;
  return {
    name: 'late',
    setup(build) {
      instead('late', source, () => ({ path: source, namespace })).setup(build);
      build.onLoad({ filter: /./, namespace }, () => ({
        contents: [
          "import { createRequire } from 'node:module';",
          'const load = createRequire(import.meta.url);',
          ...members.map(
            (name) => `export const ${name} = (...given) => load('${file}').${name}(...given);`,
          ),
        ].join('\n'),
        resolveDir: root,
      }));
    },
  };
}

function instead(name, source, answer) {
  return {
    name,
    setup({ onResolve }) {
      onResolve({ filter: /^\./ }, ({ path, resolveDir }) =>
        relative(root, join(resolveDir, path)) === source ? answer() : undefined,
      );
    },
  };
}

/** To `import` a module of Node is to ask for each of its members, also of those it would load later (3 ms for the streams of `fs`). */
function ofNode() {
  return taken('node', /^node:/, (path) => {
    const members = Object.getOwnPropertyDescriptors(process.getBuiltinModule(path));
    return {
      begin: [`const module = process.getBuiltinModule('${path}'), at = (name) => module[name];`],
      members: Object.keys(members).filter((name) => 'value' in members[name]),
      at: (name) => `at('${name}')`,
    };
  });
}

/**
 * To `import` a CommonJS module is to read its files twice, the first time for the names of its members (2 ms for cdk8s); and of
 * its files some have nothing that is used here (1.6 ms). Should a member not be where it is now, all of them are loaded.
 */
function ofPeers() {
  const require = createRequire(import.meta.url);
  return taken('peers', /^cdk8s$/, (path) => {
    const index = require.resolve(path);
    const members = Object.keys(require(path));
    const files = Object.values(require.cache).filter(
      ({ filename }) => dirname(filename) === dirname(index) && filename !== index,
    );
    const fileOf = (name) => files.find(({ exports }) => Object.hasOwn(exports, name)).filename;
    return {
      begin: [
        "import { createRequire } from 'node:module';",
        'const require = createRequire(import.meta.url);',
        `const folder = require.resolve('${path}').replace(/index[.]js$/, '');`,
        'const at = (file, name) => {',
        `  try { return require(folder + file)[name] ?? require('${path}')[name]; }`,
        `  catch { return require('${path}')[name]; }`,
        '};',
      ],
      members,
      at: (name) => `at('${basename(fileOf(name))}', '${name}')`,
    };
  });
}

/** Takes the members that are used from a module as it is at run time. */
function taken(name, filter, describe) {
  return {
    name,
    setup({ onResolve, onLoad }) {
      onResolve({ filter }, ({ path }) => ({ path, namespace: name }));
      onLoad({ filter: /./, namespace: name }, ({ path }) => {
        const { begin, members, at } = describe(path);
        return {
          contents: [
            ...begin,
            ...members.map((member) => `const _${member} = /* @__PURE__ */ ${at(member)};`),
            `export { ${members.map((member) => `_${member} as ${member}`).join(', ')} };`,
          ].join('\n'),
          resolveDir: root,
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
    const { status, stderr } = spawnSync(
      process.execPath,
      ['--import', preload, 'charts/main.ts'],
      {
        cwd: root,
        encoding: 'utf8',
        env: {
          ...process.env,
          CDK8S_OUTDIR: join(scratch, 'manifests'),
          NODE_V8_COVERAGE: join(scratch, 'coverage'),
          NODE_COMPILE_CACHE: undefined,
          SLIPWAY_BUNDLE: undefined,
        },
      },
    );
    // Charts with errors call fewer functions; whoever mends them needs the command.
    if (status !== 0) process.stderr.write(`${stderr}\nThe charts ended with ${status}.\n`);
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
function writeLicences(bundles) {
  const inputs = bundles.flatMap((bundle) => bundle.inputs);
  const packages = inputs.flatMap(
    (path) => /^node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? [],
  );
  const texts = [...new Set(packages)].map((name) => {
    const folder = join(root, 'node_modules', name);
    const licence = readdirSync(folder).find((file) => /^licen[cs]e/i.test(file));
    if (licence === undefined) throw new Error(`${name} is bundled and has no licence`);
    return `${name}\n\n${readFileSync(join(folder, licence), 'utf8')}`;
  });
  writeFileSync(join(out, 'LICENSES'), texts.join('\n---\n\n'));
}
