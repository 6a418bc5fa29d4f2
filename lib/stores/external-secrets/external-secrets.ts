/** stores › external secrets: External Secrets Operator copies entries of a store into Secrets; resolve reads its objects. */

import * as v from 'valibot';
import type { CustomObjectPlan } from '../../model/plan/exposure-plan.ts';
import type { SecretStore, StoredSecret, WantedSecret } from '../../model/secret-store.ts';
import { checkShape, remake } from '../../model/shape.ts';
import type { DurationText } from '../../model/spec/amounts.ts';
import { durationShape, textOf } from '../../model/unit-shape.ts';
import { parseObjectName } from '../../units/dns-name.ts';
import { goDuration, parseDuration } from '../../units/duration.ts';
import {
  entryOf,
  placelessKeys,
  placesOf,
  type StoredEntries,
  type StoredEntry,
  storedEntriesShape,
} from '../entries.ts';
import { restartShape } from '../store-shape.ts';

/** What is said of the operator. */
export interface ExternalSecretsOptions {
  /** Name of the ClusterSecretStore (or SecretStore) that exists in the cluster. */
  readonly store: string;
  /** Default: `ClusterSecretStore`. */
  readonly storeKind?: 'ClusterSecretStore' | 'SecretStore';
  /** Secrets it makes, by name: the entry of the store that holds the keys, or where each key is. */
  readonly secrets: StoredEntries;
  /** How often the store is asked. Default: the operator's 1 h; 0 asks once. */
  readonly refreshInterval?: DurationText;
  /** What restarts pods when a Secret changes. Default: nothing. */
  readonly restart?: 'reloader';
}

const shape = v.strictObject({
  store: textOf((text) => parseObjectName('SecretStore', text)),
  storeKind: v.optional(v.picklist(['ClusterSecretStore', 'SecretStore'])),
  secrets: storedEntriesShape,
  refreshInterval: v.optional(durationShape),
  restart: restartShape,
});

/**
 * Secrets are copied from Vault, AWS Secrets Manager and many more by External Secrets Operator.
 * @see https://external-secrets.io/latest/api/externalsecret/
 * @example externalSecrets({ store: 'vault', secrets: { 'shop-db': 'shop/production/db' } })
 */
export function externalSecrets(
  options: ExternalSecretsOptions,
): SecretStore<'externalSecrets', ExternalSecretsOptions> {
  return {
    family: 'secretStore',
    kind: 'externalSecrets',
    options,
    with: remake(externalSecrets),
    check: () => {
      const problems = checkShape(shape, options);
      return problems.length > 0 ? problems : placelessKeys(options.secrets);
    },
    facts: ({ wanted }) => {
      const { store, storeKind = 'ClusterSecretStore', restart } = options;
      const secrets = Object.entries(options.secrets).map(([name, said]) => ({
        name,
        spec: entryOf(said),
        wanted: wanted[name],
      }));
      return {
        title: `External Secrets Operator from ${storeKind} ${store}`,
        objects: secrets.map((secret) => externalSecret(options, secret)),
        secrets: Object.fromEntries(
          secrets.map(({ name, ...secret }): [string, StoredSecret] => {
            const keys = Object.keys(placesOf(secret.spec, secret.wanted?.keys ?? []));
            return [
              name,
              {
                ...(keys.length === 0 ? {} : { keys }),
                rotation: { kind: restart ?? 'keeps' },
              },
            ];
          }),
        ),
        encrypted: [],
        findings: [],
      };
    },
  };
}

interface Said {
  readonly spec: StoredEntry;
  readonly wanted: WantedSecret | undefined;
}

/** Of an entry of which nothing single is read, everything is taken. */
function externalSecret(
  { store, storeKind = 'ClusterSecretStore', refreshInterval }: ExternalSecretsOptions,
  { name, ...said }: Said & { readonly name: string },
): CustomObjectPlan {
  const data = Object.entries(placesOf(said.spec, said.wanted?.keys ?? []));
  const type = said.spec.type ?? said.wanted?.type;
  const read = parseDuration(refreshInterval ?? '');
  return {
    kind: 'custom',
    apiVersion: 'external-secrets.io/v1',
    objectKind: 'ExternalSecret',
    name,
    spec: {
      secretStoreRef: { kind: storeKind, name: store },
      ...(refreshInterval === undefined || !read.ok
        ? {}
        : { refreshInterval: goDuration(read.value) }),
      target: { name, ...(type === undefined ? {} : { template: { type } }) },
      ...(data.length === 0
        ? { dataFrom: [{ extract: { key: said.spec.entry ?? '' } }] }
        : {
            data: data.map(([secretKey, { entry, ...part }]) => ({
              secretKey,
              remoteRef: { key: entry, ...part },
            })),
          }),
    },
  };
}
