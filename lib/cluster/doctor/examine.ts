/** cluster › doctor: asks a cluster whether a service can run on it, all questions at once. */

import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { ClusterError } from '../cluster-error.ts';
import type { Objects } from '../objects.ts';
import { adoptionFindings } from './adoption.ts';
import { admissionFindings } from './admission.ts';
import { platformFindings } from './platform.ts';
import { rightsFindings } from './rights.ts';
import { roomFindings } from './room.ts';
import { secretFindings } from './secrets.ts';
import { storageFindings } from './storage.ts';
import { found, NAMESPACE_MISSING } from './findings.ts';
import type { Examination, Patient } from './patient.ts';

/** Examinations in the order in which their findings are to be mended. */
const EXAMINATIONS: readonly Examination[] = [
  rightsFindings,
  namespaceFindings,
  platformFindings,
  secretFindings,
  storageFindings,
  admissionFindings,
  roomFindings,
  adoptionFindings,
];

/** Everything that stands in the way of a service; what may not be looked at is a note. */
export async function examine(objects: Objects, patient: Patient): Promise<readonly Diagnostic[]> {
  const all: Diagnostic[] = [];
  for (const examination of EXAMINATIONS) {
    all.push(...(await examination(objects, patient).catch(notAllowed)));
  }
  const { service, environment } = patient;
  return all.map((finding) => ({ ...finding, at: { service, environment, ...finding.at } }));
}

/** A question that the user's rights do not cover is told, and does not end the others. */
function notAllowed(error: unknown): readonly Diagnostic[] {
  if (!(error instanceof ClusterError)) throw error;
  return error.diagnostics.map((diagnostic) => {
    if (diagnostic.code !== 'SW6003') throw error;
    return { ...diagnostic, severity: 'note', message: `Not looked at: ${diagnostic.message}` };
  });
}

async function namespaceFindings(
  objects: Objects,
  { plan, namespace }: Patient,
): Promise<readonly Diagnostic[]> {
  const ref = { apiVersion: 'v1', kind: 'Namespace', name: namespace };
  if (plan.namespace.create || (await objects.get(ref)) !== undefined) return [];
  return [
    found(
      NAMESPACE_MISSING,
      `Namespace/${namespace}`,
      `The namespace \`${namespace}\` does not exist.`,
      `kubectl create namespace ${namespace}`,
    ),
  ];
}
