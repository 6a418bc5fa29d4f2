// Debian's PostgreSQL, without LLVM (a compiler for long queries, 100 MB) and Perl (scripts of Debian's own).
import { makeRoot } from '../debian-root.ts';
import { writeArchive } from '../oci-archive.ts';
import type { Recipe } from '../recipe.ts';
import { linkBusybox, user } from '../recipe.ts';

export const postgres: Recipe = {
  sources: ['recipes/postgres.ts'],
  build: (archive, root) => {
    makeRoot(
      root,
      ['postgresql-15', 'busybox-static'],
      [/^(libllvm14|libz3-4|perl|postgresql-common)[-_]/],
    );
    linkBusybox(root, ['sh', 'cat', 'mkdir', 'ls', 'sleep', 'test']);
    writeArchive(archive, [
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
  },
};
