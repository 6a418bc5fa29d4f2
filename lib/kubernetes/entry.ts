/** kubernetes › entries: puts an object together from its parts, without what is not there. */

import type { ServicePlan } from '../model/plan/service-plan.ts';
import type { Manifest, ManifestEntry } from './manifest.ts';
import { filled, inOrder, presentMembers } from './present.ts';

/** What an object is called and marked with, beside what every object of the service carries. */
export interface Naming {
  readonly name: string;
  /** Labels of the process; they win over those of the service. */
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** The object beside its metadata, as its kind's props describe it. */
interface ApiFields {
  readonly apiVersion: string;
  readonly kind: string;
  readonly [field: string]: unknown;
}

/** An object in the service's namespace. */
export function namespaced(
  plan: ServicePlan,
  id: readonly string[],
  naming: Naming,
  object: ApiFields,
): ManifestEntry {
  const { apiVersion, kind, ...fields } = object;
  return {
    id: id.join('/'),
    manifest: {
      apiVersion,
      kind,
      metadata: { ...metadata(plan, naming), namespace: plan.namespace.name },
      ...presentMembers(fields),
    },
  };
}

/** An object that belongs to the cluster as a whole. */
export function clusterWide(
  plan: ServicePlan,
  id: string,
  naming: Naming,
  object: ApiFields,
): ManifestEntry {
  const { apiVersion, kind, ...fields } = object;
  return {
    id,
    manifest: { apiVersion, kind, metadata: metadata(plan, naming), ...presentMembers(fields) },
  };
}

function metadata(plan: ServicePlan, naming: Naming): Manifest['metadata'] {
  const labels = filled({ ...plan.labels, ...naming.labels });
  const annotations = filled({ ...plan.annotations, ...naming.annotations });
  return {
    ...(annotations === undefined ? {} : { annotations: inOrder(annotations) }),
    ...(labels === undefined ? {} : { labels: inOrder(labels) }),
    name: naming.name,
  };
}
