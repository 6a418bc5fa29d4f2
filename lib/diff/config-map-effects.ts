/** diff › ConfigMaps: what reads a changed one, and whether its pods are replaced for it or go on as they are. */

import { FILES_CHECKSUM } from '../kubernetes/seal.ts';
import type { Manifest } from '../kubernetes/manifest.ts';
import { canonicalJson } from '../text/json.ts';
import type { Effect, ObjectPair } from './change.ts';
import { podsOf } from './pods-of.ts';
import { at, itemsAt, textAt } from './read-manifest.ts';

/** Prefix of annotations of pods that hold a checksum of something beside them; Helm's charts have it from its guide. */
const CHECKSUMS = FILES_CHECKSUM.slice(0, FILES_CHECKSUM.indexOf('/') + 1);

/** One effect for each workload that reads it; none if it is new or gone, or nobody reads it. */
export function configMapEffects({ before, after, beside }: ObjectPair): readonly Effect[] {
  if (before === undefined || after === undefined) return [];
  return beside.after
    .filter((workload) => workload.metadata.namespace === after.metadata.namespace)
    .flatMap((workload) => {
      const reading = readingOf(templateOf(workload), after.metadata.name);
      if (reading === undefined) return [];
      const old = beside.before.find(
        ({ kind, metadata }) =>
          kind === workload.kind &&
          metadata.name === workload.metadata.name &&
          metadata.namespace === workload.metadata.namespace,
      );
      return old === undefined ? [] : [effectOn(old, workload, reading, beside.after)];
    });
}

/** How pods read it: `once` as variables or by `subPath`, or `again` from a directory that the kubelet keeps up to date. */
type Reading = 'once' | 'again';

function effectOn(
  old: Manifest,
  workload: Manifest,
  reading: Reading,
  beside: readonly Manifest[],
): Effect {
  const name = `${workload.kind}/${workload.metadata.name}`;
  if (workload.kind === 'CronJob')
    return { kind: 'none', says: `the next run of ${name} reads it.` };
  if (workload.kind === 'Job')
    return { kind: 'none', says: `a run of ${name} that begins reads it.` };
  if (podsOf(workload, beside).max === 0) {
    return { kind: 'none', says: `${name} has no pods now.` };
  }
  const [was, is] = [templateOf(old), templateOf(workload)];
  if (canonicalJson(checksumsOf(was)) !== canonicalJson(checksumsOf(is))) {
    return {
      kind: 'restart',
      says: `${name} replaces its pods for it: a checksum of it is in their template.`,
    };
  }
  if (canonicalJson(was ?? null) !== canonicalJson(is ?? null)) {
    return { kind: 'restart', says: `the pods of ${name} read it as they are replaced.` };
  }
  return reading === 'again'
    ? {
        kind: 'none',
        says: `it reaches the files of the pods of ${name} within about a minute, and none restarts.`,
      }
    : {
        kind: 'none',
        says: `the pods of ${name} keep the old content until something else replaces them.`,
      };
}

function templateOf({ kind, ...manifest }: Manifest): unknown {
  return kind === 'CronJob'
    ? at(manifest, 'spec', 'jobTemplate', 'spec', 'template')
    : at(manifest, 'spec', 'template');
}

function checksumsOf(template: unknown): Readonly<Record<string, unknown>> {
  const annotations = at(template, 'metadata', 'annotations');
  return Object.fromEntries(
    Object.entries(Object(annotations)).filter(([key]) => key.startsWith(CHECKSUMS)),
  );
}

/** @see https://kubernetes.io/docs/concepts/configuration/configmap/#mounted-configmaps-are-updated-automatically */
function readingOf(template: unknown, name: string): Reading | undefined {
  const containers = [
    ...itemsAt(template, 'spec', 'containers'),
    ...itemsAt(template, 'spec', 'initContainers'),
  ];
  const asVariables = containers.some(
    (container) =>
      itemsAt(container, 'envFrom').some(
        (source) => textAt(source, 'configMapRef', 'name') === name,
      ) ||
      itemsAt(container, 'env').some(
        (variable) => textAt(variable, 'valueFrom', 'configMapKeyRef', 'name') === name,
      ),
  );
  const volumes = itemsAt(template, 'spec', 'volumes')
    .filter(
      (volume) =>
        textAt(volume, 'configMap', 'name') === name ||
        itemsAt(volume, 'projected', 'sources').some(
          (source) => textAt(source, 'configMap', 'name') === name,
        ),
    )
    .map((volume) => textAt(volume, 'name'));
  const mounts = containers
    .flatMap((container) => itemsAt(container, 'volumeMounts'))
    .filter((mount) => volumes.includes(textAt(mount, 'name')));
  if (asVariables || mounts.some((mount) => textAt(mount, 'subPath') !== undefined)) return 'once';
  return volumes.length > 0 ? 'again' : undefined;
}
