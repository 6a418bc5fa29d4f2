// What an image is made from, and the two steps most images share.
import { existsSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { appUser } from './debian-root.ts';

/** How one archive is made; it may hold several images that share layers. */
export interface Recipe {
  /** Files and folders of `images/` that decide what it becomes: when one changes, it is made anew. */
  readonly sources: readonly string[];
  /** Pinned tools that are in it. */
  readonly tools?: readonly string[];
  /** Writes the archive; `root` is an empty folder that is removed afterwards. */
  readonly build: (archive: string, root: string) => void;
}

/** The user of every image, numeric, so that `runAsNonRoot` can be checked. */
export const user = `${appUser}:${appUser}`;

/** Makes commands of busybox available that the root does not have already. */
export function linkBusybox(root: string, commands: readonly string[]): void {
  for (const command of commands)
    if (!existsSync(join(root, 'usr/bin', command)))
      symlinkSync('busybox', join(root, 'usr/bin', command));
}
