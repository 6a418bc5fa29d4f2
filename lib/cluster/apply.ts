/** cluster › applying: one object at a time, as the owner of its fields only; what the server refuses comes with a way out. */

import { immutableChange } from '../diff/immutable.ts';
import { at, itemsAt, textAt } from '../diff/read-manifest.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { CLIENT_SIDE_MANAGER, FIELD_MANAGER, takenOver } from '../deploy/live-object.ts';
import { groupOf, refOf, refText } from '../deploy/object-ref.ts';
import { isRecord } from '../kubernetes/is-manifest.ts';
import type { Manifest } from '../kubernetes/manifest.ts';
import { ClusterError, refusal } from './cluster-error.ts';
import type { ApiAnswer } from './connect.ts';
import type { Objects } from './objects.ts';

/** Keeps the number of pods while it passes from a description to an autoscaler. */
const HANDOVER_MANAGER = `${FIELD_MANAGER}-handover`;

/** How to apply. */
export interface ApplyChoices {
  /** Take fields from other managers, and all that `kubectl apply` wrote. */
  readonly takeOver: boolean;
}

/** What applying did. */
export interface Applied {
  readonly did: 'created' | 'changed' | 'unchanged';
  readonly live: Manifest | undefined;
}

/**
 * Applies an object.
 * @param live the object as it is, if there is one
 * @throws ClusterError SW6012 for fields that others own, SW6013 for what cannot be changed in place, SW6003, SW6004
 */
export async function applyObject(
  objects: Objects,
  manifest: Manifest,
  live: Manifest | undefined,
  { takeOver }: ApplyChoices,
): Promise<Applied> {
  if (takeOver && live !== undefined) await takeOwnership(objects, live);
  if (live !== undefined && losesReplicas(manifest, live)) await handOverReplicas(objects, live);
  const first = await objects.apply(manifest, { force: takeOver });
  const answer = isOnlyOurs(first) ? await objects.apply(manifest, { force: true }) : first;
  const problem = problemOf(manifest, live, answer);
  if (problem !== undefined) throw new ClusterError(problem);
  const version = textAt(answer.body, 'metadata', 'resourceVersion');
  return {
    did:
      live === undefined
        ? 'created'
        : version === textAt(live, 'metadata', 'resourceVersion')
          ? 'unchanged'
          : 'changed',
    live: isManifestLike(answer.body) ? answer.body : undefined,
  };
}

/** What an object would be after applying it, or why that is refused; nothing is changed. */
export type DryRun =
  | { readonly ok: true; readonly after: Manifest; readonly conflicts: readonly Conflict[] }
  | { readonly ok: false; readonly diagnostic: Diagnostic };

/** Fields that somebody else owns. */
export interface Conflict {
  readonly manager: string;
  readonly field: string;
}

/** Asks the server what it would make of an object; conflicts are listed, and taken over in what it answers. */
export async function dryRun(
  objects: Objects,
  manifest: Manifest,
  live: Manifest | undefined,
): Promise<DryRun> {
  const whole =
    live !== undefined && losesReplicas(manifest, live) ? withReplicasOf(manifest, live) : manifest;
  const asked = await objects.apply(whole, { dryRun: true });
  const conflicts = isOnlyOurs(asked) ? [] : conflictsIn(asked);
  const answer =
    asked.status === 409 ? await objects.apply(whole, { dryRun: true, force: true }) : asked;
  const problem = problemOf(manifest, live, answer);
  if (problem !== undefined) return { ok: false, diagnostic: problem };
  return { ok: true, after: isManifestLike(answer.body) ? answer.body : manifest, conflicts };
}

/** SW6012: fields that others own would be changed. */
export function conflictProblem(manifest: Manifest, conflicts: readonly Conflict[]): Diagnostic {
  const managers = [...new Set(conflicts.map(({ manager }) => manager))];
  const fields = conflicts.map(({ field, manager }) => `\`${field}\` (${manager})`);
  return {
    code: 'SW6012',
    name: 'field-conflict',
    severity: 'error',
    at: { object: refText(refOf(manifest)) },
    message: `${refText(refOf(manifest))}: somebody else set what is to change: ${fields.join(', ')}.`,
    because: conflictReason(managers),
    fix: 'If slipway is to own the object from now on: `--take-over`. If it is not, leave the fields out of the description.',
  };
}

function conflictReason(managers: readonly string[]): string {
  if (managers.every((manager) => manager === CLIENT_SIDE_MANAGER)) {
    return 'It was applied by `kubectl apply`; two ways of applying would each undo what the other did.';
  }
  if (managers.some((manager) => /argocd|flux|kustomize-controller|helm/i.test(manager))) {
    return `${managers.join(', ')} would set the fields back: stop it there first, or release through it.`;
  }
  return 'Set by hand or by another tool; to overwrite it in silence would undo what somebody meant.';
}

function conflictsIn({ status, body }: ApiAnswer): readonly Conflict[] {
  if (status !== 409) return [];
  return itemsAt(body, 'details', 'causes')
    .filter((cause) => textAt(cause, 'reason') === 'FieldManagerConflict')
    .map((cause) => ({
      manager: /"([^"]+)"/.exec(textAt(cause, 'message') ?? '')?.[1] ?? 'somebody',
      field: (textAt(cause, 'field') ?? '').replace(/^\./, ''),
    }));
}

function isOnlyOurs(answer: ApiAnswer): boolean {
  const conflicts = conflictsIn(answer);
  return conflicts.length > 0 && conflicts.every(({ manager }) => manager === HANDOVER_MANAGER);
}

function problemOf(
  manifest: Manifest,
  live: Manifest | undefined,
  answer: ApiAnswer,
): Diagnostic | undefined {
  if (answer.status < 300) return undefined;
  const object = refText(refOf(manifest));
  const conflicts = conflictsIn(answer);
  if (conflicts.length > 0) return conflictProblem(manifest, conflicts);
  const recreate =
    answer.status === 422 && live !== undefined
      ? immutableChange(live, over(live, manifest))
      : undefined;
  if (recreate !== undefined) {
    return {
      code: 'SW6013',
      name: 'object-must-be-recreated',
      severity: 'error',
      at: { object },
      message: `${object}: ${recreate.says}`,
      because: 'The object was made by another description, or by hand.',
      ...(recreate.wayOut === undefined ? {} : { fix: recreate.wayOut }),
    };
  }
  return refusal(`to apply ${object}`, object, answer.status, answer.body);
}

/** What a manifest says over what is there, enough to see which field of it cannot be changed. */
export function over(live: Manifest, manifest: Manifest): Manifest {
  const merged = (below: unknown, above: unknown): unknown =>
    isRecord(below) && isRecord(above)
      ? Object.fromEntries(
          [...new Set([...Object.keys(below), ...Object.keys(above)])].map((key) => [
            key,
            Object.hasOwn(above, key) ? merged(below[key], above[key]) : below[key],
          ]),
        )
      : isListOfRecords(below) && isListOfRecords(above) && below.length === above.length
        ? // What the server filled in stays, such as the mode of the volumes of a StatefulSet.
          above.map((item, index) => merged(below[index], item))
        : above;
  // A selector is one value: a label that is gone differs too.
  const selector = at(manifest, 'spec', 'selector');
  const whole = merged(live, manifest);
  return isManifestLike(whole) && selector !== undefined
    ? { ...whole, spec: { ...record(whole['spec']), selector } }
    : isManifestLike(whole)
      ? whole
      : manifest;
}

function isListOfRecords(value: unknown): value is readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(value) && value.every(isRecord);
}

/**
 * A Deployment whose description stops to say how many pods there are would fall back to one, until its autoscaler
 * looks again: the number is kept by another manager, which gives way to the autoscaler.
 * @see https://kubernetes.io/docs/reference/using-api/server-side-apply/#transferring-ownership
 */
function losesReplicas(manifest: Manifest, live: Manifest): boolean {
  if (groupOf(manifest.apiVersion) !== 'apps' || at(manifest, 'spec', 'replicas') !== undefined) {
    return false;
  }
  const owners = itemsAt(live, 'metadata', 'managedFields').filter(
    (entry) => at(entry, 'fieldsV1', 'f:spec', 'f:replicas') !== undefined,
  );
  const replicas = at(live, 'spec', 'replicas');
  // What was scaled to nothing, as an idle slot is, starts anew with what its autoscaler says.
  return (
    typeof replicas === 'number' &&
    replicas > 0 &&
    owners.length > 0 &&
    owners.every((entry) =>
      [FIELD_MANAGER, CLIENT_SIDE_MANAGER].includes(textAt(entry, 'manager') ?? ''),
    )
  );
}

function withReplicasOf(manifest: Manifest, live: Manifest): Manifest {
  const replicas = at(live, 'spec', 'replicas');
  return { ...manifest, spec: { ...record(manifest['spec']), replicas } };
}

async function handOverReplicas(objects: Objects, live: Manifest): Promise<void> {
  const ref = refOf(live);
  const path = await objects.pathOf(ref);
  if (path === undefined) return;
  const { apiVersion, kind, name, namespace } = ref;
  const body = {
    ...{ apiVersion, kind },
    metadata: { name, ...(namespace === undefined ? {} : { namespace }) },
    spec: { replicas: at(live, 'spec', 'replicas') },
  };
  const { status, body: answer } = await objects.cluster.send({
    ...{ method: 'PATCH', path: `${path}?fieldManager=${HANDOVER_MANAGER}`, body },
    contentType: 'application/apply-patch+yaml',
  });
  if (status >= 300) {
    throw new ClusterError(refusal('to keep the number of pods', refText(ref), status, answer));
  }
}

/** Makes what `kubectl apply` wrote ours, so that a field that is left out goes away. */
async function takeOwnership(objects: Objects, live: Manifest): Promise<void> {
  const managedFields = takenOver(live);
  const path = managedFields === undefined ? undefined : await objects.pathOf(refOf(live));
  if (path === undefined) return;
  const { status, body } = await objects.cluster.send({
    method: 'PATCH',
    path,
    contentType: 'application/json-patch+json',
    body: [
      { op: 'replace', path: '/metadata/managedFields', value: managedFields },
      {
        op: 'replace',
        path: '/metadata/resourceVersion',
        value: textAt(live, 'metadata', 'resourceVersion'),
      },
    ],
  });
  if (status >= 300) {
    throw new ClusterError(refusal('to take over its fields', refText(refOf(live)), status, body));
  }
}

function isManifestLike(value: unknown): value is Manifest {
  return isRecord(value) && typeof value['kind'] === 'string' && isRecord(value['metadata']);
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return isRecord(value) ? value : {};
}
