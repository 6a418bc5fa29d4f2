// Builds every image of the tier, once per state of its sources, beside the tools; see README.md.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from '../../../tools/cache.ts';
import { requireTool } from '../../../tools/find.ts';
import { withLock } from '../../../tools/lock.ts';
import { appUser, makeRoot } from './debian-root.ts';
import { writeArchive } from './oci-archive.ts';

const here = import.meta.dirname;
const user = `${appUser}:${appUser}`;

/** Versions of the shop that exist; what sets them apart stands in README.md. */
export const shopTags = ['1.4.2', '1.4.3', '1.5.0', '1.6.0-broken'] as const;
export type ShopTag = (typeof shopTags)[number];

/** Name of the shop's image without its tag. */
export const shopRepository = 'ghcr.io/acme/shop';

/** The folder of OCI archives, made when it is not there (about a minute); one file per root. */
export async function imageArchives(): Promise<readonly string[]> {
  const folder = join(cacheFolder(), `cluster-images-${keyOfSources()}`);
  if (!existsSync(folder))
    await withLock(
      cacheFolder(),
      () => undefined,
      async () => {
        if (existsSync(folder)) return;
        const temporary = mkdtempSync(join(cacheFolder(), '.building-'));
        try {
          build(temporary);
          renameSync(temporary, folder);
        } finally {
          rmSync(temporary, { recursive: true, force: true });
        }
      },
    );
  return readdirSync(folder)
    .toSorted()
    .map((file) => join(folder, file));
}

function build(folder: string): void {
  const roots = `${folder}.roots`;
  try {
    buildPause(folder, join(roots, 'pause'));
    for (const tool of ['coredns', 'metrics-server'] as const) buildFromTool(folder, roots, tool);
    buildShop(folder, join(roots, 'shop'));
    buildPostgres(folder, join(roots, 'postgres'));
  } finally {
    rmSync(roots, { recursive: true, force: true });
  }
}

function buildPause(folder: string, root: string): void {
  mkdirSync(root, { recursive: true });
  execFileSync('gcc', ['-Os', '-static', '-s', '-o', join(root, 'pause'), join(here, 'pause.c')]);
  const config = { Entrypoint: ['/pause'], User: '65535:65535' };
  writeArchive(join(folder, 'pause.tar'), [
    { name: 'localhost/slipway/pause:test', layers: [root], config },
  ]);
}

function buildFromTool(folder: string, roots: string, tool: 'coredns' | 'metrics-server'): void {
  const root = join(roots, tool);
  mkdirSync(join(root, 'tmp'), { recursive: true });
  cpSync(requireTool(tool), join(root, tool));
  writeArchive(join(folder, `${tool}.tar`), [
    {
      name: `localhost/slipway/${tool}:test`,
      layers: [root],
      config: { Entrypoint: [`/${tool}`], User: user },
    },
  ]);
}

function buildShop(folder: string, root: string): void {
  const base = join(root, 'base');
  mkdirSync(base, { recursive: true });
  makeRoot(base, ['python3', 'tzdata', 'busybox-static']);
  for (const command of [
    'sh',
    'sleep',
    'cat',
    'ls',
    'env',
    'wget',
    'kill',
    'date',
    'mkdir',
    'head',
    'test',
  ])
    if (!existsSync(join(base, 'usr/bin', command)))
      symlinkSync('busybox', join(base, 'usr/bin', command));
  symlinkSync('python3', join(base, 'usr/bin/python'));
  installWheels(base);
  const versions = shopTags.map((tag) => {
    const layer = join(root, tag);
    const project = join(layer, 'app');
    cpSync(join(here, 'shop'), project, { recursive: true });
    if (tag >= '1.5.0') cpSync(join(here, 'next'), project, { recursive: true });
    if (tag === '1.6.0-broken') cpSync(join(here, 'broken'), project, { recursive: true });
    writeFileSync(join(project, 'shop/version.py'), `VERSION = "${tag}"\n`);
    return {
      name: `${shopRepository}:${tag}`,
      layers: [base, layer],
      config: {
        Cmd: ['gunicorn', '--bind=0.0.0.0:8000', 'shop.wsgi:application'],
        Env: [
          'PATH=/usr/local/bin:/usr/bin:/bin',
          'LANG=C.UTF-8',
          'PYTHONUNBUFFERED=1',
          'PYTHONDONTWRITEBYTECODE=1',
        ],
        WorkingDir: '/app',
        User: user,
      },
    };
  });
  writeArchive(join(folder, 'shop.tar'), versions);
}

function installWheels(root: string): void {
  const packages = join(root, 'usr/local/lib/python3.11/dist-packages');
  const platforms = [
    'manylinux2014_x86_64',
    'manylinux_2_17_x86_64',
    'manylinux_2_28_x86_64',
    'any',
  ];
  execFileSync(
    'python3',
    [
      ...[
        '-m',
        'pip',
        'install',
        '--quiet',
        '--no-deps',
        '--no-compile',
        '--root-user-action=ignore',
      ],
      ...['--disable-pip-version-check', '--require-hashes', '--only-binary=:all:'],
      ...[
        '--python-version=3.11',
        '--implementation=cp',
        '--abi=cp311',
        '--abi=abi3',
        '--abi=none',
      ],
      ...platforms.map((platform) => `--platform=${platform}`),
      ...[`--target=${packages}`, `--requirement=${join(here, 'requirements.txt')}`],
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  // pip writes commands for the Python that ran it; they are to run the image's own.
  const commands = join(packages, 'bin');
  const target = join(root, 'usr/local/bin');
  mkdirSync(target, { recursive: true });
  for (const name of readdirSync(commands)) {
    const content = readFileSync(join(commands, name));
    const text = content.subarray(0, 2).toString() === '#!' ? content.toString() : undefined;
    writeFileSync(
      join(target, name),
      text === undefined ? content : text.replace(/^#!.*python.*\n/, '#!/usr/bin/python3\n'),
    );
    chmodSync(join(target, name), 0o755);
  }
  rmSync(commands, { recursive: true });
  // Compiled once here: the image's root is read-only, and each start would compile everything anew.
  execFileSync('/usr/bin/python3', ['-m', 'compileall', '-q', '-j', '2', packages], {
    stdio: 'ignore',
  });
}

function buildPostgres(folder: string, root: string): void {
  // Without LLVM (a compiler for long queries, 100 MB) and Perl (scripts of Debian's own).
  makeRoot(
    root,
    ['postgresql-15', 'busybox-static'],
    [/^(libllvm14|libz3-4|perl|postgresql-common)[-_]/],
  );
  for (const command of ['sh', 'cat', 'mkdir', 'ls', 'sleep', 'test'])
    if (!existsSync(join(root, 'usr/bin', command)))
      symlinkSync('busybox', join(root, 'usr/bin', command));
  writeArchive(join(folder, 'postgres.tar'), [
    {
      name: 'localhost/slipway/postgres:15',
      layers: [root],
      config: {
        Cmd: ['sh', '-c', 'exec postgres'],
        Env: ['PATH=/usr/lib/postgresql/15/bin:/usr/bin:/bin', 'LANG=C.UTF-8'],
        User: user,
      },
    },
  ]);
}

function keyOfSources(): string {
  const hash = createHash('sha256');
  for (const file of readdirSync(here, { recursive: true, encoding: 'utf8' }).toSorted()) {
    if (file.includes('__pycache__') || file.endsWith('.md')) continue;
    const path = join(here, file);
    if (statSync(path).isFile()) hash.update(`\0${file}\0`).update(readFileSync(path));
  }
  for (const tool of ['coredns', 'metrics-server']) hash.update(requireTool(tool));
  return hash.digest('hex').slice(0, 12);
}
