/** stores › CSI driver: the Secrets Store CSI driver mounts what a provider reads; resolve reads its objects and what pods mount. */

import * as v from 'valibot';
import type { CustomObjectPlan } from '../../model/plan/exposure-plan.ts';
import type { SecretStore, StoredSecret, WantedSecret } from '../../model/secret-store.ts';
import { checkShape, remake } from '../../model/shape.ts';
import { textOf } from '../../model/unit-shape.ts';
import { accepted, refused, show } from '../../units/parsed.ts';
import {
  entryOf,
  type KeyPlace,
  placelessKeys,
  placesOf,
  type StoredEntries,
  storedEntriesShape,
  type StoredEntry,
} from '../entries.ts';
import { restartShape } from '../store-shape.ts';
import { PROVIDERS, type ProviderName, providerProblems } from './providers.ts';

/** What is said of the driver. */
export interface CsiDriverOptions {
  /** Provider that is installed beside the driver. */
  readonly provider: ProviderName;
  /** Parameters of the provider beside the list of objects, e.g. `{ roleName: 'shop', vaultAddress: 'https://vault:8200' }`. */
  readonly parameters?: Readonly<Record<string, string>>;
  /** Secrets by name: the entry of the store that holds the keys, or where each key is. */
  readonly secrets: StoredEntries;
  /** Directory below which each Secret is a directory of files. Default: `/mnt/secrets-store`. */
  readonly mountPath?: string;
  /** What restarts pods when a Secret changes. Default: nothing. */
  readonly restart?: 'reloader';
}

const MOUNT_PATH = '/mnt/secrets-store';

const shape = v.strictObject({
  provider: v.picklist(['aws', 'azure', 'gcp', 'vault']),
  parameters: v.optional(v.record(v.string(), v.string())),
  secrets: storedEntriesShape,
  mountPath: v.optional(
    textOf((text) =>
      /^(?:\/[\w.-]+)+$/.test(text) && !text.split('/').includes('..')
        ? accepted(text)
        : refused(`${show(text)} is no absolute path, such as '/mnt/secrets-store'`),
    ),
  ),
  restart: restartShape,
});

/**
 * Secrets that the Secrets Store CSI driver mounts into pods, and makes Secrets of where variables need them.
 * @see https://secrets-store-csi-driver.sigs.k8s.io/
 * @example csiDriver({ provider: 'vault', parameters: { roleName: 'shop' }, secrets: { 'shop-db': 'secret/data/shop/db' } })
 */
export function csiDriver(options: CsiDriverOptions): SecretStore<'csiDriver', CsiDriverOptions> {
  return {
    family: 'secretStore',
    kind: 'csiDriver',
    options,
    with: remake(csiDriver),
    check: () => {
      const problems = checkShape(shape, options);
      return problems.length > 0
        ? problems
        : [...placelessKeys(options.secrets), ...providerProblems(options)];
    },
    facts: ({ wanted }) => {
      const classes = Object.entries(options.secrets).map(([name, said]) => ({
        name,
        wanted: wanted[name],
        places: placesOf(entryOf(said), wanted[name]?.keys ?? []),
        said: entryOf(said),
      }));
      return {
        title: `Secrets Store CSI driver (${options.provider})`,
        // A class without objects is refused by the providers.
        objects: classes
          .filter(({ places }) => Object.keys(places).length > 0)
          .map((each) => classOf(options, each)),
        secrets: Object.fromEntries(
          classes.map((each): [string, StoredSecret] => [each.name, storedOf(options, each)]),
        ),
        encrypted: [],
        findings: [],
      };
    },
  };
}

interface ProviderClass {
  readonly name: string;
  readonly said: StoredEntry;
  readonly wanted: WantedSecret | undefined;
  readonly places: Readonly<Record<string, KeyPlace>>;
}

/** Name of the file of a key; names of Secrets have no underscore, so no two are alike. */
function fileOf(secret: string, key: string): string {
  return `${secret}__${key}`;
}

/** Keys that something reads otherwise than as a file. */
function synced({ wanted }: ProviderClass): readonly string[] {
  const readers = (wanted?.readers ?? []).filter(({ by }) => by !== 'file');
  return readers.some(({ key }) => key === undefined)
    ? (wanted?.keys ?? [])
    : [...new Set(readers.flatMap(({ key }) => key ?? []))].toSorted();
}

/** Written only where needed: a Secret is one more copy of what is secret. */
function classOf(
  { provider, parameters }: CsiDriverOptions,
  each: ProviderClass,
): CustomObjectPlan {
  const { name, places, wanted, said } = each;
  const keys = synced(each).filter((key) => Object.hasOwn(places, key));
  const objects = Object.entries(places).map(([key, place]) => ({
    file: fileOf(name, key),
    ...place,
  }));
  return {
    kind: 'custom',
    apiVersion: 'secrets-store.csi.x-k8s.io/v1',
    objectKind: 'SecretProviderClass',
    name,
    spec: {
      provider,
      parameters: { ...parameters, ...PROVIDERS[provider].parameters(objects) },
      ...(keys.length === 0
        ? {}
        : {
            secretObjects: [
              {
                secretName: name,
                type: said.type ?? wanted?.type ?? 'Opaque',
                data: keys.map((key) => ({ objectName: fileOf(name, key), key })),
              },
            ],
          }),
    },
  };
}

function storedOf({ mountPath = MOUNT_PATH, restart }: CsiDriverOptions, each: ProviderClass) {
  const { name, places } = each;
  const keys = Object.keys(places);
  // Reloader watches Secrets, and there is none where nothing but files is read.
  const watched = restart !== undefined && synced(each).length > 0;
  return {
    keys,
    rotation: { kind: watched ? restart : 'renewsFiles' },
    mountedClass: {
      name,
      path: `${mountPath}/${name}`,
      files: Object.fromEntries(keys.map((key) => [key, fileOf(name, key)])),
    },
  } satisfies StoredSecret;
}
