/** stores › sops: files that SOPS encrypted go through untouched, to whoever decrypts them in the cluster. */

import * as v from 'valibot';
import type { Finding } from '../../model/finding.ts';
import type {
  EncryptedFile,
  SecretStore,
  SecretStoreInput,
  StoredSecret,
} from '../../model/secret-store.ts';
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
import { entryShape, secretNameShape } from '../store-shape.ts';

/** What was encrypted. */
export interface SopsOptions {
  /** Secrets by name: the file with the one Secret, its values encrypted by `sops`. */
  readonly secrets: Readonly<Record<string, string>>;
}

const shape = v.strictObject({ secrets: v.record(secretNameShape, entryShape) });

/**
 * Secrets in files that SOPS encrypted: they are part of trees for GitOps alone, whose tool decrypts them.
 * @see https://getsops.io/docs/
 * @example sops({ secrets: { 'shop-db': 'secrets/production/shop-db.sops.yaml' } })
 */
export function sops(options: SopsOptions): SecretStore<'sops', SopsOptions> {
  return {
    family: 'secretStore',
    kind: 'sops',
    options,
    with: remake(sops),
    check: () => checkShape(shape, options),
    facts: (input) => {
      const all = Object.entries(options.secrets).map(([name, file]) => ({
        name,
        ...readingOf(input, name, file),
      }));
      return {
        title: 'SOPS, decrypted by the tool of GitOps',
        objects: [],
        secrets: Object.fromEntries(all.map(({ name, stored }) => [name, stored])),
        encrypted: all.flatMap(({ encrypted }) => encrypted),
        findings: all.flatMap(({ findings }) => findings),
      };
    },
  };
}

interface Reading {
  readonly stored: StoredSecret;
  readonly encrypted: readonly EncryptedFile[];
  readonly findings: readonly Finding[];
}

function readingOf(input: SecretStoreInput, name: string, file: string): Reading {
  const read = readObject(input, file, 'Secret');
  if (!read.ok) {
    return {
      stored: { rotation: { kind: 'keeps' }, gitOpsOnly: true },
      encrypted: [],
      findings: [read.finding],
    };
  }
  const { object, text } = read;
  const values = { ...fieldsAt(object, 'data'), ...fieldsAt(object, 'stringData') };
  return {
    stored: {
      keys: Object.keys(values).toSorted(),
      // Values that did not change keep their text when a file is edited.
      rotation: { kind: 'rolls', stamp: checksum(textsIn(values)) },
      gitOpsOnly: true,
    },
    encrypted: [{ path: file, text, secret: name }],
    findings: [
      ...plainValues(input, name, { file, object, values }),
      ...misplaced(input, name, { file, object }),
    ],
  };
}

interface SopsFile {
  readonly file: string;
  readonly object: Fields;
}

const COMMAND = "sops encrypt --in-place --encrypted-regex '^(data|stringData)$'";

/** @see https://github.com/getsops/sops/blob/v3.13.3/aes/cipher.go (`encre`); empty text stays empty. */
const ENCRYPTED = /^ENC\[AES256_GCM,data:.+,iv:.+,tag:.+,type:.+\]$/s;

function plainValues(
  { path }: SecretStoreInput,
  name: string,
  { file, object, values }: SopsFile & { readonly values: Fields },
): readonly Finding[] {
  const fix = `${COMMAND} ${file}.`;
  if (Object.keys(fieldsAt(object, 'sops')).length === 0) {
    return [notEncrypted(path, { what: `\`${file}\`, the Secret ${name},`, fix })];
  }
  return Object.entries(values)
    .filter(([, value]) => value !== '' && !(typeof value === 'string' && ENCRYPTED.test(value)))
    .map(([key]) =>
      notEncrypted(path, { what: `The key ${key} of the Secret ${name} in \`${file}\``, fix }),
    );
}

function misplaced(
  { path, namespace }: SecretStoreInput,
  name: string,
  { file, object }: SopsFile,
): readonly Finding[] {
  const kind = String(object['kind']);
  const is = textAt(object, 'metadata', 'name');
  const within = textAt(object, 'metadata', 'namespace');
  const fits = namespace === undefined || within === namespace;
  if (kind === 'Secret' && is === name && fits) return [];
  return [
    forAnother(path, {
      what: `\`${file}\` holds ${kind} ${is ?? ''} in ${within ?? 'no namespace'} instead of Secret ${name} in ${namespace ?? 'another'}`,
      because:
        'It goes through untouched, so it says itself what it is called; encrypted names mean nothing to a cluster.',
      fix: `Set metadata.name and metadata.namespace, and encrypt values alone: ${COMMAND} ${file}.`,
    }),
  ];
}
