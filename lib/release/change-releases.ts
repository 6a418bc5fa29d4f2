/** release › change: from the text of a release file and a step to the new text, or complaints; the file itself is io's. */

import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { ServicePlan } from '../model/plan/service-plan.ts';
import { hasSlots, hasSteps, type Releases, type ServiceRelease } from '../model/release.ts';
import { nearestName } from '../model/nearest-name.ts';
import { editReleases, newReleases } from './edit-releases.ts';
import { firstRelease, repositoryOf } from './first-release.ts';
import { readReleases } from './read-releases.ts';
import { type Step, type Stepped } from './step.ts';
import { stepByShares } from './step-by-shares.ts';
import { stepInPlace } from './step-in-place.ts';
import { stepInSlots } from './step-in-slots.ts';
import { parseWantedImage } from './wanted-image.ts';

/** A step as it is asked for: an image is text until the repository it must belong to is known. */
export type WantedStep =
  Exclude<Step, { readonly kind: 'set' }> | { readonly kind: 'set'; readonly image: string };

/** What is to be changed, and what is known of it. */
export interface ReleaseChange {
  readonly service: string;
  readonly environment: string;
  readonly file: string;
  /** Text of the file; absent when there is none yet. */
  readonly text?: string;
  /** Plans of the services of the environment, by name. */
  readonly plans: Readonly<Record<string, ServicePlan>>;
  readonly step: WantedStep;
}

/** The new text and what it means in one line. */
export type ChangedReleases =
  | {
      readonly ok: true;
      readonly changed: boolean;
      readonly text: string;
      readonly says: string;
      /** Absent when the service had no entry. */
      readonly before?: ServiceRelease;
      readonly after: ServiceRelease;
    }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };

/**
 * Takes a step. A file that does not exist yet gets entries of all services of the environment, as the description has
 * them. SW7012 the phase does not allow the step, SW7013 the image is not accepted, SW7014 no such service is described,
 * and what is wrong with the file.
 */
export function changeReleases(change: ReleaseChange): ChangedReleases {
  const { service, environment, file, text, plans, step } = change;
  const read = text === undefined ? undefined : readReleases({ file, environment, text });
  if (read?.ok === false) return read;
  const plan = Object.hasOwn(plans, service) ? plans[service] : undefined;
  const before = read?.releases[service];
  const current = before ?? (plan === undefined ? undefined : firstRelease(plan));
  if (plan === undefined || current === undefined) return failed(undescribed(change));
  const wanted = wantedStep(change, step, repositoryOf(plan) ?? '');
  if ('code' in wanted) return failed(wanted);
  const stepped = hasSlots(current)
    ? stepInSlots(current, wanted)
    : hasSteps(current)
      ? stepByShares(current, wanted, sharesOf(plan))
      : stepInPlace(current, wanted);
  if (!stepped.ok) return failed(notNow(change, stepped, read?.lineOf(['services', service])));
  const isNew = before === undefined;
  return {
    ok: true,
    changed: stepped.changed || isNew,
    text:
      read === undefined
        ? newReleases(environment, { ...firstReleases(plans), [service]: stepped.release })
        : stepped.changed || isNew
          ? editReleases(text ?? '', read.document, service, stepped.release)
          : (text ?? ''),
    says: stepped.changed || !isNew ? stepped.says : `${stepped.says} It is recorded now.`,
    ...(before === undefined ? {} : { before }),
    after: stepped.release,
  };
}

function firstReleases(plans: Readonly<Record<string, ServicePlan>>): Releases {
  return Object.fromEntries(
    Object.entries(plans).flatMap(([name, plan]) => {
      const first = firstRelease(plan);
      return first === undefined ? [] : [[name, first]];
    }),
  );
}

/** Percent of the requests at each step of the rollout. */
function sharesOf({ processes }: ServicePlan): readonly number[] {
  return Object.values(processes).flatMap((process) =>
    'rollout' in process && process.rollout.kind === 'weightedTraffic' ? process.rollout.steps : [],
  );
}

function wantedStep(
  change: ReleaseChange,
  step: WantedStep,
  repository: string,
): Step | Diagnostic {
  if (step.kind !== 'set') return step;
  const image = parseWantedImage(step.image, repository);
  if (image.ok) return { kind: 'set', image: image.value };
  return {
    code: 'SW7013',
    name: 'release-image-not-accepted',
    severity: 'error',
    at: { service: change.service, environment: change.environment },
    message: `${image.problem}.`,
    because: 'What is released must be one exact version of the image that is described.',
    fix: `E.g. \`slipway release set ${change.service} ${repository}:1.5.0 -e ${change.environment}\`.`,
  };
}

function notNow(
  { service, environment, file }: ReleaseChange,
  { problem, because, fix }: Extract<Stepped, { readonly ok: false }>,
  line: number | undefined,
): Diagnostic {
  return {
    code: 'SW7012',
    name: 'release-step-refused',
    severity: 'error',
    at: { service, environment, file, ...(line === undefined ? {} : { line }) },
    message: problem,
    because,
    fix: fix.replaceAll(
      /`slipway release (\w+)`/g,
      (_, step: string) =>
        `\`slipway release ${step} ${service}${step === 'set' ? ' <image>' : ''} -e ${environment}\``,
    ),
  };
}

function undescribed({ service, environment, plans }: ReleaseChange): Diagnostic {
  const known = Object.keys(plans);
  const nearest = nearestName(service, known);
  return {
    code: 'SW7014',
    name: 'release-service-not-described',
    severity: 'error',
    at: { environment },
    message: `There is no service \`${service}\` in \`${environment}\`${known.length === 0 ? '' : `; there are ${known.join(', ')}`}.`,
    because: 'A release chooses the version of a service that is described.',
    fix: nearest === undefined ? 'Describe the service first.' : `Did you mean \`${nearest}\`?`,
  };
}

function failed(diagnostic: Diagnostic): ChangedReleases {
  return { ok: false, diagnostics: [diagnostic] };
}
