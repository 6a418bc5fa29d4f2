/** cluster › doctor › secret stores: those that ExternalSecrets name are there, and their operator can read them. */

import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { refOf, refText } from '../../deploy/object-ref.ts';
import { textAt } from '../../diff/read-manifest.ts';
import type { Manifest } from '../../kubernetes/manifest.ts';
import type { Objects } from '../objects.ts';
import { found, STORE_NOT_READY } from './findings.ts';
import { notReady } from './not-ready.ts';

/** Findings about the stores of External Secrets Operator, once for each. */
export async function storeFindings(
  objects: Objects,
  manifests: readonly Manifest[],
): Promise<readonly Diagnostic[]> {
  const secrets = manifests.filter(({ kind }) => kind === 'ExternalSecret');
  const byStore = Map.groupBy(secrets, (secret) =>
    ['kind', 'name'].map((part) => textAt(secret, 'spec', 'secretStoreRef', part) ?? '').join('/'),
  );
  const all = await Promise.all(
    [...byStore.values()].map(async ([secret]) => {
      if (secret === undefined) return [];
      const { apiVersion } = secret;
      const kind = textAt(secret, 'spec', 'secretStoreRef', 'kind') ?? 'SecretStore';
      const name = textAt(secret, 'spec', 'secretStoreRef', 'name') ?? '';
      const { namespace } = secret.metadata;
      const scope = kind === 'SecretStore' && namespace !== undefined ? { namespace } : {};
      const problem = await notReady(
        objects,
        { apiVersion, kind, ...scope, name },
        'External Secrets Operator',
      );
      return problem === undefined
        ? []
        : [
            found(
              STORE_NOT_READY,
              refText(refOf(secret)),
              `No Secret can be made: ${problem}.`,
              `Have the store made or mended, or name another one in \`secrets\`: kubectl describe ${kind.toLowerCase()} ${name}`,
            ),
          ];
    }),
  );
  return all.flat();
}
