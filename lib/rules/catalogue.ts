/** Every rule there is, by level and sorted by code: what is not in these lists does not run. */

import { capabilitiesKept } from './capabilities-kept/rule.ts';
import { hostAccess } from './host-access/rule.ts';
import { kernelSettingRefused } from './kernel-setting-refused/rule.ts';
import { mayRunAsRoot } from './may-run-as-root/rule.ts';
import { privilegeEscalationAllowed } from './privilege-escalation-allowed/rule.ts';
import { probeHostSet } from './probe-host-set/rule.ts';
import { rootFilesystemWritable } from './root-filesystem-writable/rule.ts';
import { seccompProfileMissing } from './seccomp-profile-missing/rule.ts';
import { serviceLinksEnabled } from './service-links-enabled/rule.ts';
import { tokenMounted } from './token-mounted/rule.ts';
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
];

/** Rules about several services at once. */
export const BUNDLE_RULES: readonly BundleRule[] = [];
