// The container that holds a pod's namespaces.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { writeArchive } from '../oci-archive.ts';
import type { Recipe } from '../recipe.ts';

export const pause: Recipe = {
  sources: ['pause.c', 'recipes/pause.ts'],
  build: (archive, root) => {
    const source = join(import.meta.dirname, '../pause.c');
    execFileSync('gcc', ['-Os', '-static', '-s', '-o', join(root, 'pause'), source]);
    const config = { Entrypoint: ['/pause'], User: '65535:65535' };
    writeArchive(archive, [{ name: 'localhost/slipway/pause:test', layers: [root], config }]);
  },
};
