// Measures how long pods take to stop while something is changed: from the moment one is told to, until it is gone.
import { setTimeout as wait } from 'node:timers/promises';
import { podsOf } from './actions.ts';
import type { Cluster } from './cluster.ts';

const intervalMilliseconds = 250;

/** Runs `change` and gives the seconds each pod that was stopped meanwhile took, to a quarter of a second. */
export async function stopTimes(
  cluster: Cluster,
  namespace: string,
  selector: string,
  change: () => Promise<void>,
): Promise<readonly number[]> {
  const ending = new Map<string, number>();
  const seconds: number[] = [];
  let complete = false;
  const look = async (): Promise<void> => {
    for (;;) {
      // One more look after the end: what is gone by then has to be seen as gone.
      const last = complete;
      const pods = await podsOf(cluster, namespace, selector);
      const now = Date.now();
      for (const pod of pods) if (pod.ending && !ending.has(pod.name)) ending.set(pod.name, now);
      for (const [name, since] of ending)
        if (!pods.some((pod) => pod.name === name)) {
          seconds.push((now - since) / 1000);
          ending.delete(name);
        }
      if (last) return;
      await wait(intervalMilliseconds);
    }
  };
  const looking = look();
  try {
    await change();
  } finally {
    complete = true;
  }
  await looking;
  return seconds;
}
