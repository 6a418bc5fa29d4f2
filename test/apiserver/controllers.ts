// Stands in for the controllers and kubelets that the tier does not run: says of workloads and runs what a test wants said.
import type { ApiClient } from '../support/api-client.ts';
import { at, listAt, textAt } from '../support/kubernetes-object.ts';

/** What becomes of an object, by its kind and image; undefined: nothing happens to it yet. */
export type Fate = (kind: 'Deployment' | 'Job', image: string) => 'works' | 'fails' | undefined;

const COLLECTIONS = { Deployment: 'apps/v1', Job: 'batch/v1' } as const;

/** Reports the fates of all workloads of a namespace again and again; call what it returns to end it. */
export function controllers(client: ApiClient, namespace: string, fate: Fate): () => Promise<void> {
  let running = true;
  const work = async (): Promise<void> => {
    while (running) {
      for (const kind of ['Deployment', 'Job'] as const)
        await reportAll(client, namespace, kind, fate);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  };
  const working = work();
  return async () => {
    running = false;
    await working;
  };
}

async function reportAll(
  client: ApiClient,
  namespace: string,
  kind: 'Deployment' | 'Job',
  fate: Fate,
): Promise<void> {
  const collection = `/apis/${COLLECTIONS[kind]}/namespaces/${namespace}/${kind.toLowerCase()}s`;
  const { body } = await client.send('GET', collection);
  for (const item of listAt(body, 'items')) {
    const name = textAt(item, 'metadata', 'name') ?? '';
    const [container] = listAt(item, 'spec', 'template', 'spec', 'containers');
    const is = fate(kind, textAt(container, 'image') ?? '');
    if (is === undefined) continue;
    const status = kind === 'Job' ? jobStatus(is) : deploymentStatus(item, is);
    const path = `${collection}/${name}/status`;
    await client.send('PATCH', path, { status }, 'application/merge-patch+json');
  }
}

function deploymentStatus(object: unknown, fate: 'works' | 'fails'): unknown {
  const replicas = Number(at(object, 'spec', 'replicas') ?? 1);
  const ready = fate === 'works' ? replicas : 0;
  return {
    observedGeneration: at(object, 'metadata', 'generation'),
    replicas,
    updatedReplicas: replicas,
    readyReplicas: ready,
    availableReplicas: ready,
    conditions: [
      fate === 'works'
        ? { type: 'Progressing', status: 'True', reason: 'NewReplicaSetAvailable' }
        : { type: 'Progressing', status: 'False', reason: 'ProgressDeadlineExceeded' },
      fate === 'works'
        ? { type: 'Available', status: 'True', reason: 'MinimumReplicasAvailable' }
        : { type: 'Available', status: 'False', reason: 'MinimumReplicasUnavailable' },
    ],
  };
}

/** A Job that has ended passes through what the API server checks. @see pkg/apis/batch/validation/validation.go, v1.37.2 */
function jobStatus(fate: 'works' | 'fails'): unknown {
  const now = new Date().toISOString();
  const times = { startTime: now, ...(fate === 'works' ? { completionTime: now } : {}) };
  const types = fate === 'works' ? ['SuccessCriteriaMet', 'Complete'] : ['FailureTarget', 'Failed'];
  return {
    ...times,
    ...(fate === 'works' ? { succeeded: 1 } : { failed: 1 }),
    conditions: types.map((type) => ({
      ...{ type, status: 'True', lastTransitionTime: now },
      ...{ reason: 'Test', message: 'the test said so' },
    })),
  };
}
