/** Every rule there is, by level and sorted by code: what is not in these lists does not run. */

import { apiRemoved } from './api-removed/rule.ts';
import { backendMissing } from './backend-missing/rule.ts';
import { budgetBlocksDrains } from './budget-blocks-drains/rule.ts';
import { budgetMatchesNothing } from './budget-matches-nothing/rule.ts';
import { budgetsOverlap } from './budgets-overlap/rule.ts';
import { canaryIneffective } from './canary-ineffective/rule.ts';
import { canaryShareService } from './canary-shares-service/rule.ts';
import { capabilitiesKept } from './capabilities-kept/rule.ts';
import { configMapMissing } from './config-map-missing/rule.ts';
import { credentialInManifest } from './credential-in-manifest/rule.ts';
import { drainBypassed } from './drain-bypassed/rule.ts';
import { duplicateVariable } from './duplicate-variable/rule.ts';
import { egressWithoutDns } from './egress-without-dns/rule.ts';
import { fractionalMemory } from './fractional-memory/rule.ts';
import { hookWithoutItsNeeds } from './hook-without-its-needs/rule.ts';
import { hostAccess } from './host-access/rule.ts';
import { imageTagMutable } from './image-tag-mutable/rule.ts';
import { ingressClassMissing } from './ingress-class-missing/rule.ts';
import { ingressSnippet } from './ingress-snippet/rule.ts';
import { ingressValueIgnored } from './ingress-value-ignored/rule.ts';
import { jobNameFixed } from './job-name-fixed/rule.ts';
import { jobWithoutDeadline } from './job-without-deadline/rule.ts';
import { kernelSettingRefused } from './kernel-setting-refused/rule.ts';
import { livenessEqualsReadiness } from './liveness-equals-readiness/rule.ts';
import { mayRunAsRoot } from './may-run-as-root/rule.ts';
import { memoryUnbounded } from './memory-unbounded/rule.ts';
import { networkPolicyPortUnknown } from './network-policy-port-unknown/rule.ts';
import { objectNameInvalid } from './object-name-invalid/rule.ts';
import { portTakenTwice } from './port-taken-twice/rule.ts';
import { preStopExceedsGrace } from './pre-stop-exceeds-grace/rule.ts';
import { privilegeEscalationAllowed } from './privilege-escalation-allowed/rule.ts';
import { probeGraceTooShort } from './probe-grace-too-short/rule.ts';
import { probeHostSet } from './probe-host-set/rule.ts';
import { probeOutOfRange } from './probe-out-of-range/rule.ts';
import { probePortUnknown } from './probe-port-unknown/rule.ts';
import { replicasWithAutoscaler } from './replicas-with-autoscaler/rule.ts';
import { requestsRepeated } from './requests-repeated/rule.ts';
import { roleMissing } from './role-missing/rule.ts';
import { rolloutDropsCapacity } from './rollout-drops-capacity/rule.ts';
import { rootFilesystemWritable } from './root-filesystem-writable/rule.ts';
import { routeClaimedTwice } from './route-claimed-twice/rule.ts';
import { scaleTargetMissing } from './scale-target-missing/rule.ts';
import { scaledTwice } from './scaled-twice/rule.ts';
import { seccompProfileMissing } from './seccomp-profile-missing/rule.ts';
import { secretInPlainText } from './secret-in-plain-text/rule.ts';
import { secretMissing } from './secret-missing/rule.ts';
import { selectorMatchesNothing } from './selector-matches-nothing/rule.ts';
import { selectorOverlap } from './selector-overlap/rule.ts';
import { servedWithoutPause } from './served-without-pause/rule.ts';
import { serviceAccountMissing } from './service-account-missing/rule.ts';
import { serviceLinksEnabled } from './service-links-enabled/rule.ts';
import { serviceSpansJobs } from './service-spans-jobs/rule.ts';
import { spreadWithoutEffect } from './spread-without-effect/rule.ts';
import { targetPortUnknown } from './target-port-unknown/rule.ts';
import { tokenMounted } from './token-mounted/rule.ts';
import { utilizationWithoutRequest } from './utilization-without-request/rule.ts';
import { variableNotExpanded } from './variable-not-expanded/rule.ts';
import { volumeMissing } from './volume-missing/rule.ts';
import { volumeTypeRefused } from './volume-type-refused/rule.ts';
import type { BundleRule, ManifestRule, PlanRule } from './rule.ts';

/** Rules about a service in one environment. */
export const PLAN_RULES: readonly PlanRule[] = [];

/** Rules about objects that are applied together, whoever made them. */
export const MANIFEST_RULES: readonly ManifestRule[] = [
  privilegeEscalationAllowed,
  capabilitiesKept,
  mayRunAsRoot,
  seccompProfileMissing,
  hostAccess,
  volumeTypeRefused,
  probeHostSet,
  kernelSettingRefused,
  tokenMounted,
  rootFilesystemWritable,
  serviceLinksEnabled,
  secretInPlainText,
  credentialInManifest,
  selectorMatchesNothing,
  targetPortUnknown,
  configMapMissing,
  secretMissing,
  serviceAccountMissing,
  backendMissing,
  scaleTargetMissing,
  probePortUnknown,
  volumeMissing,
  roleMissing,
  budgetMatchesNothing,
  networkPolicyPortUnknown,
  egressWithoutDns,
  replicasWithAutoscaler,
  selectorOverlap,
  serviceSpansJobs,
  budgetsOverlap,
  budgetBlocksDrains,
  scaledTwice,
  utilizationWithoutRequest,
  preStopExceedsGrace,
  probeGraceTooShort,
  servedWithoutPause,
  probeOutOfRange,
  livenessEqualsReadiness,
  jobNameFixed,
  hookWithoutItsNeeds,
  spreadWithoutEffect,
  jobWithoutDeadline,
  rolloutDropsCapacity,
  imageTagMutable,
  duplicateVariable,
  fractionalMemory,
  memoryUnbounded,
  portTakenTwice,
  variableNotExpanded,
  apiRemoved,
  objectNameInvalid,
  canaryShareService,
  canaryIneffective,
  routeClaimedTwice,
  ingressValueIgnored,
  ingressSnippet,
  drainBypassed,
  requestsRepeated,
  ingressClassMissing,
];

/** Rules about several services at once. */
export const BUNDLE_RULES: readonly BundleRule[] = [];
