// Every image of the tier: how each is made, and its archive, built once per state of its sources; see README.md.
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from '../../../tools/cache.ts';
import { requireTool } from '../../../tools/find.ts';
import { withLock } from '../../../tools/lock.ts';
import type { Recipe } from './recipe.ts';
import { busybox } from './recipes/busybox.ts';
import { nginx } from './recipes/nginx.ts';
import { pause } from './recipes/pause.ts';
import { postgres } from './recipes/postgres.ts';
import { shop } from './recipes/shop.ts';
import { toolImage } from './recipes/tool.ts';

export { nginxRepository } from './recipes/nginx.ts';
export { shopRepository } from './recipes/shop.ts';
export type { ShopTag } from './recipes/shop.ts';

/** The images there are, by the name a test asks for them. */
const recipes = {
  pause,
  coredns: toolImage('coredns'),
  'metrics-server': toolImage('metrics-server'),
  busybox,
  nginx,
  postgres,
  shop,
} as const satisfies Readonly<Record<string, Recipe>>;

export type ImageName = keyof typeof recipes;

/** The OCI archives of the named images, in that order; what is not there yet is made (the shop takes about half a minute). */
export async function imageArchives(names: readonly ImageName[]): Promise<readonly string[]> {
  // A lock of its own: tools may be compiling for long.
  const folder = join(cacheFolder(), 'cluster-images');
  const archives = names.map((name) => join(folder, `${name}-${keyOf(recipes[name])}.tar`));
  if (archives.every((archive) => existsSync(archive))) return archives;
  await withLock(
    folder,
    () => undefined,
    async () => {
      for (const [index, name] of names.entries()) {
        const archive = archives[index];
        if (archive !== undefined && !existsSync(archive)) build(recipes[name], archive, folder);
      }
    },
  );
  return archives;
}

/** Makes an archive under another name first: it appears whole or not at all. */
function build(recipe: Recipe, archive: string, folder: string): void {
  // What a killed run left half-made; nobody else can be building, for we hold the lock.
  for (const entry of readdirSync(folder))
    if (entry.startsWith('.building-')) rmSync(join(folder, entry), { recursive: true });
  const temporary = mkdtempSync(join(folder, '.building-'));
  try {
    const root = join(temporary, 'root');
    mkdirSync(root);
    recipe.build(join(temporary, 'image.tar'), root);
    renameSync(join(temporary, 'image.tar'), archive);
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

/** Files beside this one that every image depends on. */
const shared = ['debian-root.ts', 'oci-archive.ts', 'recipe.ts'] as const;

function keyOf(recipe: Recipe): string {
  const hash = createHash('sha256');
  for (const source of [...shared, ...recipe.sources])
    for (const file of filesOf(source))
      hash.update(`\0${file}\0`).update(readFileSync(join(import.meta.dirname, file)));
  for (const tool of recipe.tools ?? []) hash.update(requireTool(tool));
  return hash.digest('hex').slice(0, 12);
}

/** A file, or all files of a folder. */
function filesOf(source: string): readonly string[] {
  const path = join(import.meta.dirname, source);
  if (statSync(path).isFile()) return [source];
  return readdirSync(path, { recursive: true, encoding: 'utf8' })
    .toSorted()
    .filter((file) => !file.includes('__pycache__') && statSync(join(path, file)).isFile())
    .map((file) => join(source, file));
}
