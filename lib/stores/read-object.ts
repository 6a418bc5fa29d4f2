/** stores: an object of Kubernetes in a file of the project, made by a tool that encrypts. */

import type { Finding } from '../model/finding.ts';
import type { SecretStoreInput } from '../model/secret-store.ts';
import { yamlLibrary } from '../text/yaml-library.ts';

/** The object as it stands in the file, or what is wrong with it. */
export type ReadObject =
  | { readonly ok: true; readonly text: string; readonly object: Fields }
  | { readonly ok: false; readonly finding: Finding };

/** Members of an object. */
export type Fields = Readonly<Record<string, unknown>>;

/** Reads a file with one object of a kind, in YAML or JSON. Raises SW2174. */
export function readObject(
  { path: at, readText }: Pick<SecretStoreInput, 'path' | 'readText'>,
  file: string,
  kind: string,
): ReadObject {
  const wrong = (message: string): ReadObject => ({
    ok: false,
    finding: {
      code: 'SW2174',
      name: 'secret-file-unreadable',
      severity: 'error',
      path: at,
      message: `\`${file}\` ${message}.`,
      because: 'The Secret is made of what it holds.',
      fix: `It must hold one ${kind}; paths are relative to the folder the command runs in.`,
    },
  });
  const read = readText(file);
  if (!read.ok) return wrong(`could not be read: ${read.problem}`);
  const documents = yamlLibrary()
    .parseAllDocuments(read.text, { version: '1.1' })
    .filter(({ contents }) => contents !== null);
  const [document, ...others] = documents;
  if (document === undefined || others.length > 0) {
    return wrong(`holds ${documents.length} objects instead of one`);
  }
  if (document.errors.length > 0) {
    return wrong(`is not YAML: ${document.errors[0]?.message.split('\n', 1).join('') ?? ''}`);
  }
  const object: unknown = document.toJS({ maxAliasCount: 100 });
  if (!isFields(object)) return wrong('holds no object');
  return { ok: true, text: read.text, object };
}

/** Members at a path; none where there is something else. */
export function fieldsAt(value: unknown, ...path: readonly string[]): Fields {
  const found = path.reduce<unknown>((at, key) => (isFields(at) ? at[key] : undefined), value);
  return isFields(found) ? found : {};
}

/** Text at a path. */
export function textAt(value: unknown, ...path: readonly string[]): string | undefined {
  const last = path.at(-1) ?? '';
  const found = fieldsAt(value, ...path.slice(0, -1))[last];
  return typeof found === 'string' ? found : undefined;
}

/** Members that are texts. */
export function textsIn(fields: Fields): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([key, value]) =>
      typeof value === 'string' ? [[key, value]] : [],
    ),
  );
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Content that everybody who can read the repository can read. Raises SW2175. */
export function notEncrypted(
  path: string,
  { what, fix }: { readonly what: string; readonly fix: string },
): Finding {
  return {
    code: 'SW2175',
    name: 'secret-not-encrypted',
    severity: 'error',
    path,
    message: `${what} is not encrypted.`,
    because: 'Everybody who can read the repository, or its history, can read it.',
    fix: `${fix} What was committed already must be changed at its source.`,
  };
}

/** Encrypted for another name or namespace. Raises SW2176. */
export function forAnother(
  path: string,
  { what, because, fix }: { readonly what: string; readonly because: string; readonly fix: string },
): Finding {
  return {
    code: 'SW2176',
    name: 'secret-for-another',
    severity: 'error',
    path,
    message: `${what}.`,
    because,
    fix,
  };
}
