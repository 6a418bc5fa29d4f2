/** deploy › identity: which object is meant, whatever the version of its API. */

import type { Manifest } from '../kubernetes/manifest.ts';

/** Names an object in a cluster. */
export interface ObjectRef {
  readonly apiVersion: string;
  readonly kind: string;
  /** Absent for what belongs to the cluster as a whole. */
  readonly namespace?: string;
  readonly name: string;
}

/** The name of a manifest's object. */
export function refOf({ apiVersion, kind, metadata }: Manifest): ObjectRef {
  const { name, namespace } = metadata;
  return { apiVersion, kind, ...(namespace === undefined ? {} : { namespace }), name };
}

/** The group of an API version, empty for the core. */
export function groupOf(apiVersion: string): string {
  return apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
}

/** One text per object: a newer version of an API names the same object. */
export function refKey({ apiVersion, kind, namespace, name }: ObjectRef): string {
  return [groupOf(apiVersion), kind, namespace ?? '', name].join('\n');
}

/** `Kind/name`. */
export function refText({ kind, name }: Pick<ObjectRef, 'kind' | 'name'>): string {
  return `${kind}/${name}`;
}
