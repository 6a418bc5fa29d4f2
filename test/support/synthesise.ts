/** Test support: a service in one environment, as the plan and the final objects. */

import { lower } from '../../lib/kubernetes/lower.ts';
import type { ManifestEntry } from '../../lib/kubernetes/manifest.ts';
import { seal } from '../../lib/kubernetes/seal.ts';
import type { Diagnostic } from '../../lib/diagnostics/diagnostic.ts';
import type { ServicePlan } from '../../lib/model/plan/service-plan.ts';
import { environmentsOf, resolve, type Service } from '../../lib/index.ts';

/** What came of a service in one environment. */
export interface Synthesised {
  readonly environment: string;
  readonly plan: ServicePlan;
  readonly entries: readonly ManifestEntry[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Files of the project that tests pretend to have. */
export const noFiles = () => ({ ok: false, problem: 'there is no such file' }) as const;

/** Every environment of a service that has no errors. */
export function synthesise(service: Service): readonly Synthesised[] {
  return environmentsOf(service).flatMap((environment) => {
    const { plan, diagnostics } = resolve(service, environment, { readText: noFiles });
    return plan === undefined
      ? []
      : [{ environment, plan, entries: seal(lower(plan)), diagnostics }];
  });
}
