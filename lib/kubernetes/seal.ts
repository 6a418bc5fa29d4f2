/**
 * kubernetes › seal: the last step before an object is written. What depends on content is stamped on the final objects,
 * after every patch: the checksum of mounted files on the pods, and the hash of its spec in the name of a Job.
 */

import { checksum, shortHash } from '../text/checksum.ts';
import { canonicalJson } from '../text/json.ts';
import { isRecord } from './is-manifest.ts';
import type { Manifest, ManifestEntry } from './manifest.ts';

/** Annotation of pods by which a change of their files rolls them. */
export const FILES_CHECKSUM = 'checksum/files';

/** Digits of the hash: 40 bits, enough to tell the releases of one service apart. */
const HASH_LENGTH = 10;

/** Finds the data of a ConfigMap of the service by its name. */
export type FindFiles = (configMap: string) => Readonly<Record<string, string>> | undefined;

/** How content is stamped: a template engine that knows the content only later stamps a formula instead. */
export interface Stamps {
  /** What stands for the texts of these ConfigMaps. */
  readonly files: (configMaps: readonly string[], data: Readonly<Record<string, string>>) => string;
  /** Name of a Job. */
  readonly jobName: (job: Manifest) => string;
}

/** Hashes of the content itself. */
export const HASHES: Stamps = {
  files: (_configMaps, data) => checksum(data),
  jobName: (job) =>
    [job.metadata.name, shortHash(canonicalJson(job['spec']), HASH_LENGTH)].join('-'),
};

/** All objects of a service, sealed. */
export function seal(
  entries: readonly ManifestEntry[],
  stamps: Stamps = HASHES,
): readonly ManifestEntry[] {
  const files = new Map(
    entries.flatMap(({ manifest }) =>
      manifest.kind === 'ConfigMap' ? [[manifest.metadata.name, dataOf(manifest)] as const] : [],
    ),
  );
  return entries.map(({ id, manifest }) => ({
    id,
    manifest: sealManifest(manifest, (name) => files.get(name), stamps),
  }));
}

/** One object, sealed; objects that run no pods stay as they are. */
export function sealManifest(
  manifest: Manifest,
  findFiles: FindFiles,
  stamps: Stamps = HASHES,
): Manifest {
  switch (manifest.kind) {
    case 'CronJob':
      return stampFiles(manifest, ['spec', 'jobTemplate', 'spec', 'template'], findFiles, stamps);
    case 'Job':
      return hashName(stampFiles(manifest, ['spec', 'template'], findFiles, stamps), stamps);
    default:
      // Deployments, and what controllers have in their stead: whatever makes pods has its template here.
      return stampFiles(manifest, ['spec', 'template'], findFiles, stamps);
  }
}

/** The texts of a ConfigMap by their keys. */
export function dataOf(configMap: Manifest): Readonly<Record<string, string>> {
  const data = configMap['data'];
  if (!isRecord(data)) return {};
  return Object.fromEntries(
    Object.entries(data).flatMap(([key, text]) => (typeof text === 'string' ? [[key, text]] : [])),
  );
}

function stampFiles(
  manifest: Manifest,
  path: readonly string[],
  findFiles: FindFiles,
  stamps: Stamps,
): Manifest {
  const mounted = mountedConfigMaps(at(manifest, [...path, 'spec', 'volumes']));
  const found = mounted.flatMap((name) => {
    const data = findFiles(name);
    return data === undefined ? [] : [{ name, data }];
  });
  if (found.length === 0) return manifest;
  const sum = stamps.files(
    found.map(({ name }) => name),
    Object.fromEntries(found.flatMap(({ data }) => Object.entries(data))),
  );
  const { apiVersion, kind, metadata, ...fields } = manifest;
  const stamped = set(fields, [...path, 'metadata', 'annotations', FILES_CHECKSUM], sum);
  return { apiVersion, kind, metadata, ...stamped };
}

function mountedConfigMaps(volumes: unknown): readonly string[] {
  if (!Array.isArray(volumes)) return [];
  return volumes.flatMap((volume) => {
    const name = at(volume, ['configMap', 'name']);
    return typeof name === 'string' ? [name] : [];
  });
}

function hashName(job: Manifest, stamps: Stamps): Manifest {
  return { ...job, metadata: { ...job.metadata, name: stamps.jobName(job) } };
}

function at(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((found, key) => (isRecord(found) ? found[key] : undefined), value);
}

/** A copy with one member set; what is missing on the way is made. */
function set(
  value: unknown,
  path: readonly string[],
  member: unknown,
): Readonly<Record<string, unknown>> {
  const [key, ...rest] = path;
  const record = isRecord(value) ? value : {};
  if (key === undefined) return record;
  return { ...record, [key]: rest.length === 0 ? member : set(record[key], rest, member) };
}
