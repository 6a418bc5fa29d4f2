/** Every rule there is, by level and sorted by code: what is not in these lists does not run. */

import { apiRemoved } from './api-removed/rule.ts';
import { autoscalerMovesData } from './autoscaler-moves-data/rule.ts';
import { backendMissing } from './backend-missing/rule.ts';
import { budgetBlocksDrain } from './budget-blocks-drain/rule.ts';
import { budgetBlocksDrains } from './budget-blocks-drains/rule.ts';
import { budgetMatchesNothing } from './budget-matches-nothing/rule.ts';
import { budgetsOverlap } from './budgets-overlap/rule.ts';
import { callersBelievedAsProxy } from './callers-believed-as-proxy/rule.ts';
import { canaryIneffective } from './canary-ineffective/rule.ts';
import { canaryShareService } from './canary-shares-service/rule.ts';
import { canaryWeightOutOfRange } from './canary-weight-out-of-range/rule.ts';
import { capabilitiesKept } from './capabilities-kept/rule.ts';
import { claimBetweenProcesses } from './claim-between-processes/rule.ts';
import { claimBetweenVersions } from './claim-between-versions/rule.ts';
import { claimBlocksUpdate } from './claim-blocks-update/rule.ts';
import { claimHeldBySeveralPods } from './claim-held-by-several-pods/rule.ts';
import { configMapMissing } from './config-map-missing/rule.ts';
import { connectionBudgetExceeded } from './connection-budget-exceeded/rule.ts';
import { containerRequestAboveLimit } from './container-request-above-limit/rule.ts';
import { cooldownWithoutEffect } from './cooldown-without-effect/rule.ts';
import { cpuTargetForWaitingWorkers } from './cpu-target-for-waiting-workers/rule.ts';
import { credentialInConfig } from './credential-in-config/rule.ts';
import { credentialInManifest } from './credential-in-manifest/rule.ts';
import { cronInClockChange } from './cron-in-clock-change/rule.ts';
import { cronNeverStarts } from './cron-never-starts/rule.ts';
import { cronRunsOverlap } from './cron-runs-overlap/rule.ts';
import { csiSecretNotSynced } from './csi-secret-not-synced/rule.ts';
import { doubleCapacity } from './double-capacity/rule.ts';
import { drainBypassed } from './drain-bypassed/rule.ts';
import { duplicateVariable } from './duplicate-variable/rule.ts';
import { egressWithoutDns } from './egress-without-dns/rule.ts';
import { environmentsInOneNamespace } from './environments-in-one-namespace/rule.ts';
import { fallbackWithoutEffect } from './fallback-without-effect/rule.ts';
import { featureTooNew } from './feature-too-new/rule.ts';
import { forwardedHeadersTrusted } from './forwarded-headers-trusted/rule.ts';
import { fractionalMemory } from './fractional-memory/rule.ts';
import { gracefulTimeoutTooShort } from './graceful-timeout-too-short/rule.ts';
import { grpcNotSpoken } from './grpc-not-spoken/rule.ts';
import { hookWithoutItsNeeds } from './hook-without-its-needs/rule.ts';
import { hostAccess } from './host-access/rule.ts';
import { httpProbeOfGrpc } from './http-probe-of-grpc/rule.ts';
import { identityWithoutRole } from './identity-without-role/rule.ts';
import { imageNotPinned } from './image-not-pinned/rule.ts';
import { imageTagMutable } from './image-tag-mutable/rule.ts';
import { imageWithoutVersion } from './image-without-version/rule.ts';
import { ingressClassMissing } from './ingress-class-missing/rule.ts';
import { ingressSnippet } from './ingress-snippet/rule.ts';
import { ingressValueIgnored } from './ingress-value-ignored/rule.ts';
import { jobNameFixed } from './job-name-fixed/rule.ts';
import { jobWithoutDeadline } from './job-without-deadline/rule.ts';
import { keepAliveTooShort } from './keep-alive-too-short/rule.ts';
import { kernelSettingRefused } from './kernel-setting-refused/rule.ts';
import { kubernetesTooOld } from './kubernetes-too-old/rule.ts';
import { livenessEqualsReadiness } from './liveness-equals-readiness/rule.ts';
import { livenessImpatient } from './liveness-impatient/rule.ts';
import { livenessRestartsFirst } from './liveness-restarts-first/rule.ts';
import { loadBalancerGivesUp } from './load-balancer-gives-up/rule.ts';
import { mayRunAsRoot } from './may-run-as-root/rule.ts';
import { memoryUnbounded } from './memory-unbounded/rule.ts';
import { memoryVolumesTooLarge } from './memory-volumes-too-large/rule.ts';
import { migrationMountsClaim } from './migration-mounts-claim/rule.ts';
import { migrationRetried } from './migration-retried/rule.ts';
import { migrationWithoutCheck } from './migration-without-check/rule.ts';
import { mountClash } from './mount-clash/rule.ts';
import { namespaceReserved } from './namespace-reserved/rule.ts';
import { networkOpen } from './network-open/rule.ts';
import { networkPolicyPortUnknown } from './network-policy-port-unknown/rule.ts';
import { objectInText } from './object-in-text/rule.ts';
import { objectNameInvalid } from './object-name-invalid/rule.ts';
import { optInIgnored } from './opt-in-ignored/rule.ts';
import { perPodDataDeleted } from './per-pod-data-deleted/rule.ts';
import { portClash } from './port-clash/rule.ts';
import { portTakenTwice } from './port-taken-twice/rule.ts';
import { preStopByCommand } from './pre-stop-by-command/rule.ts';
import { preStopExceedsGrace } from './pre-stop-exceeds-grace/rule.ts';
import { preStopTooShort } from './pre-stop-too-short/rule.ts';
import { privilegeEscalationAllowed } from './privilege-escalation-allowed/rule.ts';
import { privilegedPort } from './privileged-port/rule.ts';
import { probeGraceTooShort } from './probe-grace-too-short/rule.ts';
import { probeHostSet } from './probe-host-set/rule.ts';
import { probeOutOfRange } from './probe-out-of-range/rule.ts';
import { probePortUnknown } from './probe-port-unknown/rule.ts';
import { probeTimeoutDefault } from './probe-timeout-default/rule.ts';
import { progressDeadlineTooShort } from './progress-deadline-too-short/rule.ts';
import { readOnlyVolumeWritten } from './read-only-volume-written/rule.ts';
import { replicasWithAutoscaler } from './replicas-with-autoscaler/rule.ts';
import { requestAboveLimit } from './request-above-limit/rule.ts';
import { requestsRepeated } from './requests-repeated/rule.ts';
import { roleMissing } from './role-missing/rule.ts';
import { rolloutDropsCapacity } from './rollout-drops-capacity/rule.ts';
import { rolloutReferenceMissing } from './rollout-reference-missing/rule.ts';
import { rolloutRefused } from './rollout-refused/rule.ts';
import { rootFilesystemWritable } from './root-filesystem-writable/rule.ts';
import { routeClaimedByTwoServices } from './route-claimed-by-two-services/rule.ts';
import { routeClaimedTwice } from './route-claimed-twice/rule.ts';
import { routeRuleUnreachable } from './route-rule-unreachable/rule.ts';
import { scaleBounds } from './scale-bounds/rule.ts';
import { scaleTargetMissing } from './scale-target-missing/rule.ts';
import { scaleToZeroServesRequests } from './scale-to-zero-serves-requests/rule.ts';
import { scaledObjectRefused } from './scaled-object-refused/rule.ts';
import { scaledTwice } from './scaled-twice/rule.ts';
import { scheduleNotWritable } from './schedule-not-writable/rule.ts';
import { schedulerRunsTwice } from './scheduler-runs-twice/rule.ts';
import { scalesOnMemory } from './scales-on-memory/rule.ts';
import { scalingPaceOutOfRange } from './scaling-pace-out-of-range/rule.ts';
import { sealedForAnotherNamespace } from './sealed-for-another-namespace/rule.ts';
import { seccompProfileMissing } from './seccomp-profile-missing/rule.ts';
import { secretInPlainText } from './secret-in-plain-text/rule.ts';
import { secretMissing } from './secret-missing/rule.ts';
import { selectorMatchesNothing } from './selector-matches-nothing/rule.ts';
import { selectorOverlap } from './selector-overlap/rule.ts';
import { servedWithoutPause } from './served-without-pause/rule.ts';
import { serverKillsTooSoon } from './server-kills-too-soon/rule.ts';
import { serverOptionsUnsafe } from './server-options-unsafe/rule.ts';
import { serverOutlivesProxy } from './server-outlives-proxy/rule.ts';
import { serviceAccountMissing } from './service-account-missing/rule.ts';
import { serviceLinksEnabled } from './service-links-enabled/rule.ts';
import { serviceOfCanary } from './service-of-canary/rule.ts';
import { serviceSpansJobs } from './service-spans-jobs/rule.ts';
import { sharedVolumeOwnership } from './shared-volume-ownership/rule.ts';
import { singleReplica } from './single-replica/rule.ts';
import { sopsNotDecrypted } from './sops-not-decrypted/rule.ts';
import { splitNotWhole } from './split-not-whole/rule.ts';
import { spotNoticeTooShort } from './spot-notice-too-short/rule.ts';
import { spreadCanBlock } from './spread-can-block/rule.ts';
import { spreadWithoutEffect } from './spread-without-effect/rule.ts';
import { stopLosesRequests } from './stop-loses-requests/rule.ts';
import { storageClassRefusesMode } from './storage-class-refuses-mode/rule.ts';
import { switchBehindAlb } from './switch-behind-alb/rule.ts';
import { switchBehindLoadBalancer } from './switch-behind-load-balancer/rule.ts';
import { targetPortUnknown } from './target-port-unknown/rule.ts';
import { terminationGraceTooShort } from './termination-grace-too-short/rule.ts';
import { terminationGraceVeryLong } from './termination-grace-very-long/rule.ts';
import { tokenMounted } from './token-mounted/rule.ts';
import { triggerAuthenticationMissing } from './trigger-authentication-missing/rule.ts';
import { undeclaredDependency } from './undeclared-dependency/rule.ts';
import { unknownMember } from './unknown-member/rule.ts';
import { updateCannotStart } from './update-cannot-start/rule.ts';
import { utilizationUnreachable } from './utilization-unreachable/rule.ts';
import { utilizationWithoutRequest } from './utilization-without-request/rule.ts';
import { variableNotExpanded } from './variable-not-expanded/rule.ts';
import { volumeMissing } from './volume-missing/rule.ts';
import { volumeNotMounted } from './volume-not-mounted/rule.ts';
import { volumeTypeRefused } from './volume-type-refused/rule.ts';
import { webSocketNotHeld } from './web-socket-not-held/rule.ts';
import { workersShareACore } from './workers-share-a-core/rule.ts';
import type { BundleRule, ManifestRule, PlanRule } from './rule.ts';

/** Rules about a service in one environment. */
export const PLAN_RULES: readonly PlanRule[] = [
  terminationGraceTooShort,
  preStopByCommand,
  preStopTooShort,
  gracefulTimeoutTooShort,
  terminationGraceVeryLong,
  spotNoticeTooShort,
  keepAliveTooShort,
  serverOutlivesProxy,
  serverKillsTooSoon,
  workersShareACore,
  webSocketNotHeld,
  grpcNotSpoken,
  httpProbeOfGrpc,
  forwardedHeadersTrusted,
  callersBelievedAsProxy,
  canaryWeightOutOfRange,
  switchBehindLoadBalancer,
  utilizationUnreachable,
  singleReplica,
  scaleBounds,
  scalingPaceOutOfRange,
  scalesOnMemory,
  cpuTargetForWaitingWorkers,
  kubernetesTooOld,
  scaleToZeroServesRequests,
  fallbackWithoutEffect,
  cooldownWithoutEffect,
  requestAboveLimit,
  budgetBlocksDrain,
  spreadCanBlock,
  livenessRestartsFirst,
  livenessImpatient,
  schedulerRunsTwice,
  scheduleNotWritable,
  credentialInConfig,
  undeclaredDependency,
  connectionBudgetExceeded,
  portClash,
  mountClash,
  memoryVolumesTooLarge,
  objectInText,
  migrationWithoutCheck,
  migrationRetried,
  identityWithoutRole,
  cronRunsOverlap,
  cronNeverStarts,
  cronInClockChange,
  imageNotPinned,
  imageWithoutVersion,
  networkOpen,
  privilegedPort,
  namespaceReserved,
  doubleCapacity,
  claimHeldBySeveralPods,
  claimBlocksUpdate,
  claimBetweenVersions,
  claimBetweenProcesses,
  readOnlyVolumeWritten,
  volumeNotMounted,
  sharedVolumeOwnership,
  storageClassRefusesMode,
  perPodDataDeleted,
  autoscalerMovesData,
  migrationMountsClaim,
];

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
  triggerAuthenticationMissing,
  csiSecretNotSynced,
  sealedForAnotherNamespace,
  sopsNotDecrypted,
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
  probeTimeoutDefault,
  progressDeadlineTooShort,
  updateCannotStart,
  scaledObjectRefused,
  stopLosesRequests,
  serverOptionsUnsafe,
  imageTagMutable,
  duplicateVariable,
  fractionalMemory,
  memoryUnbounded,
  portTakenTwice,
  variableNotExpanded,
  apiRemoved,
  objectNameInvalid,
  featureTooNew,
  containerRequestAboveLimit,
  unknownMember,
  canaryShareService,
  canaryIneffective,
  routeClaimedTwice,
  ingressValueIgnored,
  ingressSnippet,
  drainBypassed,
  requestsRepeated,
  ingressClassMissing,
  rolloutRefused,
  rolloutReferenceMissing,
  serviceOfCanary,
  optInIgnored,
  routeRuleUnreachable,
  switchBehindAlb,
  splitNotWhole,
  loadBalancerGivesUp,
];

/** Rules about several services at once. */
export const BUNDLE_RULES: readonly BundleRule[] = [
  routeClaimedByTwoServices,
  environmentsInOneNamespace,
];
