// `describe` for tests on one cluster of their own: started before them, dumped when one fails, gone afterwards.
import { afterAll, beforeAll, beforeEach, describe, expect } from 'vitest';
import { missingForCluster } from '../../../tools/system.ts';
import { describeWithTools } from '../../support/with-tools.ts';
import { dump } from './actions.ts';
import type { Cluster, ClusterOptions } from './cluster.ts';
import { startCluster, toolsOf } from './cluster.ts';

/** True in `npm run test:cluster -- --full`; without it, only what CI has the time for is run. */
export const fullRun = process.env['SLIPWAY_FULL'] !== undefined;

export interface TestClusterOptions extends ClusterOptions {
  /** Pinned tools the tests need beside those of the cluster, such as `helm-4`; name them in needs.txt too. */
  readonly tools?: readonly string[];
  /** Tools that a full run needs beside them: CI does not build them, and elsewhere nobody is asked for them. */
  readonly fullTools?: readonly string[];
  /** Debian packages that a full run needs, by the command each one brings. They stand in no needs.txt, for the same reason. */
  readonly fullPackages?: Readonly<Record<string, string>>;
}

/** Runs `body` with a way to get at the cluster, which is there once its first hook or test runs. */
export function onACluster(
  title: string,
  body: (cluster: () => Cluster) => void,
  { tools = [], fullTools = [], fullPackages = {}, ...options }: TestClusterOptions = {},
): void {
  const missing = missingForCluster(fullRun ? fullPackages : {});
  if (missing.length > 0) {
    const reason = `${title} (skipped: missing here: ${missing.join('; ')})`;
    if (process.env['CI'] !== undefined) throw new Error(reason);
    describe.skip(reason, () => body(() => unavailable()));
    return;
  }
  describeWithTools(title, [...toolsOf(options), ...tools, ...(fullRun ? fullTools : [])], () => {
    let cluster: Cluster | undefined;
    beforeAll(async () => {
      cluster = await startCluster(options);
    });
    beforeEach(({ task, onTestFailed }) => {
      onTestFailed(() => (cluster === undefined ? undefined : dump(cluster, task.name)));
    });
    afterAll(async () => {
      expect(await cluster?.down()).toEqual([]);
    });
    body(() => cluster ?? unavailable());
  });
}

function unavailable(): never {
  throw new Error('the cluster is there in hooks and tests only');
}
