/** stores › external secrets: External Secrets Operator copies entries of a store into Secrets; resolve reads its objects. */

import * as v from 'valibot';
import type { CustomObjectPlan } from '../../model/plan/exposure-plan.ts';
import type { SecretStore, StoredSecret, WantedSecret } from '../../model/secret-store.ts';
import { checkShape, remake } from '../../model/shape.ts';
import type { DurationText } from '../../model/spec/amounts.ts';
import { durationShape, textOf } from '../../model/unit-shape.ts';
import type { OptionProblem } from '../../model/variant.ts';
import { parseObjectName } from '../../units/dns-name.ts';
import { goDuration, parseDuration } from '../../units/duration.ts';
import { entryShape, keyNameShape, restartShape, secretNameShape } from '../store-shape.ts';

/** What is said of the operator. */
export interface ExternalSecretsOptions {
  /** Name of the ClusterSecretStore (or SecretStore) that exists in the cluster. */
  readonly store: string;
  /** Default: `ClusterSecretStore`. */
  readonly storeKind?: 'ClusterSecretStore' | 'SecretStore';
  /** Secrets it makes, by name: the entry of the store that holds the keys, or where each key is. */
  readonly secrets: Readonly<Record<string, string | ExternalSecretSpec>>;
  /** How often the store is asked. Default: the operator's 1 h; 0 asks once. */
  readonly refreshInterval?: DurationText;
  /** What restarts pods when a Secret changes. Default: nothing. */
  readonly restart?: 'reloader';
}

/** Where the keys of a Secret are. */
export interface ExternalSecretSpec {
  /** Entry whose properties are called like the keys. */
  readonly entry?: string;
  /** Keys that are elsewhere. */
  readonly keys?: Readonly<Record<string, ExternalKeySpec>>;
  /** Default: what its readers ask for, else Opaque. */
  readonly type?: string;
}

/** Where a single key is. */
export interface ExternalKeySpec {
  /** Default: the entry of the Secret. */
  readonly entry?: string;
  /** Default: a property called like the key, or the whole value where `entry` names another one. */
  readonly property?: string;
  readonly version?: string;
}

const shape = v.strictObject({
  store: textOf((text) => parseObjectName('SecretStore', text)),
  storeKind: v.optional(v.picklist(['ClusterSecretStore', 'SecretStore'])),
  secrets: v.record(
    secretNameShape,
    v.union([
      entryShape,
      v.strictObject({
        entry: v.optional(entryShape),
        keys: v.optional(
          v.record(
            keyNameShape,
            v.strictObject({
              entry: v.optional(entryShape),
              property: v.optional(entryShape),
              version: v.optional(entryShape),
            }),
          ),
        ),
        type: v.optional(entryShape),
      }),
    ]),
  ),
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
      return problems.length > 0 ? problems : placelessKeys(options);
    },
    facts: ({ wanted }) => {
      const { store, storeKind = 'ClusterSecretStore', restart } = options;
      const secrets = Object.entries(options.secrets).map(([name, said]) => ({
        name,
        spec: typeof said === 'string' ? { entry: said } : said,
        wanted: wanted[name],
      }));
      return {
        title: `External Secrets Operator from ${storeKind} ${store}`,
        objects: secrets.map((secret) => externalSecret(options, secret)),
        secrets: Object.fromEntries(
          secrets.map(({ name, ...secret }): [string, StoredSecret] => {
            const keys = Object.keys(dataOf(secret));
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
  readonly spec: ExternalSecretSpec;
  readonly wanted: WantedSecret | undefined;
}

/** A key whose entry nobody names. */
function placelessKeys({ secrets }: ExternalSecretsOptions): readonly OptionProblem[] {
  return Object.entries(secrets).flatMap(([name, said]): readonly OptionProblem[] => {
    if (typeof said === 'string' || said.entry !== undefined) return [];
    const keys = Object.entries(said.keys ?? {});
    if (keys.length === 0) {
      return [
        {
          path: `secrets.${name}`,
          message: 'It has neither an `entry` nor `keys`.',
          fix: `Write '${name}': 'path/of/the/entry'.`,
        },
      ];
    }
    return keys
      .filter(([, key]) => key.entry === undefined)
      .map(([key]) => ({
        path: `secrets.${name}.keys.${key}`,
        message: `No entry of the store is named for \`${key}\`.`,
        fix: 'Name it: `entry` of the key, or of the Secret.',
      }));
  });
}

/** Keys with their places: those that are written, and those that are read of the entry. */
function dataOf({ spec, wanted }: Said): Readonly<Record<string, object>> {
  const { entry, keys = {} } = spec;
  const read = entry === undefined ? [] : (wanted?.keys ?? []);
  const names = [...new Set([...read, ...Object.keys(keys)])].toSorted();
  return Object.fromEntries(
    names.map((name) => {
      const { property, version, entry: own } = keys[name] ?? {};
      const part = property ?? (own === undefined ? name : undefined);
      return [
        name,
        {
          key: own ?? entry ?? '',
          ...(part === undefined ? {} : { property: part }),
          ...(version === undefined ? {} : { version }),
        },
      ];
    }),
  );
}

/** Of an entry of which nothing single is read, everything is taken. */
function externalSecret(
  { store, storeKind = 'ClusterSecretStore', refreshInterval }: ExternalSecretsOptions,
  { name, ...said }: Said & { readonly name: string },
): CustomObjectPlan {
  const data = Object.entries(dataOf(said));
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
        : { data: data.map(([secretKey, remoteRef]) => ({ secretKey, remoteRef })) }),
    },
  };
}
