/** Every rule there is, by level and sorted by code: what is not in these lists does not run. */

import { backendMissing } from './backend-missing/rule.ts';
import { budgetMatchesNothing } from './budget-matches-nothing/rule.ts';
import { capabilitiesKept } from './capabilities-kept/rule.ts';
import { configMapMissing } from './config-map-missing/rule.ts';
import { credentialInManifest } from './credential-in-manifest/rule.ts';
import { egressWithoutDns } from './egress-without-dns/rule.ts';
import { hostAccess } from './host-access/rule.ts';
import { kernelSettingRefused } from './kernel-setting-refused/rule.ts';
import { mayRunAsRoot } from './may-run-as-root/rule.ts';
import { networkPolicyPortUnknown } from './network-policy-port-unknown/rule.ts';
import { privilegeEscalationAllowed } from './privilege-escalation-allowed/rule.ts';
import { probeHostSet } from './probe-host-set/rule.ts';
import { probePortUnknown } from './probe-port-unknown/rule.ts';
import { roleMissing } from './role-missing/rule.ts';
import { rootFilesystemWritable } from './root-filesystem-writable/rule.ts';
import { scaleTargetMissing } from './scale-target-missing/rule.ts';
import { seccompProfileMissing } from './seccomp-profile-missing/rule.ts';
import { secretInPlainText } from './secret-in-plain-text/rule.ts';
import { secretMissing } from './secret-missing/rule.ts';
import { selectorMatchesNothing } from './selector-matches-nothing/rule.ts';
import { serviceAccountMissing } from './service-account-missing/rule.ts';
import { serviceLinksEnabled } from './service-links-enabled/rule.ts';
import { targetPortUnknown } from './target-port-unknown/rule.ts';
import { tokenMounted } from './token-mounted/rule.ts';
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
];

/** Rules about several services at once. */
export const BUNDLE_RULES: readonly BundleRule[] = [];
