// Reads lowered objects in tests.
import { lower } from '../../lib/kubernetes/lower.ts';
import type { Manifest, ManifestEntry } from '../../lib/kubernetes/manifest.ts';
import { seal } from '../../lib/kubernetes/seal.ts';
import type { ServicePlan } from '../../lib/model/plan/service-plan.ts';
import { at, listAt } from '../support/kubernetes-object.ts';

/** The objects as they are written. */
export function lowered(plan: ServicePlan): readonly ManifestEntry[] {
  return seal(lower(plan));
}

/** The object of an id. @throws Error naming the ids there are */
export function objectOf(entries: readonly ManifestEntry[], id: string): Manifest {
  const found = entries.find((entry) => entry.id === id);
  if (found === undefined) throw new Error(`no ${id} among ${entries.map((e) => e.id).join(' ')}`);
  return found.manifest;
}

const TEMPLATES: Readonly<Record<string, readonly string[]>> = {
  Deployment: ['spec', 'template'],
  Job: ['spec', 'template'],
  CronJob: ['spec', 'jobTemplate', 'spec', 'template'],
};

/** The pod template of an object; undefined when it runs no pods. */
export function templateOf(manifest: Manifest): unknown {
  const path = TEMPLATES[manifest.kind];
  return path === undefined ? undefined : at(manifest, ...path);
}

/** Every container of an object's pods, init containers included. */
export function containersOf(manifest: Manifest): readonly unknown[] {
  const template = templateOf(manifest);
  return [...listAt(template, 'spec', 'initContainers'), ...listAt(template, 'spec', 'containers')];
}
