/** What a rule is: a check over a finished value that reports and never changes. */

import type { Severity } from '../diagnostics/diagnostic.ts';
import type { ServicePlan } from '../model/plan/service-plan.ts';
import type { ManifestObject, ManifestSet } from './manifests/manifest-set.ts';

/** Any rule, by the level it looks at. */
export type Rule = PlanRule | ManifestRule | BundleRule;

/** What rules of every level have. */
interface RuleBase {
  /** Stable and never reused: SW2200–SW2999 for plans, SW4000–SW4999 for manifests, SW5010–SW5999 for bundles. */
  readonly code: string;
  /** Name of the rule's folder, in kebab-case; says what is wrong. */
  readonly name: string;
  /** How serious a violation normally is; a complaint may say otherwise. */
  readonly severity: Severity;
  /** One sentence for the catalogue: what is found. */
  readonly summary: string;
  /** Why it matters, for every complaint that does not say it itself. */
  readonly because: string;
}

/** Looks at a service in one environment, with every decision made. */
export interface PlanRule extends RuleBase {
  readonly level: 'plan';
  check(plan: ServicePlan): readonly PlanComplaint[];
}

/** Looks at all objects that are applied together, whoever made them. */
export interface ManifestRule extends RuleBase {
  readonly level: 'manifest';
  /** Code of a plan rule that says the same with a better place: for the objects of a plan that was checked, this rule keeps silent. */
  readonly saidByPlan?: string;
  /** It keeps silent only where that plan rule spoke: a patch can break what the plan has right. Default: false. */
  readonly seesPatches?: true;
  /** Objects of a checked plan that no override and no patch changed are not shown to it: lowering never does what it looks for. Default: false. */
  readonly skipsPlanned?: true;
  check(set: ManifestSet): readonly ManifestComplaint[];
}

/** Looks at several services at once. */
export interface BundleRule extends RuleBase {
  readonly level: 'bundle';
  check(bundle: readonly ServicePlan[]): readonly BundleComplaint[];
}

/** What every complaint of a rule says. */
interface Complaint {
  /** What is wrong, with the offending value and what is accepted. */
  readonly message: string;
  readonly because?: string;
  readonly fix: string;
  readonly severity?: Severity;
}

/** A violation in a plan. */
export interface PlanComplaint extends Complaint {
  /** Dotted path in the description, relative to the service. */
  readonly path: string;
}

/** A violation in a manifest. */
export interface ManifestComplaint extends Complaint {
  readonly on: ManifestObject;
  /** Path in the object, e.g. `spec.template.spec.containers[web].image`. */
  readonly path?: string;
  /** Whether the plan rule of `saidByPlan` means this very thing when it complains of a path in the description. Default: it always does. */
  readonly isSaidAt?: (path: string) => boolean;
}

/** A violation between services, reported at one of them. */
export interface BundleComplaint extends PlanComplaint {
  readonly plan: ServicePlan;
}
