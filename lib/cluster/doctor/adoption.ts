/** cluster › doctor › adoption: objects of another deployment that stand in the way, and how to take them on without an outage. */

import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { immutableChange } from '../../diff/immutable.ts';
import { at, itemsAt, textAt } from '../../diff/read-manifest.ts';
import { CLIENT_SIDE_MANAGER } from '../../deploy/live-object.ts';
import { refOf, refText } from '../../deploy/object-ref.ts';
import { isWorkload } from '../../deploy/phases.ts';
import type { Manifest } from '../../kubernetes/manifest.ts';
import { conflictProblem, dryRun, over } from '../apply.ts';
import { inParallel } from '../in-parallel.ts';
import type { Objects } from '../objects.ts';
import type { Patient } from './patient.ts';
import { found, MUST_RECREATE, REPLICAS_RESET } from './findings.ts';

/** Findings about live objects of the same names. */
export async function adoptionFindings(
  objects: Objects,
  { manifests, environment }: Patient,
): Promise<readonly Diagnostic[]> {
  const all = await inParallel(manifests, async (manifest): Promise<readonly Diagnostic[]> => {
    const live = await objects.get(refOf(manifest));
    if (live === undefined) return [];
    const change = immutableChange(live, over(live, manifest));
    if (change !== undefined) {
      const fix = isWorkload(manifest)
        ? await adopt(objects, live, environment)
        : (change.wayOut ?? '');
      const message = `${refText(refOf(manifest))} exists, and ${change.says}`;
      return [found(MUST_RECREATE, refText(refOf(manifest)), message, fix)];
    }
    const asked = await dryRun(objects, manifest, live);
    const conflicts =
      asked.ok && asked.conflicts.length > 0
        ? [{ ...conflictProblem(manifest, asked.conflicts), severity: 'warning' as const }]
        : [];
    return [...conflicts, ...resetFindings(manifest, live)];
  });
  return all.flat();
}

/**
 * Pods are kept without their owner until the new ones serve. Existing Services change after the workloads are ready, so
 * traffic goes to old pods until then; the old ReplicaSets are named one by one, so that no label can hit new pods.
 */
async function adopt(objects: Objects, live: Manifest, environment: string): Promise<string> {
  const { name, namespace = 'default' } = live.metadata;
  const kind = live.kind.toLowerCase();
  const sets = await objects.list({ apiVersion: 'apps/v1', kind: 'ReplicaSet', namespace });
  const old = sets.filter(
    (set) =>
      itemsAt(set, 'metadata', 'ownerReferences').some(
        (owner) => textAt(owner, 'uid') === textAt(live, 'metadata', 'uid'),
      ) && at(set, 'spec', 'replicas') !== 0,
  );
  const kubectl = `kubectl -n ${namespace}`;
  const names = old.map(({ metadata }) => metadata.name).join(' ');
  const last =
    live.kind === 'Deployment' && names !== ''
      ? `${kubectl} delete replicaset ${names}`
      : live.kind === 'StatefulSet'
        ? 'It takes over pods and claims; where its selector changes, delete the old pods by name before: two of one name cannot be.'
        : `${kubectl} delete the pods that are left, by name, once the new ones are ready`;
  return [
    'Keep the old pods until the new ones serve:',
    `${kubectl} delete ${kind} ${name} --cascade=orphan`,
    `slipway deploy -e ${environment} --take-over`,
    last,
  ].join('\n');
}

function resetFindings(manifest: Manifest, live: Manifest): readonly Diagnostic[] {
  const byKubectl = itemsAt(live, 'metadata', 'managedFields').some(
    (entry) =>
      textAt(entry, 'manager') === CLIENT_SIDE_MANAGER &&
      at(entry, 'fieldsV1', 'f:spec', 'f:replicas') !== undefined,
  );
  const { name, namespace = 'default' } = live.metadata;
  const resets =
    ['Deployment', 'StatefulSet'].includes(manifest.kind) &&
    byKubectl &&
    at(manifest, 'spec', 'replicas') === undefined;
  if (!resets) return [];
  return [
    found(
      REPLICAS_RESET,
      refText(refOf(manifest)),
      `\`kubectl apply\` would set its number of pods from ${String(at(live, 'spec', 'replicas'))} to 1.`,
      `Take \`replicas\` out of what it applied last, before you apply: \`kubectl -n ${namespace} apply edit-last-applied ${manifest.kind.toLowerCase()} ${name}\`. \`slipway deploy --take-over\` keeps the number by itself.`,
    ),
  ];
}
