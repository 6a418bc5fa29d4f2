/** kubernetes › ConfigMap: the files of a stack under keys made from their paths. */

import type { k8s } from 'cdk8s-plus-28';
import type { ContainerPlan } from '../model/plan/container-plan.ts';
import { fileKey, filesObjectName } from '../model/plan/volume-names.ts';
import type { ServicePlan } from '../model/plan/service-plan.ts';
import { namespaced } from './entry.ts';
import type { ManifestEntry } from './manifest.ts';
import type { Plain } from './plain.ts';
import { textFiles } from './volumes.ts';

/** Whose files they are: a stack, or a process that ends by itself. */
export interface FilesOwner {
  readonly objectName: string;
  readonly selector: Readonly<Record<string, string>>;
}

/**
 * The ConfigMap of all files of a stack; none where there are no files. Its name is stable: hashed names are deleted by
 * Helm and pruners while old pods still need them, so the content is stamped on the pods instead (see seal.ts).
 */
export function lowerConfigMap(
  plan: ServicePlan,
  id: readonly string[],
  container: ContainerPlan,
  owner: FilesOwner,
): readonly ManifestEntry[] {
  const files = textFiles(container);
  if (files.length === 0) return [];
  const props = {
    data: Object.fromEntries(files.map(({ path, text }) => [fileKey(path), text])),
  } satisfies Plain<k8s.KubeConfigMapProps>;
  return [
    namespaced(
      plan,
      id,
      { name: filesObjectName(owner.objectName), labels: owner.selector },
      { apiVersion: 'v1', kind: 'ConfigMap', ...props },
    ),
  ];
}
