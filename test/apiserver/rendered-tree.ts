// What a renderer makes of a GitOps tree, and what the manifests beside it are, as comparable texts.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { canonicalJson } from '../../lib/text/json.ts';
import { objectsIn } from '../support/app-output.ts';

/** Objects in one order, each as one text. */
export function sorted(objects: readonly unknown[]): readonly string[] {
  return objects.map((object) => canonicalJson(object)).toSorted();
}

/** kustomize leaves texts bare that only YAML 1.1 of JavaScript takes for numbers, as `._`. */
export function asKustomizeWrites(text: string): readonly unknown[] {
  return parseAllDocuments(text).map((document): unknown => document.toJS());
}

/** The objects of the manifests of an environment, below the folder of all outputs. */
export function manifestsOf(outputs: string, environment: string): readonly unknown[] {
  const folder = join(outputs, 'manifests', environment);
  return readdirSync(folder)
    .map((file) => readFileSync(join(folder, file), 'utf8'))
    .flatMap(objectsIn);
}

/** What stays encrypted is in the tree alone, and comes out as it went in. */
export function encryptedIn(tree: string): readonly unknown[] {
  const secrets = join(tree, 'secrets');
  if (!existsSync(secrets)) return [];
  return readdirSync(secrets).flatMap((file) =>
    asKustomizeWrites(readFileSync(join(secrets, file), 'utf8')),
  );
}

/** By which claims are left alone when they are gone from a tree. */
const KEEPS_CLAIMS = [
  'argocd.argoproj.io/sync-options',
  'kustomize.toolkit.fluxcd.io/prune',
] as const;

/** All that a tree adds to the manifests: the order in which Argo CD applies them, and that claims are kept. */
export function withoutAdded(object: unknown): unknown {
  const copy = structuredClone(Object(object));
  const annotations = copy.metadata?.annotations;
  if (annotations === undefined) return copy;
  delete annotations['argocd.argoproj.io/sync-wave'];
  if (copy.kind === 'PersistentVolumeClaim') {
    for (const key of KEEPS_CLAIMS) delete annotations[key];
  }
  if (Object.keys(annotations).length === 0) delete copy.metadata.annotations;
  return copy;
}
