/** Runs lists of rules over plans, manifests and bundles, applies suppressions, and makes diagnostics of complaints. */

import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { ServicePlan } from '../model/plan/service-plan.ts';
import {
  type ManifestObject,
  type ManifestSet,
  manifestSet,
  nameOf,
  type OutsideObjects,
} from './manifests/manifest-set.ts';
import type { BundleRule, ManifestComplaint, ManifestRule, PlanRule } from './rule.ts';
import {
  isSuppressed,
  type Suppression,
  SUPPRESSION_PREFIX,
  suppressionsIn,
} from './suppression.ts';

/** Where manifests come from, for the place of their complaints. */
export interface ManifestOrigin {
  readonly service?: string;
  readonly environment?: string;
  /** File an object stands in, by the object itself. */
  readonly fileOf?: (manifest: unknown) => string | undefined;
  /** What exists outside the set. Default: nothing is known. */
  readonly outside?: OutsideObjects;
  /** The plan of the same service was checked too: rules that would repeat it keep silent. Default: false. */
  readonly planChecked?: boolean;
  /** `Kind/name` of the objects that plan makes; about others the rules do speak. Default: all are the plan's. */
  readonly planned?: ReadonlySet<string>;
  /** `Kind/name` of those among them that an override or a patch changed. Default: none are. */
  readonly changed?: ReadonlySet<string>;
  /** What was said of that plan, by code and path. Default: nothing. */
  readonly said?: readonly Said[];
}

/** Something that was said of a plan. */
interface Said extends Pick<Diagnostic, 'code'> {
  readonly at: Pick<Diagnostic['at'], 'path'>;
}

/** Complaints of plan rules about one service in one environment. @see SUPPRESSION_PREFIX for how they are silenced */
export function checkPlan(rules: readonly PlanRule[], plan: ServicePlan): readonly Diagnostic[] {
  const suppressions = suppressionsIn(plan.annotations, 'SW2');
  const found = rules.flatMap((rule) => rule.check(plan).map((complaint) => ({ rule, complaint })));
  const kept = found.filter(({ rule }) => !isSuppressed(suppressions, rule.code));
  return [
    ...kept.map(({ rule, complaint }) => ({
      ...described(rule, complaint),
      at: { service: plan.service, environment: plan.environment, path: complaint.path },
    })),
    ...suppressions.flatMap((suppression) =>
      answers(suppression, new Set(found.map(({ rule }) => rule.code)), PLAN_CODES).map(
        (answer) => ({
          ...answer,
          at: { service: plan.service, environment: plan.environment, path: 'annotations' },
        }),
      ),
    ),
  ];
}

/** Complaints of manifest rules about objects that are applied together, whoever made them. */
export function checkManifests(
  rules: readonly ManifestRule[],
  manifests: readonly unknown[],
  origin: ManifestOrigin = {},
): readonly Diagnostic[] {
  const set = manifestSet(manifests, origin.outside);
  const allPlanned = set.objects.every((on) => isPlanned(origin, on));
  const written = writtenByHand(set, origin);
  const found = rules.flatMap((rule) =>
    isLeftToPlan(rule) && allPlanned
      ? []
      : rule
          .check(rule.skipsPlanned === true ? written : set)
          .filter(
            (complaint) => !isPlanned(origin, complaint.on) || !isSaid(rule, complaint, origin),
          )
          .map((complaint) => ({ rule, complaint })),
  );
  const place = (on: ManifestObject, path?: string): Diagnostic['at'] => ({
    ...(origin.service === undefined ? {} : { service: origin.service }),
    ...(origin.environment === undefined ? {} : { environment: origin.environment }),
    ...fileIn(origin, on),
    ...(path === undefined ? {} : { path }),
    object: nameOf(on),
  });
  const kept = found.filter(
    ({ rule, complaint }) =>
      !isSuppressed(suppressionsIn(complaint.on.annotations, 'SW4'), rule.code),
  );
  return [
    ...kept.map(({ rule, complaint }) => ({
      ...described(rule, complaint),
      at: place(complaint.on, complaint.path),
    })),
    ...manifestAnswers(set.objects, found).map(({ on, answer }) => ({
      ...answer,
      at: place(on, 'metadata.annotations'),
    })),
  ];
}

/** Complaints of bundle rules about several services, each in one environment. */
export function checkBundle(
  rules: readonly BundleRule[],
  plans: readonly ServicePlan[],
): readonly Diagnostic[] {
  return rules.flatMap((rule) =>
    rule
      .check(plans)
      .filter(({ plan }) => !isSuppressed(suppressionsIn(plan.annotations, 'SW5'), rule.code))
      .map((complaint) => ({
        ...described(rule, complaint),
        at: {
          service: complaint.plan.service,
          environment: complaint.plan.environment,
          path: complaint.path,
        },
      })),
  );
}

/** Whether a rule has nothing to say of planned objects, so that it need not look at them. */
function isLeftToPlan({ saidByPlan, seesPatches }: ManifestRule): boolean {
  return saidByPlan !== undefined && seesPatches !== true;
}

/** The objects that somebody wrote or changed beside the plan. */
function writtenByHand(set: ManifestSet, origin: ManifestOrigin): ManifestSet {
  const { changed } = origin;
  const objects = set.objects.filter(
    (on) => !isPlanned(origin, on) || (changed !== undefined && isAmong(changed, on)),
  );
  const owners = new Set(objects);
  return { ...set, objects, pods: set.pods.filter(({ owner }) => owners.has(owner)) };
}

/** Whether a complaint about a planned object was left to, or made by, a rule for plans. */
function isSaid(
  { saidByPlan, seesPatches }: ManifestRule,
  { isSaidAt }: ManifestComplaint,
  { said = [] }: ManifestOrigin,
): boolean {
  if (saidByPlan === undefined) return false;
  if (seesPatches !== true) return true;
  return said.some(
    ({ code, at }) => code === saidByPlan && (isSaidAt === undefined || isSaidAt(at.path ?? '')),
  );
}

/** Whether an object is one of a plan that was checked. */
function isPlanned({ planChecked, planned }: ManifestOrigin, on: ManifestObject): boolean {
  if (planChecked !== true) return false;
  return planned === undefined || isAmong(planned, on);
}

/** Whether an object is one of those names; a Job gets a hash at the end of its name only when it is written. */
function isAmong(names: ReadonlySet<string>, on: ManifestObject): boolean {
  return (
    names.has(nameOf(on)) || (on.kind === 'Job' && names.has(nameOf(on).replace(/-[^-]*$/, '')))
  );
}

function fileIn(origin: ManifestOrigin, on: ManifestObject): { readonly file?: string } {
  const file = origin.fileOf?.(on.body);
  return file === undefined ? {} : { file };
}

/** Codes of complaints about suppressions themselves, which no rule makes. */
export const SUPPRESSION_CODES = {
  plan: { withoutReason: 'SW2998', unused: 'SW2999' },
  manifest: { withoutReason: 'SW4998', unused: 'SW4999' },
} as const;

const PLAN_CODES = SUPPRESSION_CODES.plan;

interface Complained {
  readonly message: string;
  readonly because?: string;
  readonly fix: string;
  readonly severity?: Diagnostic['severity'];
}

function described(
  rule: PlanRule | ManifestRule | BundleRule,
  complaint: Complained,
): Omit<Diagnostic, 'at'> {
  return {
    code: rule.code,
    name: rule.name,
    severity: complaint.severity ?? rule.severity,
    message: complaint.message,
    because: complaint.because ?? rule.because,
    fix: complaint.fix,
    docs: rule.name,
  };
}

/** A suppression stands on many objects when it was written for the whole service: one that it concerns is enough. */
function manifestAnswers(
  objects: readonly ManifestObject[],
  found: readonly { rule: ManifestRule; complaint: { on: ManifestObject } }[],
): readonly { on: ManifestObject; answer: Omit<Diagnostic, 'at'> }[] {
  const stand = new Map<string, { on: ManifestObject; suppression: Suppression }>();
  for (const on of objects) {
    for (const suppression of suppressionsIn(on.annotations, 'SW4')) {
      const key = `${suppression.code} ${suppression.reason}`;
      if (!stand.has(key)) stand.set(key, { on, suppression });
    }
  }
  return [...stand.values()].flatMap(({ on, suppression }) => {
    const concerned = found.filter(({ complaint }) =>
      suppressionsIn(complaint.on.annotations, 'SW4').some(
        ({ code, reason }) => code === suppression.code && reason === suppression.reason,
      ),
    );
    const codes = new Set(concerned.map(({ rule }) => rule.code));
    return answers(suppression, codes, SUPPRESSION_CODES.manifest).map((answer) => ({
      on,
      answer,
    }));
  });
}

function answers(
  suppression: Suppression,
  found: ReadonlySet<string>,
  codes: { readonly withoutReason: string; readonly unused: string },
): readonly Omit<Diagnostic, 'at'>[] {
  const annotation = `${SUPPRESSION_PREFIX}${suppression.code}`;
  const base = { severity: 'warning' } as const;
  if (suppression.reason === '') {
    return [
      {
        ...base,
        code: codes.withoutReason,
        name: 'suppression-without-reason',
        message: `The annotation ${annotation} has no text, so it silences nothing.`,
        because: 'Whoever reads it later must be able to tell whether it still holds.',
        fix: 'Write the reason as the value of the annotation.',
      },
    ];
  }
  if (found.has(suppression.code)) return [];
  return [
    {
      ...base,
      code: codes.unused,
      name: 'unused-suppression',
      message: `The annotation ${annotation} silences nothing: ${suppression.code} is not reported here.`,
      because: 'A suppression that outlives its cause hides the next fault of the same kind.',
      fix: `Remove the annotation (its reason was: ${suppression.reason}).`,
    },
  ];
}
