/** Golden cases of secret stores: what makes the Secrets, what rolls pods, and what is refused. */

import { expect } from 'vitest';
import {
  csiDriver,
  externalSecrets,
  nginxIngress,
  rabbitmq,
  rabbitmqQueue,
  sealedSecrets,
  secretRef,
  sops,
  type ServiceSpec,
} from '../../lib/index.ts';
import { CIPHERTEXT, sealedFile, sopsFile } from '../stores/files.ts';
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

const sealed = (file: string) => ({
  sealed: sealedSecrets({ secrets: { 'app-db': file } }),
});
const sealedAs = (more: Parameters<typeof sealedFile>[0] = {}) => ({
  'sealed/app-db.yaml': sealedFile({
    name: 'app-db',
    namespace: 'app',
    values: { url: CIPHERTEXT, 'ca.crt': CIPHERTEXT },
    ...more,
  }),
});
const vault = (more: Partial<Parameters<typeof csiDriver>[0]> = {}) =>
  csiDriver({
    provider: 'vault',
    parameters: { roleName: 'app' },
    secrets: { 'app-db': 'secret/data/app/db' },
    ...more,
  });
const encrypted = () => ({ files: sops({ secrets: { 'app-db': 'app-db.sops.yaml' } }) });
const ciphered = 'ENC[AES256_GCM,data:eA==,iv:aXY=,tag:dGFn,type:str]';
const appDb = {
  name: 'app-db',
  namespace: 'app',
  values: { url: ciphered, 'ca.crt': ciphered },
};

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
  'what kubeseal wrote is passed through, and a change of it rolls the pods that read it': {
    spec: stored(sealed('sealed/app-db.yaml'), { workers: { mail: { command: ['work'] } } }),
    files: sealedAs(),
    objects: {
      'sealed-secret/app-db': {
        apiVersion: 'bitnami.com/v1alpha1',
        metadata: { name: 'app-db', namespace: 'app' },
        spec: { encryptedData: { url: CIPHERTEXT, 'ca.crt': CIPHERTEXT } },
      },
      'web/deployment': {
        spec: {
          template: {
            metadata: {
              annotations: { 'checksum/secrets': expect.stringMatching(/^[0-9a-f]{64}$/) },
            },
          },
        },
      },
    },
    plan: { stores: { sealed: { secrets: { 'app-db': { rotation: 'rolls' } } } } },
  },
  'values of kubeseal --raw stand in the description, with the type that is asked of them': {
    spec: {
      expose: nginxIngress({ host: 'app.example.com', tls: { secretName: 'app-tls' } }),
      secrets: {
        sealed: sealedSecrets({
          secrets: {
            'app-tls': {
              encryptedData: { 'tls.crt': CIPHERTEXT, 'tls.key': CIPHERTEXT },
              scope: 'namespace-wide',
            },
          },
        }),
      },
    },
    objects: {
      'sealed-secret/app-tls': {
        metadata: { annotations: { 'sealedsecrets.bitnami.com/namespace-wide': 'true' } },
        spec: { template: { type: 'kubernetes.io/tls' } },
      },
    },
  },
  'a Secret that is sealed for the whole cluster may be read under another name': {
    spec: stored(sealed('sealed/app-db.yaml')),
    files: sealedAs({
      name: 'old',
      namespace: 'other',
      annotations: { 'sealedsecrets.bitnami.com/cluster-wide': 'true' },
    }),
    objects: {
      'sealed-secret/app-db': {
        metadata: {
          name: 'app-db',
          annotations: { 'sealedsecrets.bitnami.com/cluster-wide': 'true' },
        },
      },
    },
  },
  'the controller cannot decrypt: it was sealed for staging': {
    spec: stored(sealed('sealed/app-db.yaml')),
    files: sealedAs({ namespace: 'app-staging' }),
    complaints: ['SW2176 secrets.sealed'],
    says: ['sealed for app-db in the namespace app-staging', 'app-db in app'],
  },
  'the controller cannot decrypt: the namespace is the wrong one for all of its names': {
    spec: stored(sealed('sealed/app-db.yaml')),
    files: sealedAs({
      name: 'other',
      namespace: 'app-staging',
      annotations: { 'sealedsecrets.bitnami.com/namespace-wide': 'true' },
    }),
    complaints: ['SW2176 secrets.sealed'],
    says: ['sealed for the namespace app-staging'],
  },
  'the Secret itself was committed instead of what kubeseal made of it': {
    spec: stored(sealed('sealed/app-db.yaml')),
    files: { 'sealed/app-db.yaml': 'kind: Secret\napiVersion: v1\nstringData: { url: x }\n' },
    complaints: ['SW2175 secrets.sealed'],
    says: ['kubeseal --format yaml --namespace app < secret.yaml > sealed/app-db.yaml'],
  },
  'a password stands where its sealed form should': {
    spec: stored({
      sealed: sealedSecrets({
        secrets: { 'app-db': { encryptedData: { url: 'aHVudGVyMg==', 'ca.crt': CIPHERTEXT } } },
      }),
    }),
    complaints: ['SW2175 secrets.sealed'],
    says: ['kubeseal --raw --name app-db --namespace app --from-file=url=…'],
  },
  'the file of kubeseal is not there': {
    spec: stored(sealed('sealed/missing.yaml')),
    complaints: ['SW2174 secrets.sealed'],
    says: ['`sealed/missing.yaml` could not be read: no such file'],
  },
  'a class is mounted by every pod that reads it, and a Secret made where a variable does': {
    spec: stored(
      { vault: vault() },
      {
        config: { DATABASE_URL: secretRef('app-db', 'url') },
        files: { '/etc/app/ca.crt': secretRef('app-db', 'ca.crt') },
        migrate: { command: ['migrate'], check: ['check'] },
      },
    ),
    objects: {
      'secret-provider-class/app-db': {
        spec: {
          provider: 'vault',
          parameters: {
            roleName: 'app',
            objects: [
              '- objectName: app-db__ca.crt',
              '  secretPath: secret/data/app/db',
              '  secretKey: ca.crt',
              '- objectName: app-db__url',
              '  secretPath: secret/data/app/db',
              '  secretKey: url',
              '',
            ].join('\n'),
          },
          secretObjects: [
            {
              secretName: 'app-db',
              type: 'Opaque',
              data: [{ objectName: 'app-db__url', key: 'url' }],
            },
          ],
        },
      },
      'web/deployment': {
        spec: {
          template: {
            spec: {
              volumes: containing({
                name: 'class-app-db',
                csi: {
                  driver: 'secrets-store.csi.k8s.io',
                  readOnly: true,
                  volumeAttributes: { secretProviderClass: 'app-db' },
                },
              }),
              containers: [
                {
                  volumeMounts: containing(
                    {
                      name: 'class-app-db',
                      mountPath: '/mnt/secrets-store/app-db',
                      readOnly: true,
                    },
                    { mountPath: '/etc/app/ca.crt', subPath: 'app-db__ca.crt' },
                  ),
                },
              ],
            },
          },
        },
      },
      'migrate/job': {
        spec: {
          template: {
            spec: { containers: [{ volumeMounts: containing({ name: 'class-app-db' }) }] },
          },
        },
      },
    },
  },
  'nothing is stored in the cluster of what is read as files alone': {
    spec: stored(
      { vault: vault({ mountPath: '/run/secrets' }) },
      { config: {}, files: { '/etc/app/ca.crt': secretRef('app-db', 'ca.crt') } },
    ),
    complaints: ['SW2173 secrets.vault'],
    objects: {
      'secret-provider-class/app-db': {
        spec: { provider: 'vault', parameters: expect.anything() },
      },
    },
    plan: { stores: { vault: { secrets: { 'app-db': { rotation: 'renewsFiles' } } } } },
  },
  'AWS lists an entry once, with an expression for each property': {
    spec: stored({ aws: csiDriver({ provider: 'aws', secrets: { 'app-db': 'app/db' } }) }),
    objects: {
      'secret-provider-class/app-db': {
        spec: {
          parameters: {
            objects: [
              '- objectName: app/db',
              '  objectType: secretsmanager',
              '  jmesPath:',
              String.raw`  - path: "\"ca.crt\""`,
              '    objectAlias: app-db__ca.crt',
              '  - path: url',
              '    objectAlias: app-db__url',
              '',
            ].join('\n'),
          },
        },
      },
    },
  },
  'the ingress controller finds no certificate: no pod mounts it, so the driver makes none': {
    spec: {
      expose: nginxIngress({ host: 'app.example.com', tls: { secretName: 'app-tls' } }),
      secrets: { vault: vault({ secrets: { 'app-tls': 'secret/data/tls' } }) },
    },
    complaints: ['SW2177 secrets.vault'],
  },
  'KEDA cannot log in: the last pod is gone, and its Secret with it': {
    spec: {
      workers: {
        mail: {
          command: ['work'],
          scale: {
            min: 0,
            max: 4,
            triggers: { jobs: rabbitmqQueue({ source: 'mq', queue: 'jobs' }) },
          },
        },
      },
      needs: { mq: rabbitmq({ url: { BROKER: secretRef('app-mq', 'url') } }) },
      secrets: { vault: vault({ secrets: { 'app-mq': 'secret/data/mq' } }) },
    },
    complaints: ['SW2177 secrets.vault'],
    says: ['deletes it with the last'],
  },
  'Key Vault is asked for a property, which its values do not have': {
    spec: stored({
      azure: csiDriver({
        provider: 'azure',
        parameters: { keyvaultName: 'app', tenantId: 'x' },
        secrets: { 'app-db': 'app-db' },
      }),
    }),
    complaints: ['SW1001 secrets.azure.secrets.app-db'],
    says: ['mounted whole'],
  },
  'the provider of Vault is told no role': {
    spec: stored({ vault: vault({ parameters: {} }) }),
    complaints: ['SW1001 secrets.vault.parameters'],
  },
  'the list of objects is written by hand as well': {
    spec: stored({ vault: vault({ parameters: { roleName: 'app', objects: '- x' } }) }),
    complaints: ['SW1001 secrets.vault.parameters.objects'],
  },
  'a file of SOPS is in no manifest, and a change of it rolls the pods': {
    spec: stored(encrypted()),
    files: { 'app-db.sops.yaml': sopsFile(appDb) },
    objects: {
      'web/deployment': {
        spec: {
          template: {
            metadata: {
              annotations: { 'checksum/secrets': expect.stringMatching(/^[0-9a-f]{64}$/) },
            },
          },
        },
      },
    },
    plan: {
      secrets: [{ name: 'app-db', gitOpsOnly: true }],
      stores: { files: { encrypted: [{ text: sopsFile(appDb), secret: 'app-db' }], objects: [] } },
    },
    absent: ['secret/app-db'],
  },
  'a file was never encrypted, and its password is in the history of Git': {
    spec: stored(encrypted()),
    files: {
      'app-db.sops.yaml': sopsFile({ ...appDb, sops: '', values: { url: 'x', 'ca.crt': 'y' } }),
    },
    complaints: ['SW2175 secrets.files'],
    says: ["sops encrypt --in-place --encrypted-regex '^(data|stringData)$' app-db.sops.yaml"],
  },
  'one key was left out of what SOPS encrypts': {
    spec: stored(encrypted()),
    files: {
      'app-db.sops.yaml': sopsFile({ ...appDb, values: { ...appDb.values, url: 'plain' } }),
    },
    complaints: ['SW2175 secrets.files'],
    says: ['The key url of the Secret app-db'],
  },
  'the Secret of a file lands in another namespace': {
    spec: stored(encrypted()),
    files: { 'app-db.sops.yaml': sopsFile({ ...appDb, namespace: 'default' }) },
    complaints: ['SW2176 secrets.files'],
    says: ['Secret app-db in default instead of Secret app-db in app'],
  },
  'the name of the Secret was encrypted too': {
    spec: stored(encrypted()),
    files: {
      'app-db.sops.yaml': sopsFile({
        ...appDb,
        name: "'ENC[AES256_GCM,data:eA==,iv:aXY=,tag:dGFn,type:str]'",
      }),
    },
    complaints: ['SW2176 secrets.files'],
  },
};
