/** emit › helm › surface of rollouts: slot, phase, step and images of parallel versions, so that a change is a matter of values. */

import { isRecord } from '../../../kubernetes/is-manifest.ts';
import type { ImageSpec } from '../../../model/spec/image-spec.ts';
import type { ServiceSpec } from '../../../model/spec/service-spec.ts';
import { placeAt } from '../change.ts';
import type { Change, Described, Parameter } from '../parameter.ts';
import { DIGEST, TAG } from './texts.ts';

const PHASES = ['stable', 'stage', 'warm', 'promote', 'hold', 'retire'] as const;

/** More states than that are not enumerated. */
const MOST_STATES = 64;

/** Values of the state of a change where versions stand side by side; nothing for rollouts in place. */
export function rolloutSurface(environments: readonly Described[]): readonly Parameter[] {
  const surfaces = [blueGreenSurface(environments), canarySurface(environments)];
  return surfaces.filter((each) => each.length > 0).length > 1 ? [] : surfaces.flat();
}

/** Places of rollouts of a kind in any environment, e.g. `rollout` and `web.rollout`. */
export function rolloutPlaces(
  environments: readonly Described[],
  kind: string,
): readonly (readonly string[])[] {
  const places = environments.flatMap(({ spec }) =>
    holdersOf(spec).filter((at) => isOfKind(spec, at, kind)),
  );
  return [...new Map(places.map((at) => [at.join('.'), at])).values()];
}

function blueGreenSurface(environments: readonly Described[]): readonly Parameter[] {
  const places = rolloutPlaces(environments, 'blueGreen');
  const [first] = places;
  const names = new Set(
    environments.flatMap(({ spec }) =>
      places
        .filter((at) => isOfKind(spec, at, 'blueGreen'))
        .map((at) => slotNames(spec, at).join(' ')),
    ),
  );
  const [slots, ...others] = [...names].map((each) => each.split(' '));
  // All of them change together, as a release changes them: their slots must be the same.
  if (first === undefined || slots === undefined || others.length > 0) return [];
  const having = environments.filter(({ spec }) => isOfKind(spec, first, 'blueGreen'));
  const option = state({ environments: having, places, kind: 'blueGreen' });
  return [
    option(['rollout', 'active'], ['active'], {
      domain: { kind: 'choice', values: slots },
      description: 'Slot that serves.',
      fallback: slots[0],
      enumerated: true,
    }),
    option(['rollout', 'phase'], ['phase'], {
      domain: { kind: 'choice', values: PHASES },
      description:
        'Phase of a change: stage the other slot, warm it up, promote it (set `active` with it), hold the way back open, retire the old one.',
      fallback: 'stable',
      enumerated: true,
    }),
    ...slots.flatMap((slot) => slotImage(slot, having, places)),
  ];
}

/** The image of a slot as a whole: a release says tag, digest or both, and nothing of the service's image shows through. */
function slotImage(
  slot: string,
  having: readonly Described[],
  places: readonly (readonly string[])[],
): readonly Parameter[] {
  const [first = []] = places;
  const at = ['slots', slot, 'image'];
  const path = ['rollout', ...at];
  const imageOf = (described: Described): Partial<ImageSpec> => {
    const { plan } = having.includes(described) ? described : (having[0] ?? described);
    const found = Object.values(plan.processes).flatMap((process) =>
      'rollout' in process && process.rollout.kind === 'parallelStacks'
        ? (process.rollout.slots[slot]?.image ?? [])
        : [],
    );
    return found[0] ?? {};
  };
  const write: Parameter['write'] = (_value, get, spec) => {
    const image = {
      ...given('tag', get([...path, 'tag'])),
      ...given('digest', get([...path, 'digest'])),
    };
    const slots = places
      .filter((place) => isOfKind(spec, place, 'blueGreen'))
      .map((place) => [...place, ...at]);
    return [
      ...slots.map((place): Change => ({ at: place, to: { ...imageAt(spec, place), ...image } })),
      // A version that is known by its digest alone must not get the tag of another.
      ...(slots.length > 0 && !('tag' in image)
        ? [
            { at: ['image', 'tag'], to: undefined },
            { at: ['image', 'digest'], to: undefined },
          ]
        : []),
    ];
  };
  return [
    {
      path: [...path, 'tag'],
      domain: { ...TAG, optional: true, pattern: OPTIONAL_TAG },
      description: `Tag of the image of the slot ${slot}; empty: its digest alone.`,
      sets: [...first, ...at, 'tag'].join('.'),
      read: (described) => imageOf(described).tag ?? '',
      write,
    },
    {
      path: [...path, 'digest'],
      domain: DIGEST,
      description: `Digest of the image of the slot ${slot} (sha256:…); it wins over the tag when the kubelet pulls.`,
      sets: [...first, ...at, 'digest'].join('.'),
      read: (described) => imageOf(described).digest ?? '',
      write: () => [],
    },
  ];
}

const OPTIONAL_TAG = '^([A-Za-z0-9_][A-Za-z0-9_.-]*)?$';

function canarySurface(environments: readonly Described[]): readonly Parameter[] {
  const [place, ...others] = rolloutPlaces(environments, 'canary');
  if (place === undefined || others.length > 0) return [];
  const having = environments.filter(({ spec }) => isOfKind(spec, place, 'canary'));
  const steps = Math.max(
    ...having.map(({ spec }) => {
      const shares = placeAt(spec, [...place, 'steps']);
      return Array.isArray(shares) ? shares.length : 0;
    }),
  );
  // Each step is tried with and without a canary.
  if (steps * 2 > MOST_STATES) return [];
  const option = state({ environments: having, places: [place], kind: 'canary' });
  const enabled = ['rollout', 'canary', 'enabled'];
  return [
    {
      ...option(enabled, ['canary'], {
        domain: { kind: 'boolean' },
        description: 'Run a second version that gets the share of the step.',
        fallback: false,
        enumerated: true,
      }),
      read: (described) =>
        placeAt((having.includes(described) ? described : (having[0] ?? described)).spec, [
          ...place,
          'canary',
        ]) !== undefined,
      write: (value, get, spec) =>
        isOfKind(spec, place, 'canary')
          ? [
              {
                at: [...place, 'canary'],
                to:
                  value === true
                    ? {
                        image: {
                          ...imageAt(spec, [...place, 'canary', 'image']),
                          ...given('tag', get(['rollout', 'canary', 'image', 'tag'])),
                          ...given('digest', get(['rollout', 'canary', 'image', 'digest'])),
                        },
                      }
                    : undefined,
              },
            ]
          : [],
    },
    ...versionSurface(option, ['canary', 'image'], 'the canary').map((parameter) => ({
      ...parameter,
      write: () => [],
    })),
    option(['rollout', 'step'], ['step'], {
      domain: { kind: 'integer', min: 0, max: steps, probes: [0] },
      description: 'Step that is reached: how many of the shares the canary has gone through.',
      fallback: 0,
      enumerated: true,
    }),
  ];
}

/** Tag and digest of one of two versions; empty: those of the service's image. */
function versionSurface(
  option: StateOption,
  at: readonly string[],
  whose: string,
): readonly Parameter[] {
  return [
    option(['rollout', ...at, 'tag'], [...at, 'tag'], {
      domain: { ...TAG, optional: true, pattern: OPTIONAL_TAG },
      description: `Tag of the image of ${whose}; empty: as \`image\` says.`,
      fallback: '',
    }),
    option(['rollout', ...at, 'digest'], [...at, 'digest'], {
      domain: DIGEST,
      description: `Digest of the image of ${whose} (sha256:…); it wins over the tag when the kubelet pulls.`,
      fallback: '',
    }),
  ];
}

type StateOption = (
  path: readonly string[],
  option: readonly string[],
  said: Pick<Parameter, 'domain' | 'description' | 'enumerated'> & { readonly fallback: unknown },
) => Parameter;

/** A value that is an option of every rollout of a kind. */
function state({
  environments,
  places,
  kind,
}: {
  readonly environments: readonly Described[];
  readonly places: readonly (readonly string[])[];
  readonly kind: string;
}): StateOption {
  const [first = []] = places;
  return (path, option, { fallback, ...rest }) => ({
    ...rest,
    path,
    sets: [...first, ...option].join('.'),
    // An environment whose rollout is of another kind has no state; it says what one that has it says.
    read: (described) =>
      placeAt(
        (environments.includes(described) ? described : (environments[0] ?? described)).spec,
        [...first, ...option],
      ) ?? fallback,
    write: (value, _get, spec) =>
      places.flatMap((at): readonly Change[] =>
        isOfKind(spec, at, kind)
          ? [{ at: [...at, ...option], to: value === '' ? undefined : value }]
          : [],
      ),
  });
}

function given(key: string, value: unknown): Readonly<Record<string, unknown>> {
  return value === '' || value === undefined ? {} : { [key]: value };
}

/** What else is said of an image than tag and digest. */
function imageAt(spec: ServiceSpec, at: readonly string[]): Readonly<Record<string, unknown>> {
  const value = placeAt(spec, at);
  if (!isRecord(value)) return {};
  const { tag: _tag, digest: _digest, ...rest } = value;
  return rest;
}

/** Places where a rollout may be said. */
function holdersOf(spec: ServiceSpec): readonly (readonly string[])[] {
  return [
    ['rollout'],
    ['web', 'rollout'],
    ...Object.keys(spec.webs ?? {}).map((name) => ['webs', name, 'rollout']),
    ...Object.keys(spec.workers ?? {}).map((name) => ['workers', name, 'rollout']),
  ];
}

function isOfKind(spec: ServiceSpec, at: readonly string[], kind: string): boolean {
  const parent = placeAt(spec, at.slice(0, -1));
  const rollout = isRecord(parent) ? parent[at.at(-1) ?? ''] : undefined;
  return isRecord(rollout) && rollout['kind'] === kind;
}

function slotNames(spec: ServiceSpec, at: readonly string[]): readonly string[] {
  const slots = placeAt(spec, [...at, 'slots']);
  return isRecord(slots) ? Object.keys(slots).toSorted() : ['blue', 'green'];
}
