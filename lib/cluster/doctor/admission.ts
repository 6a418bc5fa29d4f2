/** cluster › doctor › admission: whether pods are let in, asked by making each of them on trial. */

import { at, itemsAt, textAt } from '../../diff/read-manifest.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { refOf, refText } from '../../deploy/object-ref.ts';
import { isRecord } from '../../kubernetes/is-manifest.ts';
import type { Manifest } from '../../kubernetes/manifest.ts';
import { statusMessage } from '../cluster-error.ts';
import { inParallel } from '../in-parallel.ts';
import type { Objects } from '../objects.ts';
import type { Patient } from './patient.ts';
import { found, PODS_REFUSED } from './findings.ts';

/**
 * Findings about pods that Pod Security or a policy refuses. Admission says nothing of it when a workload is applied: it
 * warns at most, and its pods are refused later. @see https://kubernetes.io/docs/concepts/security/pod-security-admission/
 */
export async function admissionFindings(
  objects: Objects,
  { manifests, namespace }: Patient,
): Promise<readonly Diagnostic[]> {
  const ref = { apiVersion: 'v1', kind: 'Namespace', name: namespace };
  const live = await objects.get(ref);
  if (live === undefined) return [];
  const answers = await inParallel(manifests.flatMap(trialOf), async ({ of, pod }) => {
    const path = `/api/v1/namespaces/${namespace}/pods?dryRun=All&fieldValidation=Strict`;
    const { status, body } = await objects.cluster.send({ method: 'POST', path, body: pod });
    const message = statusMessage(body);
    // What does not exist yet, and what may not be asked, is no refusal of the pod.
    if (status < 400 || /cannot create resource|service ?account|priority ?class/i.test(message)) {
      return [];
    }
    return [
      found(PODS_REFUSED, of, `Its pods would be refused: ${message}`, fixFor(message, live)),
    ];
  });
  return answers.flat();
}

function fixFor(message: string, namespace: Manifest): string {
  const level = namespace.metadata.labels?.['pod-security.kubernetes.io/enforce'];
  return message.includes('violates PodSecurity') && level !== undefined
    ? `Describe the pods so that they satisfy \`${level}\`, which the namespace enforces; \`slipway check\` names what they ask for.`
    : 'Change what the message names.';
}

/** A pod as its controller would make it, under an identity that is there in any case. */
function trialOf(manifest: Manifest): readonly { readonly of: string; readonly pod: unknown }[] {
  const template =
    at(manifest, 'spec', 'jobTemplate', 'spec', 'template') ?? at(manifest, 'spec', 'template');
  if (!isRecord(template) || !isRecord(template['spec'])) return [];
  const spec = {
    ...template['spec'],
    serviceAccountName: 'default',
    volumes: [...itemsAt(template, 'spec', 'volumes'), ...ownVolumes(manifest)],
  };
  const metadata = isRecord(template['metadata']) ? template['metadata'] : {};
  const pod = {
    ...{ apiVersion: 'v1', kind: 'Pod' },
    metadata: { ...metadata, generateName: `${manifest.metadata.name}-` },
    spec,
  };
  return [{ of: refText(refOf(manifest)), pod }];
}

/** What the controller of a StatefulSet adds for the claims of each pod. */
function ownVolumes(manifest: Manifest): readonly unknown[] {
  return itemsAt(manifest, 'spec', 'volumeClaimTemplates').map((claim) => {
    const name = textAt(claim, 'metadata', 'name') ?? '';
    return { name, persistentVolumeClaim: { claimName: `${name}-${manifest.metadata.name}-0` } };
  });
}
