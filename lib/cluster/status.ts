/** cluster › status: how a service runs now, told by its workloads, runs and routes. */

import { itemsAt, textAt } from '../diff/read-manifest.ts';
import { type ExposureState, exposureState } from '../deploy/exposure-state.ts';
import type { Attempt } from '../deploy/inventory.ts';
import { refOf, refText } from '../deploy/object-ref.ts';
import { isJob, isWorkload, phasesOf } from '../deploy/phases.ts';
import { workloadState } from '../deploy/workload-state.ts';
import type { Manifest } from '../kubernetes/manifest.ts';
import type { DeployInput } from './deploy-run.ts';
import { inParallel } from './in-parallel.ts';
import { readInventory } from './inventory-store.ts';
import type { Objects } from './objects.ts';
import { newPods, troublesIn } from './pods.ts';
import type { Waiting } from './progress.ts';

/** A workload or run as it is. */
export interface WorkloadStatus extends Waiting {
  /** Absent in the cluster. */
  readonly missing: boolean;
  readonly failed?: string;
  /** Images that run, and those the description says where they differ. */
  readonly images: readonly string[];
  readonly described?: readonly string[];
}

/** A route as it is. */
export interface RouteStatus extends ExposureState {
  readonly object: string;
  readonly missing: boolean;
}

/** A service as it is. */
export interface ServiceStatus {
  readonly service: string;
  readonly environment: string;
  readonly namespace: string;
  /** Deployments by `slipway deploy`; 0 for a service that is applied by other means. */
  readonly revision: number;
  /** A deployment that runs or did not succeed. */
  readonly attempt?: Attempt;
  readonly workloads: readonly WorkloadStatus[];
  readonly routes: readonly RouteStatus[];
  /** Everything that is described runs. */
  readonly healthy: boolean;
}

/** Looks at a service. */
export async function statusOf(objects: Objects, input: DeployInput): Promise<ServiceStatus> {
  const { inventory } = await readInventory(objects, input);
  const running = input.manifests.filter((manifest) => isWorkload(manifest) || isJob(manifest));
  const workloads = await inParallel(running, (manifest) => workloadStatus(objects, manifest));
  const exposed = phasesOf(input.manifests, () => true).exposure.filter(isRoute);
  const routes = await inParallel(exposed, async (manifest): Promise<RouteStatus> => {
    const live = await objects.get(refOf(manifest));
    return {
      object: refText(refOf(manifest)),
      missing: live === undefined,
      ...exposureState(live ?? manifest),
    };
  });
  const { service, environment, namespace } = input;
  return {
    ...{ service, environment, namespace, revision: inventory.revision },
    ...(inventory.attempt === undefined ? {} : { attempt: inventory.attempt }),
    ...{ workloads, routes },
    healthy:
      workloads.every(({ done, missing }) => done && !missing) &&
      routes.every(({ missing, problems }) => !missing && problems.length === 0),
  };
}

/** A Service that only the cluster reaches is no way in. */
function isRoute(manifest: Manifest): boolean {
  return manifest.kind !== 'Service' || textAt(manifest, 'spec', 'type') === 'LoadBalancer';
}

async function workloadStatus(objects: Objects, manifest: Manifest): Promise<WorkloadStatus> {
  const object = refText(refOf(manifest));
  const live = await objects.get(refOf(manifest));
  const described = imagesOf(manifest);
  if (live === undefined) {
    const none = { ready: 0, wanted: 0, done: false, troubles: [], images: [] };
    return { object, missing: true, ...none, described };
  }
  const { failed, ...state } = workloadState(live);
  const images = imagesOf(live);
  const same = images.join('\n') === described.join('\n');
  return {
    ...{ object, missing: false, ...state, images },
    troubles: state.done ? [] : troublesIn(await newPods(objects, live)),
    ...(failed === undefined ? {} : { failed }),
    ...(same ? {} : { described }),
  };
}

function imagesOf(manifest: Manifest): readonly string[] {
  return itemsAt(manifest, 'spec', 'template', 'spec', 'containers').flatMap(
    (container) => textAt(container, 'image') ?? [],
  );
}
