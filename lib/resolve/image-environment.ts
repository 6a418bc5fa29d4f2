/** resolve › image environment: the variables that all processes of one image share because of what is in it. */

import type { EnvVarPlan } from '../model/plan/container-plan.ts';
import type { ServerFacts } from '../model/server.ts';

/** The root file system is read-only and the user has no home: what writes to its home writes to /tmp. */
const HOME_ENVIRONMENT: readonly EnvVarPlan[] = [{ name: 'HOME', kind: 'value', value: '/tmp' }];

/** Those of the first server that says any, since workers and jobs run the same image. */
export function imageEnvironment(servers: readonly ServerFacts[]): readonly EnvVarPlan[] {
  return servers.find(({ imageEnv }) => imageEnv !== undefined)?.imageEnv ?? HOME_ENVIRONMENT;
}
