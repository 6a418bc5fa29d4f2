/** constructs: one object of a service as a cdk8s ApiObject. It is sealed last, after every patch, whoever renders it. */

import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { isManifest } from '../kubernetes/is-manifest.ts';
import type { ManifestEntry } from '../kubernetes/manifest.ts';
import { type FindFiles, sealManifest } from '../kubernetes/seal.ts';

/** An object made from the plan; it takes patches and metadata as any ApiObject does. */
export class ManifestObject extends ApiObject {
  /** Stable id, e.g. `web/deployment`. */
  readonly manifestId: string;
  readonly #findFiles: FindFiles;

  /** ApiObject takes every object for an instance of any of its subclasses. */
  static override [Symbol.hasInstance](value: unknown): value is ManifestObject {
    return typeof value === 'object' && value !== null && #findFiles in value;
  }

  constructor(scope: Construct, entry: ManifestEntry, findFiles: FindFiles) {
    super(scope, constructId(entry.id), entry.manifest);
    this.manifestId = entry.id;
    this.#findFiles = findFiles;
  }

  /** The object as it is written. */
  override toJson(): unknown {
    const manifest = this.unsealed();
    return isManifest(manifest) ? sealManifest(manifest, this.#findFiles) : manifest;
  }

  /** The object with all patches, before its content is stamped on it. */
  unsealed(): unknown {
    return super.toJson();
  }
}

/** Ids of one word leave those words to the user's own constructs. */
function constructId(id: string): string {
  return id.includes('/') ? id : `service/${id}`;
}
