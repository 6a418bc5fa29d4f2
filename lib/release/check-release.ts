/** release › check: what a release says against what is described; contradictions are refused with the line to mend. */

import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import {
  type CanaryRelease,
  hasSlots,
  hasSteps,
  type Releases,
  type ServiceRelease,
  type SlotRelease,
} from '../model/release.ts';
import type { Rollout } from '../model/rollout.ts';
import { nearestName } from '../model/nearest-name.ts';
import type { ServiceSpec } from '../model/spec/service-spec.ts';
import { stagedRollouts } from './apply-release.ts';
import { imageText, isSameImage } from './image-text.ts';

/** A service, its environment, and the file that speaks of both. */
export interface ReleaseCase {
  readonly service: string;
  readonly environment: string;
  readonly file: string;
  readonly releases: Releases;
  lineOf(path: readonly string[]): number | undefined;
}

/**
 * Complaints about the entry of a service: SW7004 there is none, SW7007 it has slots or steps and the description has
 * not or the other way round, SW7008 its slots are not those of the description, SW7009 its phase or step contradicts the rest.
 */
export function checkRelease(given: ReleaseCase, spec: ServiceSpec): readonly Diagnostic[] {
  const entry = given.releases[given.service];
  if (entry === undefined) return [missing(given)];
  const [rollout] = stagedRollouts(spec);
  const wanted = kindOf(rollout);
  if (releasedKind(entry) !== wanted) return [otherKind(given, wanted, releasedKind(entry))];
  if (hasSteps(entry)) return stepContradictions(given, entry, rollout?.shares?.steps ?? []);
  const described = rollout?.slots?.names;
  if (!hasSlots(entry) || described === undefined) return [];
  const names = Object.keys(entry.slots).toSorted();
  return names.join() === described.join()
    ? contradictions(given, entry)
    : [otherSlots(given, names, described)];
}

/** Entries of services that nobody described for this environment (SW7005). */
export function unknownServices(
  given: Omit<ReleaseCase, 'service'>,
  described: readonly string[],
): readonly Diagnostic[] {
  return Object.keys(given.releases)
    .filter((name) => !described.includes(name))
    .map((name) => {
      const nearest = nearestName(name, described);
      return {
        code: 'SW7005',
        name: 'release-service-unknown',
        severity: 'warning',
        at: place({ ...given, service: undefined }, ['services', name]),
        message: `\`${name}\` is released here, but no such service is described for \`${given.environment}\`.`,
        because: 'The entry has no effect.',
        fix:
          nearest === undefined
            ? 'Remove the entry, or describe the service.'
            : `Did you mean \`${nearest}\`? Otherwise remove the entry.`,
      };
    });
}

function missing(given: ReleaseCase): Diagnostic {
  const nearest = nearestName(given.service, Object.keys(given.releases));
  return {
    code: 'SW7004',
    name: 'release-service-missing',
    severity: 'error',
    at: place(given, ['services']),
    message: `\`${given.service}\` has no entry in \`${given.file}\`.`,
    because:
      'Once an environment has a release file, the file says what runs; the image of the description may be years old.',
    fix: [
      ...(nearest === undefined ? [] : [`Rename \`${nearest}\` if it is meant. Otherwise:`]),
      `\`slipway release set ${given.service} <image> -e ${given.environment}\`.`,
    ].join(' '),
  };
}

/** What a release decides: one image, which of two slots serves, or the step of a canary. */
type Kind = 'image' | 'slots' | 'steps';

function kindOf(rollout: Rollout | undefined): Kind {
  if (rollout?.slots !== undefined) return 'slots';
  return rollout?.shares === undefined ? 'image' : 'steps';
}

function releasedKind(entry: ServiceRelease): Kind {
  if (hasSlots(entry)) return 'slots';
  return hasSteps(entry) ? 'steps' : 'image';
}

const DESCRIBED: Readonly<Record<Kind, string>> = {
  image: 'replaced in place',
  slots: 'described with two slots',
  steps: 'described with a canary',
};
const RELEASED: Readonly<Record<Kind, string>> = {
  image: 'names one image and no step',
  slots: 'has slots',
  steps: 'has a step',
};
const MENDED: Readonly<Record<Kind, string>> = {
  image: 'Leave one `image`: the one that serves.',
  slots: 'Write `active`, `phase` and `slots`; both slots may begin with the image that runs now.',
  steps: 'Write `image` and `step: 0`; add `canary` where a version is tried out.',
};

function otherKind(given: ReleaseCase, wanted: Kind, found: Kind): Diagnostic {
  return {
    code: 'SW7007',
    name: 'release-kind-differs',
    severity: 'error',
    at: place(given, ['services', given.service]),
    message: `\`${given.service}\` is ${DESCRIBED[wanted]}, but its release ${RELEASED[found]}.`,
    because: 'It would be open which version serves.',
    fix: MENDED[wanted],
  };
}

function otherSlots(
  given: ReleaseCase,
  names: readonly string[],
  described: readonly string[],
): Diagnostic {
  return {
    code: 'SW7008',
    name: 'release-slots-differ',
    severity: 'error',
    at: place(given, ['services', given.service, 'slots']),
    message: `The release has the slots ${list(names)}, the description ${list(described)}.`,
    because:
      'Slots end the names of objects: pods of the other names would be left without traffic.',
    fix: `Use the names ${list(described)} in the release.`,
  };
}

/** What contradicts itself: the place, what is wrong, and how to mend it. */
function contradictionIn(given: ReleaseCase) {
  return (path: string, message: string, fix: string): Diagnostic => ({
    code: 'SW7009',
    name: 'release-contradiction',
    severity: 'error',
    at: place(given, ['services', given.service, path]),
    message,
    because: 'Traffic would go to no pods, or a new version would be tried that is the old one.',
    fix,
  });
}

function stepContradictions(
  given: ReleaseCase,
  { step, canary }: CanaryRelease,
  shares: readonly number[],
): readonly Diagnostic[] {
  const contradiction = contradictionIn(given);
  return [
    ...(step > shares.length
      ? [
          contradiction(
            'step',
            `Step ${step} is released, but the description has ${shares.length}: ${shares.join(' %, ')} %.`,
            `Name one of them, or 0.`,
          ),
        ]
      : []),
    ...(step > 0 && canary === undefined
      ? [
          contradiction(
            'step',
            `Step ${step} gives requests to a canary, and there is none.`,
            'Add `canary`, or set the step to 0.',
          ),
        ]
      : []),
  ];
}

function contradictions(given: ReleaseCase, entry: SlotRelease): readonly Diagnostic[] {
  const names = Object.keys(entry.slots).toSorted();
  const contradiction = contradictionIn(given);
  const [first, second] = names.map((name) => entry.slots[name]);
  // While the way back is held open, both may be the same on purpose; the rollout warns of it.
  const moving = entry.phase === 'stage' || entry.phase === 'warm' || entry.phase === 'promote';
  return [
    ...(names.includes(entry.active)
      ? []
      : [
          contradiction(
            'active',
            `The slot \`${entry.active}\` serves, but there are only ${list(names)}.`,
            `Name one of ${list(names)}.`,
          ),
        ]),
    ...(moving && first !== undefined && second !== undefined && isSameImage(first, second)
      ? [
          contradiction(
            'phase',
            `The phase is \`${entry.phase}\`, but both slots have the image ${imageText(first)}.`,
            'Give one slot the other version, or set the phase to `stable`.',
          ),
        ]
      : []),
  ];
}

function place(
  given: Omit<ReleaseCase, 'service'> & { readonly service: string | undefined },
  path: readonly string[],
): Diagnostic['at'] {
  const line = given.lineOf(path);
  return {
    ...(given.service === undefined ? {} : { service: given.service }),
    environment: given.environment,
    file: given.file,
    ...(line === undefined ? {} : { line }),
  };
}

function list(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(' and ');
}
