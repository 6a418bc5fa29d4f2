/** cluster › doctor: what is examined, and what an examination is. */

import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { ServicePlan } from '../../model/plan/service-plan.ts';
import type { DeployInput } from '../deploy-run.ts';
import type { Objects } from '../objects.ts';

/** A patient: what is deployed, and the plan behind it. */
export interface Patient extends DeployInput {
  readonly plan: ServicePlan;
}

/** One group of questions. */
export type Examination = (objects: Objects, patient: Patient) => Promise<readonly Diagnostic[]>;
