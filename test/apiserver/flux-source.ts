// Stands in for Flux's source-controller: hands over a folder as the commit of a repository that a GitRepository names.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { ApiClient } from '../support/api-client.ts';

/** A repository whose commits the test makes. */
export interface FluxSource {
  /** Says that the folder is what the branch holds now; gives the revision. */
  readonly commit: (root: string) => Promise<string>;
  readonly close: () => Promise<void>;
}

/**
 * Serves archives on a loopback port and names the newest in the status of a GitRepository.
 * @see https://fluxcd.io/flux/components/source/gitrepositories/#artifact
 */
export async function fluxSource(
  client: ApiClient,
  repository: { readonly namespace: string; readonly name: string },
): Promise<FluxSource> {
  const archives = new Map<string, Buffer>();
  const server = createServer((request, response) => {
    const archive = archives.get(request.url ?? '');
    response.statusCode = archive === undefined ? 404 : 200;
    response.end(archive);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const { namespace, name } = repository;
  const status = `/apis/source.toolkit.fluxcd.io/v1/namespaces/${namespace}/gitrepositories/${name}/status`;

  return {
    commit: async (root) => {
      const archive = archiveOf(root);
      const hash = (algorithm: string): string =>
        createHash(algorithm).update(archive).digest('hex');
      const path = `/gitrepository/${namespace}/${name}/${hash('sha1')}.tar.gz`;
      const revision = `main@sha1:${hash('sha1')}`;
      archives.set(path, archive);
      const artifact = {
        ...{ path: path.slice(1), url: `http://127.0.0.1:${address.port}${path}`, revision },
        ...{ digest: `sha256:${hash('sha256')}`, size: archive.length },
        lastUpdateTime: new Date().toISOString().replace(/\.\d+/, ''),
      };
      const patch = { status: { artifact } };
      const answer = await client.send('PATCH', status, patch, 'application/merge-patch+json');
      if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
      return revision;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function archiveOf(root: string): Buffer {
  const { status, stdout, stderr } = spawnSync('tar', ['-czf', '-', '-C', root, 'dist'], {
    maxBuffer: 64 * 1024 * 1024,
    // Or the tar of macOS adds files of its own.
    env: { ...process.env, COPYFILE_DISABLE: '1' },
  });
  if (status !== 0) throw new Error(stderr.toString());
  return stdout;
}
