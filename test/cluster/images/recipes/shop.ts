// The Django shop in its versions: Debian's Python, wheels from PyPI, and one small layer for each version.
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { makeRoot } from '../debian-root.ts';
import { writeArchive } from '../oci-archive.ts';
import type { Recipe } from '../recipe.ts';
import { linkBusybox, user } from '../recipe.ts';

const images = join(import.meta.dirname, '..');

/** Versions of the shop that exist; what sets them apart stands in README.md. */
const shopTags = ['1.4.2', '1.4.3', '1.5.0', '1.6.0-broken'] as const;
export type ShopTag = (typeof shopTags)[number];

/** Name of the shop's image without its tag. */
export const shopRepository = 'ghcr.io/acme/shop';

export const shop: Recipe = {
  sources: ['recipes/shop.ts', 'requirements.txt', 'shop', 'next', 'broken'],
  build: (archive, root) => {
    const base = join(root, 'base');
    mkdirSync(base);
    makeRoot(base, ['python3', 'tzdata', 'busybox-static']);
    linkBusybox(base, [
      ...['sh', 'sleep', 'cat', 'ls', 'env', 'wget', 'kill', 'date', 'mkdir', 'head', 'test'],
    ]);
    symlinkSync('python3', join(base, 'usr/bin/python'));
    installWheels(base);
    writeArchive(
      archive,
      shopTags.map((tag) => ({
        name: `${shopRepository}:${tag}`,
        layers: [base, projectLayer(join(root, tag), tag)],
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
      })),
    );
  },
};

function projectLayer(layer: string, tag: ShopTag): string {
  const project = join(layer, 'app');
  cpSync(join(images, 'shop'), project, { recursive: true });
  if (tag >= '1.5.0') cpSync(join(images, 'next'), project, { recursive: true });
  if (tag === '1.6.0-broken') cpSync(join(images, 'broken'), project, { recursive: true });
  writeFileSync(join(project, 'shop/version.py'), `VERSION = "${tag}"\n`);
  return layer;
}

function installWheels(root: string): void {
  const packages = join(root, 'usr/local/lib/python3.11/dist-packages');
  const platforms = ['manylinux2014_x86_64', 'manylinux_2_17_x86_64', 'manylinux_2_28_x86_64'];
  execFileSync(
    'python3',
    [
      ...['-m', 'pip', 'install', '--quiet', '--no-deps', '--no-compile'],
      ...['--root-user-action=ignore', '--disable-pip-version-check'],
      ...['--require-hashes', '--only-binary=:all:'],
      ...['--python-version=3.11', '--implementation=cp'],
      ...['--abi=cp311', '--abi=abi3', '--abi=none'],
      ...[...platforms, 'any'].map((platform) => `--platform=${platform}`),
      ...[`--target=${packages}`, `--requirement=${join(images, 'requirements.txt')}`],
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
