// Reads what a synthesis wrote, with a parser that is not ours.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';

/** What every manifest has. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
}

const isManifest = (value: unknown): value is Manifest =>
  typeof value === 'object' && value !== null && 'apiVersion' in value && 'kind' in value;

/** Every manifest below a folder, by file; throws for YAML that is none, and for documents that are no manifests. */
export const manifestsIn = (folder: string): Readonly<Record<string, readonly Manifest[]>> => {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    // Charts are templates and values, not manifests.
    .filter((file) => file.endsWith('.yaml') && !/(?:^|\/)helm\//.test(file))
    .toSorted();
  return Object.fromEntries(
    files.map((file) => {
      const documents = [...parseAllDocuments(readFileSync(join(folder, file), 'utf8'))];
      const values: unknown[] = documents.map((document) => {
        if (document.errors[0] !== undefined) throw document.errors[0];
        return document.toJS();
      });
      if (!values.every(isManifest)) throw new Error(`${file} holds what is no manifest`);
      return [file, values];
    }),
  );
};

/** The sorted kinds of some manifests, each once. */
export const kindsOf = (manifests: readonly Manifest[] = []): readonly string[] =>
  [...new Set(manifests.map(({ kind }) => kind))].toSorted();
