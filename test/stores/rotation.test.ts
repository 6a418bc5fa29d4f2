// What a changed value does to pods that run is part of the plan, with the reason.
import { expect, test } from 'vitest';
import {
  csiDriver,
  defineService,
  externalSecrets,
  http,
  resolve,
  sealedSecrets,
  secretRef,
  type ServiceSpec,
} from '../../lib/index.ts';
import { noFiles } from '../support/synthesise.ts';
import { CIPHERTEXT } from './files.ts';

const secrets = { db: 'shop/db' };
const vault = { provider: 'vault', parameters: { roleName: 'shop' }, secrets } as const;
const sealed = (url: string) =>
  sealedSecrets({ secrets: { db: { encryptedData: { url }, scope: 'cluster-wide' } } });

function shop(store: NonNullable<ServiceSpec['secrets']>[string]) {
  const service = defineService({
    name: 'shop',
    image: { repository: 'ghcr.io/acme/shop', tag: '1' },
    web: { server: http({ command: ['/app'] }) },
    workers: { mail: { command: ['mail'] } },
    migrate: { command: ['migrate'] },
    config: { DATABASE_URL: secretRef('db', 'url') },
    secrets: { store },
  });
  const { plan, origins } = resolve(service, 'default', { readText: noFiles });
  const origin = origins.get('stores.store.secrets.db.rotation');
  return {
    rotation: plan?.stores['store']?.secrets['db']?.rotation,
    because: origin?.kind === 'derived' ? origin.because : undefined,
    annotations: plan?.processes['mail']?.container.podAnnotations,
    ofMigration: plan?.processes['migrate']?.container.podAnnotations,
  };
}

test.each([
  ['keeps', externalSecrets({ store: 'vault', secrets }), 'those that run keep what they have'],
  ['reloader', externalSecrets({ store: 'vault', secrets, restart: 'reloader' }), 'Reloader'],
  ['rolls', sealed(CIPHERTEXT), 'changes the pod template'],
  ['renewsFiles', csiDriver(vault), 'variables and files elsewhere keep'],
  ['reloader', csiDriver({ ...vault, restart: 'reloader' }), 'Reloader'],
])('%s is explained', (kind, store, words) => {
  const { rotation, because } = shop(store);
  expect(rotation).toBe(kind);
  expect(because).toContain(words);
});

test('a value that is sealed anew changes the pods, and no migration runs again for it', () => {
  const before = shop(sealed(CIPHERTEXT));
  const after = shop(sealed(`${CIPHERTEXT.slice(0, -1)}B`));
  expect(before.annotations).toHaveProperty(['checksum/secrets']);
  expect(after.annotations).not.toEqual(before.annotations);
  expect([before.ofMigration, after.ofMigration]).toEqual([{}, {}]);
});
