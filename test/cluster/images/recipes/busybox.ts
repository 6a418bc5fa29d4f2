// What the pod of `helm test` runs, under the name and tag the chart gives it; Debian's busybox stands in for Docker's.
import { makeRoot } from '../debian-root.ts';
import { writeArchive } from '../oci-archive.ts';
import type { Recipe } from '../recipe.ts';
import { linkBusybox, user } from '../recipe.ts';

export const busybox: Recipe = {
  sources: ['recipes/busybox.ts'],
  build: (archive, root) => {
    makeRoot(root, ['busybox-static']);
    linkBusybox(root, ['sh', 'wget']);
    writeArchive(archive, [
      {
        name: 'docker.io/library/busybox:1.37.0',
        layers: [root],
        config: { Cmd: ['sh'], Env: ['PATH=/usr/bin:/bin'], User: user },
      },
    ]);
  },
};
