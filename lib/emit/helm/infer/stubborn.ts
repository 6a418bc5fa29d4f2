/** emit › helm › stubborn places: where conclusions are wrong again and again, something decides that no formula says. */

import { isRecord } from '../../../kubernetes/is-manifest.ts';
import { FILES_CHECKSUM } from '../../../kubernetes/seal.ts';
import { evaluateObjects, type Rendering } from '../tree/evaluate.ts';
import type { ObjectTemplate } from '../tree/template.ts';
import { keyOf, same } from '../tree/values.ts';
import { type Place, Unexplained, find, identityOf } from './branch.ts';
import type { Sample } from './sampling.ts';
import type { States } from './states.ts';

/** So often may a place be understood anew: what was settled in the end had been wrong in four rounds at the most. */
const PATIENCE = 6;

/** Remembers round by round where templates were wrong. */
export interface Stubborn {
  /** The place that has been wrong too often now, with what was seen there. */
  after(wrong: readonly Sample[], objects: readonly ObjectTemplate[]): Unexplained | undefined;
  /** The place that has been wrong most often. */
  most(): Unexplained;
}

/** Watches places; `pool` gives all samples that are known by then. */
export function stubbornPlaces(
  builtins: Rendering['builtins'],
  states: States,
  pool: () => readonly Sample[],
): Stubborn {
  const seen = new Map<string, Wrong>();
  const worst = (): Wrong => {
    const [found] = [...seen.values()].toSorted((a, b) => b.times - a.times);
    if (found === undefined) throw new Error('templates were wrong nowhere');
    return found;
  };
  const unexplained = ({ place, sample }: Wrong): Unexplained => {
    const samples = [sample, ...pool().filter((other) => isInStateOf(other, sample, states))];
    const branches = samples.map(({ values, objects }) => ({ values, value: at(objects, place) }));
    return new Unexplained(place, branches);
  };
  return {
    after: (wrong, objects) => {
      const places = wrong.flatMap((sample) =>
        wrongPlaces(sample, objects, builtins).map((place) => ({ place, sample })),
      );
      for (const [key, [found]] of Map.groupBy(places, ({ place }) => place.join('\u0000'))) {
        if (found !== undefined)
          seen.set(key, { ...found, times: (seen.get(key)?.times ?? 0) + 1 });
      }
      const found = worst();
      return found.times < PATIENCE ? undefined : unexplained(found);
    },
    most: () => unexplained(worst()),
  };
}

/** A place, in how many rounds it was wrong, and a sample in which it was so last. */
interface Wrong {
  readonly place: Place;
  readonly sample: Sample;
  readonly times: number;
}

function isInStateOf(one: Sample, other: Sample, { parameters }: States): boolean {
  return parameters.every(({ path }) =>
    same(one.values.get(keyOf(path)), other.values.get(keyOf(path))),
  );
}

function at(objects: Sample['objects'], [id = '', ...rest]: Place): unknown {
  return find(objects.get(id), rest);
}

function wrongPlaces(
  { values, objects: expected }: Sample,
  objects: readonly ObjectTemplate[],
  builtins: Rendering['builtins'],
): readonly Place[] {
  const actual = evaluateObjects(objects, { values, builtins });
  return [...new Set([...expected.keys(), ...actual.keys()])].flatMap((id) =>
    differences(expected.get(id), actual.get(id), [id]),
  );
}

/** The innermost places at which two values differ; a list of another length differs as a whole. */
function differences(a: unknown, b: unknown, place: Place): readonly Place[] {
  if (same(a, b, FILES_CHECKSUM)) return [];
  if (Array.isArray(a) && Array.isArray(b) && a.length === b.length) {
    return a.flatMap((item, index) =>
      differences(item, b[index], [...place, `[${identityOf(item)}]`]),
    );
  }
  if (!isRecord(a) || !isRecord(b)) return [place];
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].flatMap((key) =>
    key === FILES_CHECKSUM ? [] : differences(a[key], b[key], [...place, key]),
  );
}
