/** emit › helm › verification: compares templates with synthesis under values that inference has not seen. */

import { FILES_CHECKSUM } from '../../../kubernetes/seal.ts';
import type { Marks } from './marks.ts';
import { ENVIRONMENT, type Objects, type RenderInput, render } from './render.ts';
import { emptyValue } from './samples.ts';
import { type Sample, combinations, realistic } from './sampling.ts';
import { type States, isEnumerated } from './states.ts';
import type { Parameter } from '../parameter.ts';
import { evaluateObjects, isFilled } from '../tree/evaluate.ts';
import type { ObjectTemplate } from '../tree/template.ts';
import { keyOf, same, type Values } from '../tree/values.ts';
/** A parameter that a chart cannot have. */
export interface Refusal {
  readonly parameter: Parameter;
  /** Places of objects that depend on it in a way no formula says. */
  readonly places: readonly string[];
}

const CHECKS = 8;

/** Whether templates and synthesis agree, and what is to be learnt or given up where they do not. */
export type Verdict =
  | { readonly kind: 'right'; readonly checked: number }
  | { readonly kind: 'wrong'; readonly samples: readonly Sample[] }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

/** Compares templates and synthesis: with values changed alone, then with realistic ones that inference has not seen. */
export function check(
  input: RenderInput,
  marks: Marks,
  objects: readonly ObjectTemplate[],
  { all: states }: States,
  surprises: readonly Sample[],
): Verdict {
  if (surprises.length > 0) return { kind: 'wrong', samples: surprises };
  let checked = 0;
  const difference = (values: Values): readonly string[] | undefined => {
    const expected = render(input, values);
    if (expected === undefined) return undefined;
    return differingPlaces(
      expected,
      evaluateObjects(objects, { values, builtins: marks.builtins }),
    );
  };
  const sets = [
    ...input.environments.map(
      (described) =>
        new Map(input.parameters.map(({ path, read }) => [keyOf(path), read(described)])),
    ),
    ...Array.from({ length: CHECKS }, (_, turn) => realistic(input.parameters, turn)),
    ...[...combinations(input.parameters), ...(states.length > 1 ? states : [])].map(
      (combination, turn) =>
        new Map([...realistic(input.parameters, CHECKS + turn), ...combination]),
    ),
  ];
  for (const values of sets) {
    const places = difference(values);
    if (places === undefined) continue;
    checked += 1;
    if (places.length === 0) continue;
    const skeleton = skeletonOf(input, marks, values);
    const sample = { values: skeleton, objects: render(input, skeleton) };
    if (sample.objects !== undefined && (difference(skeleton)?.length ?? 0) > 0)
      return { kind: 'wrong', samples: [{ values: skeleton, objects: sample.objects }] };
    return { kind: 'refused', refusal: guilty(input, skeleton, values, difference, places) };
  }
  return { kind: 'right', checked };
}

/** Environments must stay: their differences are all there. States are exact, whatever the other values are. */
export function mayBeWithheld(parameter: Parameter): boolean {
  return keyOf(parameter.path) !== ENVIRONMENT && !isEnumerated(parameter);
}

/** Some parameter that can be given up. */
export function anyOther(parameters: readonly Parameter[]): Parameter {
  const [found] = parameters.filter(mayBeWithheld);
  if (found === undefined) throw new Error('a chart without values does not settle');
  return found;
}

/** The same states with marks for open texts. */
function skeletonOf({ parameters }: RenderInput, marks: Marks, values: Values): Values {
  return new Map(
    parameters.map(({ path, domain }) => {
      const key = keyOf(path);
      const value = values.get(key);
      const mark = marks.filled.get(key);
      if (mark === undefined) return [key, value];
      return [key, isFilled(value) ? mark : emptyValue(domain)];
    }),
  );
}

function guilty(
  { parameters }: RenderInput,
  skeleton: Values,
  values: Values,
  difference: (values: Values) => readonly string[] | undefined,
  places: readonly string[],
): Refusal {
  const found = parameters.filter(mayBeWithheld).find(({ path }) => {
    const key = keyOf(path);
    return (difference(new Map([...skeleton, [key, values.get(key)]]))?.length ?? 0) > 0;
  });
  return { parameter: found ?? anyOther(parameters), places };
}

function differingPlaces(expected: Objects, actual: Objects): readonly string[] {
  const ids = new Set([...expected.keys(), ...actual.keys()]);
  // Checksums are marked in what is synthesised and computed in what is evaluated; they are compared by the law.
  return [...ids].filter((id) => !same(expected.get(id), actual.get(id), FILES_CHECKSUM));
}

/** Whether two renderings are the same but for marks. */
export function sameObjects(a: Objects | undefined, b: Objects | undefined): boolean {
  return a !== undefined && b !== undefined && differingPlaces(a, b).length === 0;
}
