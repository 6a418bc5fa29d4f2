/** io: where outputs go. */

import { basename, dirname, join } from 'node:path';

/** The folder of manifests, by the name every tool of the project relies on. */
export const MANIFESTS = 'manifests';

/** The folder of all outputs, and the one of manifests in it. */
export interface OutputFolder {
  readonly root: string;
  readonly manifests: string;
}

/**
 * The output folder for what cdk8s was told: `dist/manifests` means the folder `dist`, and so does `dist`. The cdk8s
 * command erases what it was told before it runs the app, so it should be told no more than the manifests.
 */
export function outputFolder(outdir: string): OutputFolder {
  const root = basename(outdir) === MANIFESTS ? dirname(outdir) : outdir;
  return { root, manifests: join(root, MANIFESTS) };
}
