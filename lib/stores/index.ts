/** stores: what makes the Secrets that a service reads; anybody's own value of the same shape does as well. */

import type { SecretStore } from '../model/secret-store.ts';
import { csiDriver } from './csi-driver/csi-driver.ts';
import { externalSecrets } from './external-secrets/external-secrets.ts';
import { sealedSecrets } from './sealed-secrets/sealed-secrets.ts';
import { sops } from './sops/sops.ts';

export { csiDriver } from './csi-driver/csi-driver.ts';
export { sealedSecrets } from './sealed-secrets/sealed-secrets.ts';
export { sops } from './sops/sops.ts';
export { externalSecrets } from './external-secrets/external-secrets.ts';

/** As long as what kubeseal makes of a short value with a key of 4096 bits; nobody can decrypt it. */
const SEALED = `AgA${'A'.repeat(709)}`;

/** One store of each kind: what holds for every store is tested with these; files they name are the reader's to give. */
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
  sealedSecrets({ secrets: { 'shop-db': 'sealed/shop-db.yaml' } }),
  sealedSecrets({
    secrets: {
      'shop-db': { encryptedData: { url: SEALED, password: SEALED } },
      'shop-tls': {
        encryptedData: { 'tls.crt': SEALED, 'tls.key': SEALED },
        scope: 'cluster-wide',
        type: 'kubernetes.io/tls',
      },
    },
  }),
  csiDriver({
    provider: 'vault',
    parameters: { roleName: 'shop', vaultAddress: 'https://vault.vault:8200' },
    secrets: { 'shop-db': 'secret/data/shop/db' },
  }),
  csiDriver({
    provider: 'aws',
    parameters: { region: 'eu-central-1' },
    secrets: { 'shop-db': { entry: 'shop/db', keys: { ca: { entry: 'shared/ca' } } } },
    restart: 'reloader',
  }),
  csiDriver({
    provider: 'azure',
    parameters: { keyvaultName: 'shop', tenantId: '72f988bf-0000-0000-0000-2d7cd011db47' },
    secrets: {
      'shop-db': {
        keys: { url: { entry: 'shop-db-url' }, password: { entry: 'shop-db-password' } },
      },
    },
  }),
  csiDriver({
    provider: 'gcp',
    mountPath: '/run/secrets',
    secrets: {
      'shop-db': {
        keys: {
          url: { entry: 'projects/acme/secrets/shop-db-url' },
          password: { entry: 'projects/acme/secrets/shop-db-password', version: '7' },
        },
      },
    },
  }),
  sops({ secrets: { 'shop-db': 'secrets/shop-db.sops.yaml' } }),
];
