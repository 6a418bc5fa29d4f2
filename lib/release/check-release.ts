/** release › check: what a release says against what is described; contradictions are refused with the line to mend. */

import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { hasSlots, type Releases, type SlotRelease } from '../model/release.ts';
import { nearestName } from '../model/shape.ts';
import type { ServiceSpec } from '../model/spec/service-spec.ts';
import { slotRollouts } from './apply-release.ts';
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
 * Complaints about the entry of a service: SW7004 there is none, SW7007 it has slots and the description has not or the
 * other way round, SW7008 its slots are not those of the description, SW7009 its phase contradicts its slots.
 */
export function checkRelease(given: ReleaseCase, spec: ServiceSpec): readonly Diagnostic[] {
  const entry = given.releases[given.service];
  if (entry === undefined) return [missing(given)];
  const described = slotRollouts(spec)[0]?.slots?.names;
  if (hasSlots(entry) !== (described !== undefined)) {
    return [otherKind(given, described !== undefined)];
  }
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

function otherKind(given: ReleaseCase, described: boolean): Diagnostic {
  return {
    code: 'SW7007',
    name: 'release-kind-differs',
    severity: 'error',
    at: place(given, ['services', given.service]),
    message: described
      ? `\`${given.service}\` is described with two slots, but its release names one image.`
      : `\`${given.service}\` is replaced in place, but its release has slots.`,
    because: 'It would be open which version serves.',
    fix: described
      ? 'Replace `image` by `active`, `phase` and `slots`; both slots may begin with the image that runs now.'
      : 'Replace `active`, `phase` and `slots` by `image`, with the image of the slot that serves.',
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

function contradictions(given: ReleaseCase, entry: SlotRelease): readonly Diagnostic[] {
  const names = Object.keys(entry.slots).toSorted();
  const contradiction = (path: string, message: string, fix: string): Diagnostic => ({
    code: 'SW7009',
    name: 'release-contradiction',
    severity: 'error',
    at: place(given, ['services', given.service, path]),
    message,
    because: 'Traffic would go to no pods, or a new version would be tried that is the old one.',
    fix,
  });
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
