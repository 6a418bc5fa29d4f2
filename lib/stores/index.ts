/** stores: what makes the Secrets that a service reads; anybody's own value of the same shape does as well. */

import type { SecretStore } from '../model/secret-store.ts';
import { externalSecrets } from './external-secrets/external-secrets.ts';

export { externalSecrets } from './external-secrets/external-secrets.ts';

/** One store of each kind: what holds for every store is tested with these. */
export const STORE_EXAMPLES: readonly SecretStore[] = [
  externalSecrets({ store: 'vault', secrets: { 'shop-db': 'shop/production/db' } }),
  externalSecrets({
    store: 'team',
    storeKind: 'SecretStore',
    refreshInterval: '15m',
    restart: 'reloader',
    secrets: {
      'shop-db': {
        entry: 'shop/db',
        keys: { url: { property: 'dsn' }, ca: { entry: 'shared/ca', version: '2' } },
      },
      registry: { entry: 'shop/registry', type: 'kubernetes.io/dockerconfigjson' },
    },
  }),
];
