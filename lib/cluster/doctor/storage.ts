/** cluster › doctor › storage: claims and ConfigMaps that others make, and classes that can make what is asked for. */

import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { at, textAt, textsAt } from '../../diff/read-manifest.ts';
import type { Manifest } from '../../kubernetes/manifest.ts';
import type { ClaimRequestPlan, VolumePlan } from '../../model/plan/volume-plan.ts';
import { parseQuantity } from '../../units/quantity.ts';
import type { Objects } from '../objects.ts';
import {
  CLAIM_CANNOT_GROW,
  CLAIM_MISSING,
  CLAIM_MODE_DIFFERS,
  CONFIG_MAP_NOT_MADE,
  found,
  STORAGE_CLASS_MISSING,
} from './findings.ts';
import type { Patient } from './patient.ts';

/** Findings about what the service stores. */
export async function storageFindings(
  objects: Objects,
  { plan, namespace }: Patient,
): Promise<readonly Diagnostic[]> {
  const all = Object.entries(plan.volumes);
  if (all.length === 0) return [];
  const classes = await objects.list({ apiVersion: 'storage.k8s.io/v1', kind: 'StorageClass' });
  const findings = all.map(([name, volume]) =>
    findingsOf(objects, name, volume, { namespace, classes }),
  );
  return (await Promise.all(findings)).flat();
}

interface Ground {
  readonly namespace: string;
  /** Every StorageClass of the cluster. */
  readonly classes: readonly Manifest[];
}

async function findingsOf(
  objects: Objects,
  name: string,
  volume: VolumePlan,
  ground: Ground,
): Promise<readonly Diagnostic[]> {
  const { namespace } = ground;
  switch (volume.kind) {
    case 'claim': {
      const live = await objects.get({
        ...{ apiVersion: 'v1', kind: 'PersistentVolumeClaim' },
        ...{ namespace, name: volume.claimName },
      });
      if (volume.request === undefined) return existingFindings(volume, live, ground);
      return live === undefined
        ? classFindings(`PersistentVolumeClaim/${volume.claimName}`, volume.request, ground)
        : growthFindings(live, volume.request, ground);
    }
    case 'perPod':
    case 'ephemeral':
      return classFindings(`Volume/${name}`, volume.request, ground);
    case 'projected': {
      const needed = volume.sources.flatMap((source) =>
        source.kind === 'configMap' && !source.optional ? [source] : [],
      );
      const checks = needed.map(async (source): Promise<readonly Diagnostic[]> => {
        const ref = { apiVersion: 'v1', kind: 'ConfigMap', namespace, name: source.name };
        if ((await objects.get(ref)) !== undefined) return [];
        const keys = source.items.map(({ key }) => `--from-file=${key}=…`).join(' ');
        return [
          found(
            CONFIG_MAP_NOT_MADE,
            `ConfigMap/${source.name}`,
            `The ConfigMap \`${source.name}\` does not exist in the namespace \`${namespace}\`; the volume \`${name}\` reads it.`,
            `kubectl -n ${namespace} create configmap ${source.name} ${keys}`,
          ),
        ];
      });
      return (await Promise.all(checks)).flat();
    }
  }
}

function existingFindings(
  { claimName, accessMode }: Extract<VolumePlan, { readonly kind: 'claim' }>,
  live: Manifest | undefined,
  { namespace }: Ground,
): readonly Diagnostic[] {
  const object = `PersistentVolumeClaim/${claimName}`;
  if (live === undefined) {
    return [
      found(
        CLAIM_MISSING,
        object,
        `The claim \`${claimName}\` does not exist in the namespace \`${namespace}\`.`,
        'Make it, or describe a new one with `claim()`.',
      ),
    ];
  }
  const modes = textsAt(live, 'spec', 'accessModes');
  return modes.includes(accessMode)
    ? []
    : [
        found(
          CLAIM_MODE_DIFFERS,
          object,
          `The claim \`${claimName}\` is ${modes.join(', ')}, and described as ${accessMode}.`,
          `Describe it as it is: \`accessMode: '${modes[0] ?? ''}'\`.`,
        ),
      ];
}

/** @see https://kubernetes.io/docs/concepts/storage/storage-classes/#default-storageclass */
const IS_DEFAULT = 'storageclass.kubernetes.io/is-default-class';

function classFindings(
  object: string,
  { storageClass }: ClaimRequestPlan,
  { classes }: Ground,
): readonly Diagnostic[] {
  if (storageClass === '') return [];
  const isThere =
    storageClass === undefined
      ? classes.some(({ metadata }) => metadata.annotations?.[IS_DEFAULT] === 'true')
      : classes.some(({ metadata }) => metadata.name === storageClass);
  if (isThere) return [];
  const there = classes.map(({ metadata }) => `\`${metadata.name}\``).join(', ') || 'none';
  return [
    found(
      STORAGE_CLASS_MISSING,
      object,
      storageClass === undefined
        ? `It names no StorageClass, and none is the default; there are ${there}.`
        : `There is no StorageClass \`${storageClass}\`; there are ${there}.`,
      classes.length === 0
        ? 'Install a driver for storage, with a class that names it.'
        : 'Name one of these as `storageClass`, or make the one that is described.',
    ),
  ];
}

/** A claim that exists is resized by its class, if at all. @see https://kubernetes.io/docs/concepts/storage/persistent-volumes/#expanding-persistent-volumes-claims */
function growthFindings(
  live: Manifest,
  { size }: ClaimRequestPlan,
  { classes }: Ground,
): readonly Diagnostic[] {
  const has = textAt(live, 'spec', 'resources', 'requests', 'storage') ?? '';
  const name = textAt(live, 'spec', 'storageClassName') ?? '';
  if (nano(size) <= nano(has)) return [];
  const own = classes.find(({ metadata }) => metadata.name === name);
  if (at(own, 'allowVolumeExpansion') === true) return [];
  return [
    found(
      CLAIM_CANNOT_GROW,
      `PersistentVolumeClaim/${live.metadata.name}`,
      `It has ${has} and is described with ${size}; its StorageClass \`${name}\` does not let volumes grow.`,
      own === undefined
        ? 'Describe the size it has; or make a claim of another name, and copy the data.'
        : `If the driver can: \`kubectl patch storageclass ${name} --patch '{"allowVolumeExpansion":true}'\`. Else make a claim of another name, and copy the data.`,
    ),
  ];
}

function nano(quantity: string): bigint {
  const parsed = parseQuantity(quantity);
  return parsed.ok ? parsed.value.nano : 0n;
}
