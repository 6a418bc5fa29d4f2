// Debian's nginx without a configuration: whoever runs it brings one. Its image says, as the official one does, that it
// is stopped by SIGQUIT: on SIGTERM nginx drops the requests it is answering.
import { makeRoot } from '../debian-root.ts';
import { writeArchive } from '../oci-archive.ts';
import type { Recipe } from '../recipe.ts';
import { linkBusybox, user } from '../recipe.ts';

/** Name of nginx's image without its tag. */
export const nginxRepository = 'ghcr.io/acme/pages';
/** Two tags of the same image: a rollout needs another one. */
const tags = ['1.4.2', '1.4.3'] as const;

export const nginx: Recipe = {
  sources: ['recipes/nginx.ts'],
  build: (archive, root) => {
    makeRoot(root, ['nginx', 'busybox-static'], [/^(iproute2|libbpf|libelf|libmnl|libcap2-bin)/]);
    linkBusybox(root, ['sh', 'cat', 'ls', 'sleep', 'test', 'wget']);
    writeArchive(
      archive,
      tags.map((tag) => ({
        name: `${nginxRepository}:${tag}`,
        layers: [root],
        config: {
          Cmd: ['nginx', '-g', 'daemon off;'],
          Env: ['PATH=/usr/sbin:/usr/bin:/sbin:/bin', 'LANG=C.UTF-8'],
          StopSignal: 'SIGQUIT',
          User: user,
        },
      })),
    );
  },
};
