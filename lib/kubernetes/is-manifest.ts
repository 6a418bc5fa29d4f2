/** kubernetes › types: recognises an object among values of unknown shape, e.g. after a patch. */

import type { Manifest } from './manifest.ts';

/** Whether a value has what makes a Kubernetes object: apiVersion, kind and metadata.name. */
export function isManifest(value: unknown): value is Manifest {
  return (
    isRecord(value) &&
    typeof value['apiVersion'] === 'string' &&
    typeof value['kind'] === 'string' &&
    isRecord(value['metadata']) &&
    typeof value['metadata']['name'] === 'string'
  );
}

/** Whether a value is an object with members, neither list nor null. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
