/** Golden cases of secret stores: what makes the Secrets, what rolls pods, and what is refused. */

import {
  externalSecrets,
  nginxIngress,
  rabbitmq,
  rabbitmqQueue,
  secretRef,
  type ServiceSpec,
} from '../../lib/index.ts';
import { containing, type Cases } from './case.ts';

const config = {
  DATABASE_URL: secretRef('app-db', 'url'),
  DATABASE_CA: secretRef('app-db', 'ca.crt'),
};
const stored = (secrets: ServiceSpec['secrets'], more: Partial<ServiceSpec> = {}) => ({
  config,
  secrets: secrets ?? {},
  ...more,
});
const fromVault = (more: Partial<Parameters<typeof externalSecrets>[0]> = {}) =>
  externalSecrets({ store: 'vault', secrets: { 'app-db': 'app/db' }, ...more });

/** Stores. */
export const secretsCases: Cases = {
  'an entry of a store becomes a Secret with the keys that are read, and no more': {
    spec: stored({ vault: fromVault() }),
    objects: {
      'external-secret/app-db': {
        apiVersion: 'external-secrets.io/v1',
        metadata: { name: 'app-db', namespace: 'app' },
        spec: {
          secretStoreRef: { kind: 'ClusterSecretStore', name: 'vault' },
          target: { name: 'app-db' },
          data: [
            { secretKey: 'ca.crt', remoteRef: { key: 'app/db', property: 'ca.crt' } },
            { secretKey: 'url', remoteRef: { key: 'app/db', property: 'url' } },
          ],
        },
      },
    },
    plan: {
      secrets: [
        { name: 'app-db', madeBy: 'External Secrets Operator from ClusterSecretStore vault' },
      ],
      stores: { vault: { secrets: { 'app-db': { rotation: 'keeps' } } } },
    },
  },
  'single keys are elsewhere, one of them a whole value of a fixed version': {
    spec: stored({
      team: fromVault({
        storeKind: 'SecretStore',
        refreshInterval: '15m',
        secrets: {
          'app-db': {
            entry: 'app/db',
            keys: { url: { property: 'dsn' }, 'ca.crt': { entry: 'shared/ca', version: '2' } },
          },
        },
      }),
    }),
    objects: {
      'external-secret/app-db': {
        spec: {
          refreshInterval: '15m0s',
          secretStoreRef: { kind: 'SecretStore', name: 'vault' },
          data: [
            { secretKey: 'ca.crt', remoteRef: { key: 'shared/ca', version: '2' } },
            { secretKey: 'url', remoteRef: { key: 'app/db', property: 'dsn' } },
          ],
        },
      },
    },
  },
  'a registry’s credentials and a certificate have the types that are asked of them': {
    spec: {
      image: { repository: 'ghcr.io/acme/app', tag: '1.0.0', pullSecrets: ['ghcr'] },
      expose: nginxIngress({ host: 'app.example.com', tls: { secretName: 'app-tls' } }),
      secrets: { vault: fromVault({ secrets: { ghcr: 'ci/ghcr', 'app-tls': 'app/tls' } }) },
    },
    objects: {
      'external-secret/ghcr': {
        spec: {
          target: { template: { type: 'kubernetes.io/dockerconfigjson' } },
          data: [{ secretKey: '.dockerconfigjson' }],
        },
      },
      'external-secret/app-tls': {
        spec: {
          target: { template: { type: 'kubernetes.io/tls' } },
          data: [{ secretKey: 'tls.crt' }, { secretKey: 'tls.key' }],
        },
      },
    },
  },
  'what KEDA’s operator reads is stored as well': {
    spec: {
      workers: {
        mail: {
          command: ['work'],
          scale: {
            min: 1,
            max: 4,
            triggers: { jobs: rabbitmqQueue({ source: 'mq', queue: 'jobs' }) },
          },
        },
      },
      needs: { mq: rabbitmq({ url: { BROKER: secretRef('app-mq', 'url') } }) },
      secrets: { vault: fromVault({ secrets: { 'app-mq': 'app/mq' } }) },
    },
    objects: { 'external-secret/app-mq': { spec: { data: [{ secretKey: 'url' }] } } },
  },
  'another environment reads another entry': {
    environment: 'staging',
    spec: stored(
      { vault: fromVault() },
      {
        environments: { staging: { secrets: { vault: { secrets: { 'app-db': 'staging/db' } } } } },
      },
    ),
    objects: {
      'external-secret/app-db': {
        spec: { data: containing({ remoteRef: { key: 'staging/db', property: 'url' } }) },
      },
    },
  },
  'Reloader restarts what reads a Secret, and nothing else': {
    spec: stored(
      { vault: fromVault({ restart: 'reloader' }) },
      { config: {}, workers: { mail: { command: ['work'], config } } },
    ),
    objects: {
      'mail/deployment': {
        metadata: { annotations: { 'secret.reloader.stakater.com/reload': 'app-db' } },
      },
    },
  },
  'a new password never reaches the pods, and nothing says so': {
    spec: stored({ vault: fromVault() }),
    complaints: ['SW2173 secrets.vault'],
    says: ['kubectl rollout restart'],
  },
  'two stores make one Secret and overwrite each other': {
    spec: stored({ vault: fromVault(), other: fromVault({ store: 'aws' }) }),
    complaints: ['SW2170 secrets.vault'],
  },
  'a Secret is copied into the cluster for nobody': {
    spec: stored({ vault: fromVault({ secrets: { 'app-db': 'app/db', 'app-bd': 'app/db' } }) }),
    complaints: ['SW2171 secrets.vault'],
    says: ["secretRef('app-bd', '…')"],
  },
  'the container is never created: its key has no place in the store': {
    spec: stored({
      vault: fromVault({ secrets: { 'app-db': { keys: { url: { entry: 'app/db' } } } } }),
    }),
    complaints: ['SW2172 secrets.vault'],
    says: ['gets no key ca.crt', 'variable DATABASE_CA'],
  },
  'nobody says which entry of the store holds a key': {
    spec: stored({ vault: fromVault({ secrets: { 'app-db': { keys: { url: {} } } } }) }),
    complaints: ['SW1001 secrets.vault.secrets.app-db.keys.url'],
  },
  'a Secret without entry and keys': {
    spec: stored({ vault: fromVault({ secrets: { 'app-db': {} } }) }),
    complaints: ['SW1001 secrets.vault.secrets.app-db'],
  },
};
