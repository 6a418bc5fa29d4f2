/** stores › sealed secrets: what kubeseal encrypted is unsealed in the cluster; resolve reads its objects. */

import * as v from 'valibot';
import type { CustomObjectPlan } from '../../model/plan/exposure-plan.ts';
import type { Finding } from '../../model/finding.ts';
import type { SecretStore, SecretStoreInput, StoredSecret } from '../../model/secret-store.ts';
import { checkShape, remake } from '../../model/shape.ts';
import { checksum } from '../../text/checksum.ts';
import {
  fieldsAt,
  forAnother,
  notEncrypted,
  readObject,
  type Fields,
  textAt,
  textsIn,
} from '../read-object.ts';
import { entryShape, keyNameShape, secretNameShape } from '../store-shape.ts';
import { isSealed } from './is-sealed.ts';

/** What was sealed. */
export interface SealedSecretsOptions {
  /** Secrets by name: the file that `kubeseal` wrote, or values of `kubeseal --raw`. */
  readonly secrets: Readonly<Record<string, string | SealedValues>>;
}

/** Values of `kubeseal --raw`. */
export interface SealedValues {
  /** Encrypted values by key. */
  readonly encryptedData: Readonly<Record<string, string>>;
  /** For whom they were sealed. Default: `strict`, for this name in this namespace. */
  readonly scope?: SealingScope;
  /** Default: what its readers ask for, else Opaque. */
  readonly type?: string;
}

/** @see https://github.com/bitnami-labs/sealed-secrets#scopes */
export type SealingScope = 'strict' | 'namespace-wide' | 'cluster-wide';

const shape = v.strictObject({
  secrets: v.record(
    secretNameShape,
    v.union([
      entryShape,
      v.strictObject({
        encryptedData: v.record(keyNameShape, entryShape),
        scope: v.optional(v.picklist(['strict', 'namespace-wide', 'cluster-wide'])),
        type: v.optional(entryShape),
      }),
    ]),
  ),
});

/**
 * Secrets that are committed encrypted, and that Sealed Secrets' controller decrypts in the cluster.
 * @see https://github.com/bitnami-labs/sealed-secrets
 * @example sealedSecrets({ secrets: { 'shop-db': 'sealed/production/shop-db.yaml' } })
 */
export function sealedSecrets(
  options: SealedSecretsOptions,
): SecretStore<'sealedSecrets', SealedSecretsOptions> {
  return {
    family: 'secretStore',
    kind: 'sealedSecrets',
    options,
    with: remake(sealedSecrets),
    check: () => checkShape(shape, options),
    facts: (input) => {
      const all = Object.entries(options.secrets).map(([name, said]) => ({
        name,
        ...sealedOf(input, name, said),
      }));
      return {
        title: 'Sealed Secrets',
        objects: all.flatMap(({ name, sealed }) =>
          sealed === undefined ? [] : [objectOf(name, sealed)],
        ),
        secrets: Object.fromEntries(
          all.map(({ name, sealed }): [string, StoredSecret] => [name, storedOf(sealed)]),
        ),
        encrypted: [],
        findings: all.flatMap(({ findings }) => findings),
      };
    },
  };
}

const API_VERSION = 'bitnami.com/v1alpha1';
const KIND = 'SealedSecret';
const PREFIX = 'sealedsecrets.bitnami.com';

interface Sealed {
  readonly annotations: Readonly<Record<string, string>>;
  readonly encryptedData: Readonly<Record<string, string>>;
  readonly template: Fields;
}

interface Reading {
  /** Absent where there is nothing to go on with. */
  readonly sealed?: Sealed;
  readonly findings: readonly Finding[];
}

function sealedOf(input: SecretStoreInput, name: string, said: string | SealedValues): Reading {
  const reading = typeof said === 'string' ? fromFile(input, name, said) : fromValues(said);
  if (reading.sealed === undefined) return reading;
  const { template, encryptedData } = reading.sealed;
  const asked = input.wanted[name]?.type;
  const plain = Object.entries(encryptedData).filter(([, value]) => !isSealed(value));
  return {
    sealed: {
      ...reading.sealed,
      template:
        textAt(template, 'type') !== undefined || asked === undefined
          ? template
          : { ...template, type: asked },
    },
    findings: [
      ...reading.findings,
      ...plain.map(([key]) =>
        notEncrypted(input.path, {
          what: `The key ${key} of the Secret ${name}`,
          fix: `Seal it: kubeseal --raw --name ${name} --namespace ${input.namespace ?? '…'} --from-file=${key}=…`,
        }),
      ),
    ],
  };
}

function fromValues({ encryptedData, scope = 'strict', type }: SealedValues): Reading {
  return {
    sealed: {
      annotations: scope === 'strict' ? {} : { [`${PREFIX}/${scope}`]: 'true' },
      encryptedData,
      template: type === undefined ? {} : { type },
    },
    findings: [],
  };
}

function fromFile(input: SecretStoreInput, name: string, file: string): Reading {
  const read = readObject(input, file, KIND);
  if (!read.ok) return { findings: [read.finding] };
  const { object } = read;
  if (object['kind'] !== KIND || object['apiVersion'] !== API_VERSION) {
    return { findings: [noSealedSecret(input, name, { file, object })] };
  }
  const annotations = textsIn(fieldsAt(object, 'metadata', 'annotations'));
  const { metadata, ...template } = fieldsAt(object, 'spec', 'template');
  const kept = Object.fromEntries(
    ['labels', 'annotations'].flatMap((part) => {
      const texts = textsIn(fieldsAt(metadata, part));
      return Object.keys(texts).length === 0 ? [] : [[part, texts]];
    }),
  );
  return {
    sealed: {
      annotations,
      encryptedData: textsIn(fieldsAt(object, 'spec', 'encryptedData')),
      template: { ...template, ...(Object.keys(kept).length === 0 ? {} : { metadata: kept }) },
    },
    findings: sealedForAnother(input, name, { file, object, annotations }),
  };
}

interface SealedFile {
  readonly file: string;
  readonly object: Fields;
}

function noSealedSecret(
  { path, namespace }: SecretStoreInput,
  name: string,
  { file, object }: SealedFile,
): Finding {
  const fix = `Seal it: kubeseal --format yaml --namespace ${namespace ?? '…'} < secret.yaml > ${file}`;
  return object['kind'] === 'Secret'
    ? notEncrypted(path, { what: `\`${file}\` holds a Secret, which`, fix })
    : forAnother(path, {
        what: `\`${file}\` holds ${String(object['apiVersion'])} ${String(object['kind'])} instead of a ${KIND} ${name}`,
        because: 'Nothing else is unsealed.',
        fix: `${fix}.`,
      });
}

/** Name and namespace are part of what is encrypted: `EncryptionLabel` in pkg/apis/sealedsecrets/v1alpha1 of v0.40.0. */
function sealedForAnother(
  { path, namespace }: SecretStoreInput,
  name: string,
  { file, object, annotations }: SealedFile & Pick<Sealed, 'annotations'>,
): readonly Finding[] {
  const wide = (scope: SealingScope) => annotations[`${PREFIX}/${scope}`] === 'true';
  if (wide('cluster-wide')) return [];
  const sealedIn = textAt(object, 'metadata', 'namespace');
  const sealedAs = textAt(object, 'metadata', 'name');
  const fits =
    (sealedIn === undefined || namespace === undefined || sealedIn === namespace) &&
    (wide('namespace-wide') || sealedAs === name);
  if (fits) return [];
  const place = wide('namespace-wide')
    ? `the namespace ${sealedIn ?? ''}`
    : `${sealedAs ?? ''} in the namespace ${sealedIn ?? 'of its own'}`;
  return [
    forAnother(path, {
      what: `\`${file}\` is sealed for ${place}, and is read as ${name} in ${namespace ?? 'another'}`,
      because: 'Name and namespace are encrypted too: the controller could not decrypt it.',
      fix: `Seal it anew for ${name} in ${namespace ?? 'its own'}, or for all with \`--scope cluster-wide\`.`,
    }),
  ];
}

function objectOf(
  name: string,
  { annotations, encryptedData, template }: Sealed,
): CustomObjectPlan {
  return {
    kind: 'custom',
    apiVersion: API_VERSION,
    objectKind: KIND,
    name,
    ...(Object.keys(annotations).length === 0 ? {} : { annotations }),
    spec: {
      encryptedData,
      ...(Object.keys(template).length === 0 ? {} : { template }),
    },
  };
}

/** A changed value is a changed description: its checksum on the pods rolls them. */
function storedOf(sealed: Sealed | undefined): StoredSecret {
  if (sealed === undefined) return { rotation: { kind: 'keeps' } };
  const { encryptedData, template } = sealed;
  const keys = [...Object.keys(encryptedData), ...Object.keys(fieldsAt(template, 'data'))];
  return {
    keys: [...new Set(keys)].toSorted(),
    rotation: { kind: 'rolls', stamp: checksum(encryptedData) },
  };
}
