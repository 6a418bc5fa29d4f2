// What a renderer makes of a GitOps tree, and what the manifests beside it are, as comparable texts.
import { readFileSync, readdirSync } from 'node:fs';
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
