/** constructs: one object of a service as a cdk8s ApiObject. It is sealed last, after every patch, whoever renders it. */

import {
  ApiObject,
  ApiObjectMetadataDefinition,
  App,
  ImplicitTokenResolver,
  JsonPatch,
  LazyResolver,
  NumberStringUnionResolver,
} from 'cdk8s';
import type { Construct } from 'constructs';
import { isManifest, isRecord } from '../kubernetes/is-manifest.ts';
import type { Manifest, ManifestEntry, ManifestMetadata } from '../kubernetes/manifest.ts';
import { canonicalJson } from '../text/json.ts';
import { mergePatch } from '../kubernetes/merge-patch.ts';
import { type FindFiles, sealManifest } from '../kubernetes/seal.ts';

/** An object made from the plan; it takes patches and metadata as any ApiObject does. */
export class ManifestObject extends ApiObject {
  /** Stable id, e.g. `web/deployment`. */
  readonly manifestId: string;
  readonly #findFiles: FindFiles;
  readonly #planned: Manifest;
  readonly #patches: JsonPatch[] = [];
  readonly #patchedAt: string[] = [];

  /** ApiObject takes every object for an instance of any of its subclasses. */
  static override [Symbol.hasInstance](value: unknown): value is ManifestObject {
    return typeof value === 'object' && value !== null && #findFiles in value;
  }

  constructor(scope: Construct, entry: ManifestEntry, findFiles: FindFiles) {
    super(scope, constructId(entry.id), entry.manifest);
    this.manifestId = entry.id;
    this.#findFiles = findFiles;
    this.#planned = entry.manifest;
    this.metadata.add = addAndTell;
  }

  /** Changes the object before it is sealed, by RFC 6902. */
  override addJsonPatch(...operations: JsonPatch[]): void {
    super.addJsonPatch(...operations);
    this.#patches.push(...operations);
    this.#patchedAt.push(...operations.map(textOf));
  }

  /** The patches, each as operation and place, e.g. `replace /spec/replicas`. */
  get patchTexts(): readonly string[] {
    return this.#patchedAt;
  }

  /** A copy of the object as it is written. */
  override toJson(): unknown {
    return structuredClone(this.sealed());
  }

  /** The object as it is written, parts of it those that were planned: to be read only. */
  sealed(): unknown {
    const manifest = this.unsealed();
    return isManifest(manifest) ? sealManifest(manifest, this.#findFiles) : manifest;
  }

  /**
   * What was done to this object until now, to be done to others: the patches, and what was added to its metadata. What it gives throws
   * an Error when a patch asks for a place the other does not have.
   */
  get done(): (other: Manifest) => unknown {
    const changes = mergeDifference(this.#planned.metadata, this.metadata.toJson());
    const patches = [...this.#patches];
    return (other) => {
      const rendered = { ...other, metadata: mergePatch(other.metadata, changes) };
      // cdk8s applies patches in place.
      return patches.length === 0
        ? rendered
        : JsonPatch.apply(structuredClone(rendered), ...patches);
    };
  }

  /** The object with all patches, before its content is stamped on it: to be read only. */
  unsealed(): unknown {
    // Planned objects are plain data, of which cdk8s would ask at every leaf whether it is a token.
    if (this.#patchedAt.length > 0 || hasForeignResolvers(this)) return super.toJson();
    return isAsPlanned(this.metadata, this.#planned.metadata)
      ? this.#planned
      : { ...this.#planned, metadata: this.metadata.toJson() };
  }
}

/**
 * Whether nobody has changed the metadata. It keeps what it holds to itself and gives it in copies of copies, a fifteenth of all that a
 * large synthesis allocates; where cdk8s should keep it in another way, it counts as changed.
 */
function isAsPlanned(
  metadata: ApiObjectMetadataDefinition,
  { name, namespace, labels = {}, annotations = {}, ...others }: ManifestMetadata,
): boolean {
  const held = (member: string): unknown => Reflect.get(metadata, member);
  return (
    Object.keys(others).length === 0 &&
    metadata.name === name &&
    metadata.namespace === namespace &&
    holdsTheSame(held('labels'), labels) &&
    holdsTheSame(held('annotations'), annotations) &&
    holdsTheSame(held('finalizers'), []) &&
    holdsTheSame(held('ownerReferences'), []) &&
    !WITH_MORE.has(metadata)
  );
}

/** Metadata with members of the user's: cdk8s has them where looking for them takes longer than all the rest. */
const WITH_MORE = new WeakSet<ApiObjectMetadataDefinition>();

function addAndTell(this: ApiObjectMetadataDefinition, key: string, value: unknown): void {
  WITH_MORE.add(this);
  ApiObjectMetadataDefinition.prototype.add.call(this, key, value);
}

function holdsTheSame(held: unknown, planned: object): boolean {
  if (typeof held !== 'object' || held === null) return false;
  const keys = Object.keys(held);
  return (
    keys.length === Object.keys(planned).length &&
    keys.every((key) => Reflect.get(held, key) === Reflect.get(planned, key))
  );
}

/** The merge patch from one to the other. */
function mergeDifference(from: unknown, to: unknown): unknown {
  if (!isRecord(from) || !isRecord(to)) return to;
  const keys = [...new Set([...Object.keys(from), ...Object.keys(to)])];
  return Object.fromEntries(
    keys.flatMap((key) => {
      if (!Object.hasOwn(to, key)) return [[key, null]];
      if (canonicalJson(from[key] ?? null) === canonicalJson(to[key] ?? null)) return [];
      return [[key, mergeDifference(from[key], to[key])]];
    }),
  );
}

/** cdk8s keeps an operation to itself; what is no JsonPatch at all is shown as what it is. */
function textOf(patch: JsonPatch): string {
  const operation: unknown = Reflect.get(patch, 'operation');
  if (typeof operation !== 'object' || operation === null) return 'one not made by `JsonPatch`';
  return `${String(Reflect.get(operation, 'op'))} ${String(Reflect.get(operation, 'path'))}`;
}

/** Whether somebody else's resolver may want to see the values. */
function hasForeignResolvers(object: ApiObject): boolean {
  return App.of(object).resolvers.some(
    (resolver) =>
      !(resolver instanceof LazyResolver) &&
      !(resolver instanceof ImplicitTokenResolver) &&
      !(resolver instanceof NumberStringUnionResolver),
  );
}

/** Ids of one word leave those words to the user's own constructs. */
function constructId(id: string): string {
  return id.includes('/') ? id : `service/${id}`;
}
