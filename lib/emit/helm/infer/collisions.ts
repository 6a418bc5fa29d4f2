/** emit › helm › collisions: lets maps of values name what the objects name themselves, and sees who wins. */

import { isRecord } from '../../../kubernetes/is-manifest.ts';
import { keyOf } from '../tree/values.ts';
import { type Context, type Place, find, identityOf } from './branch.ts';
import { type Marks, textsIn } from './marks.ts';
import { type Objects, type RenderInput, render } from './render.ts';
import type { Sample } from './sampling.ts';

/** Who wins, as seen in a sample of a pool; what was synthesised once serves all places and later rounds. */
export type Collisions = (pool: readonly Sample[]) => Context['loses'];

/** Asks for all names of a sample at once, for the names of a place where a rule refuses that, or else for each name alone. */
export function collisions(input: RenderInput, marks: Marks): Collisions {
  const seen = new WeakMap<Sample, Map<string, Objects | undefined>>();
  const rendered = (
    sample: Sample,
    parameters: readonly string[],
    names: readonly string[],
  ): Objects | undefined => {
    const known = seen.get(sample) ?? new Map<string, Objects | undefined>();
    seen.set(sample, known);
    const key = JSON.stringify([parameters, names]);
    if (!known.has(key)) {
      const taken = parameters.map((parameter) => {
        const entries = names.map((name) => [name, marks.itemMark(parameter)] as const);
        return [parameter, Object.fromEntries(entries)] as const;
      });
      known.set(key, render(input, new Map([...sample.values, ...taken])));
    }
    return known.get(key);
  };
  const called = new WeakMap<Sample, Map<string, readonly string[]>>();
  const namesCalled = (sample: Sample, list: string): readonly string[] => {
    const known = called.get(sample) ?? new Map<string, readonly string[]>();
    called.set(sample, known);
    const names = known.get(list) ?? namesIn(listsCalled(list, sample).flat(), marks);
    known.set(list, names);
    return names;
  };
  return (pool) => (parameter, place, name) => {
    const isItem = (item: unknown): boolean => identityOf(item) === `name:${name}`;
    const sample = pool.find((each) => listAt(each, place).some(isItem)) ?? pool[0];
    if (sample === undefined) return true;
    const own = namesIn(listAt(sample, place), marks);
    const every = namesCalled(sample, place.at(-1) ?? '');
    const objects =
      rendered(sample, kinOf(parameter, input), every) ??
      rendered(sample, [parameter], own) ??
      rendered(sample, [parameter], [name]);
    if (objects === undefined) return true;
    const item = find(objects.get(place[0] ?? ''), [...place.slice(1), `[name:${name}]`]);
    return textsIn(item).includes(marks.itemMark(parameter));
  };
}

/** The same value of every process; the service's own stands alone, as those of a process win over it. */
function kinOf(parameter: string, { parameters }: RenderInput): readonly string[] {
  const path = parameter.split('.');
  return parameters.flatMap((each) =>
    each.domain.kind === 'map' &&
    each.path.length === path.length &&
    each.path.at(-1) === path.at(-1)
      ? [keyOf(each.path)]
      : [],
  );
}

function listAt({ objects }: Sample, [id = '', ...inside]: Place): readonly unknown[] {
  const list = find(objects.get(id), inside);
  return Array.isArray(list) ? list : [];
}

/** Names of the objects' own items, each once, in an order of their own. */
function namesIn(list: readonly unknown[], marks: Marks): readonly string[] {
  const names = list.map((item) => identityOf(item).replace(/^name:/, ''));
  return [...new Set(names)].filter((each) => marks.mapOf(each) === undefined).toSorted();
}

/** Every list under this key, anywhere in a sample. */
function listsCalled(key: string, { objects }: Sample): readonly (readonly unknown[])[] {
  const within = (value: unknown): readonly (readonly unknown[])[] => {
    if (Array.isArray(value)) return value.flatMap(within);
    if (!isRecord(value)) return [];
    const own = value[key];
    return [...(Array.isArray(own) ? [own] : []), ...Object.values(value).flatMap(within)];
  };
  return [...objects.values()].flatMap(within);
}
