// What holds for every store of secrets.
import { describe, expect, test } from 'vitest';
import type { SecretStoreInput } from '../../lib/model/secret-store.ts';
import {
  STORE_EXAMPLES,
  csiDriver,
  externalSecrets,
  sealedSecrets,
  sops,
} from '../../lib/stores/index.ts';
import { lowerSecretStores } from '../../lib/kubernetes/secret-stores.ts';
import { plan } from '../kubernetes/fixtures/plans.ts';
import { validateManifest } from '../support/schemas.ts';
import { reading, sealedFile, sopsFile } from './files.ts';
import { readmesAreTrue, variantsKeepTheirContract } from '../support/variant-contract.ts';

variantsKeepTheirContract(STORE_EXAMPLES);
readmesAreTrue([
  {
    folder: 'stores/external-secrets',
    example: externalSecrets({ store: 'vault', secrets: {} }),
    scope: { externalSecrets },
  },
  {
    folder: 'stores/sealed-secrets',
    example: sealedSecrets({ secrets: {} }),
    scope: { sealedSecrets },
  },
  {
    folder: 'stores/csi-driver',
    example: csiDriver({ provider: 'gcp', secrets: {} }),
    scope: { csiDriver },
  },
  { folder: 'stores/sops', example: sops({ secrets: {} }), scope: { sops } },
]);

const input: SecretStoreInput = {
  path: 'secrets.store',
  environment: 'production',
  namespace: 'shop',
  serviceAccountName: 'shop',
  wanted: {
    'shop-db': {
      name: 'shop-db',
      keys: ['password', 'url'],
      readers: [
        { by: 'variable', process: 'web', key: 'url', what: 'variable DATABASE_URL' },
        { by: 'file', process: 'web', key: 'password', what: 'file /etc/shop/password' },
      ],
    },
  },
  ...reading({ 'sealed/shop-db.yaml': sealedFile(), 'secrets/shop-db.sops.yaml': sopsFile() }),
};

describe.each(STORE_EXAMPLES.map((store, index) => [`${store.kind} ${index}`, store] as const))(
  'the facts of %s',
  (_, store) => {
    const facts = store.facts(input);
    test('are plain data, the same each time', () => {
      expect(structuredClone(facts)).toEqual(facts);
      expect(store.facts(input)).toEqual(facts);
    });
    test('complain of nothing', () => {
      expect(facts.findings).toEqual([]);
    });
    test('are objects that the published schemas accept', () => {
      const { title, objects, encrypted } = facts;
      const stores = { store: { kind: store.kind, title, objects, encrypted, secrets: {} } };
      for (const { manifest } of lowerSecretStores(plan({ stores }))) {
        expect(validateManifest(JSON.parse(JSON.stringify(manifest)), '1.37')).toEqual([]);
      }
    });
    test('make the Secret that is asked for, with every key', () => {
      const { keys } = facts.secrets['shop-db'] ?? { keys: [] };
      expect(keys ?? input.wanted['shop-db']?.keys).toEqual(
        expect.arrayContaining(['password', 'url']),
      );
    });
  },
);
