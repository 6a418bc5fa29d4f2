/** emit › helm › blame: which parameter is given up where no templates explain what was seen. */

import type { Domain } from '../domain.ts';
import type { Parameter } from '../parameter.ts';
import { keyOf, same, type Values } from '../tree/values.ts';
import { type Unexplained, find } from './branch.ts';
import { type RenderInput, render } from './render.ts';
import { type Refusal, anyOther, mayBeWithheld } from './verify.ts';

/** The parameter at which an unexplained place changes, on the way from one set of values to another. */
export function culprit(input: RenderInput, { place, branches }: Unexplained): Refusal {
  const [id = '', ...rest] = place;
  const seenIn = (values: Values): string | undefined => {
    const objects = render(input, values);
    return objects === undefined
      ? undefined
      : JSON.stringify(find(objects.get(id), rest) ?? 'absent');
  };
  const [from] = branches;
  const start = from === undefined ? undefined : seenIn(from.values);
  const causes = new Set<Parameter>();
  /** Changed on the way only together with others, since the description refuses them alone. */
  const bound = new Set<Parameter>();
  for (const to of branches.filter(({ value }) => !same(value, from?.value)).slice(0, 4)) {
    let at = new Map(from?.values);
    for (const parameter of input.parameters) {
      const key = keyOf(parameter.path);
      if (same(at.get(key), to.values.get(key))) continue;
      const next = new Map([...at, [key, to.values.get(key)]]);
      const seen = seenIn(next);
      if (seen !== undefined && seen !== start) {
        causes.add(parameter);
        break;
      }
      if (seen !== undefined) at = next;
      else bound.add(parameter);
    }
  }
  const withheld = [...(causes.size > 0 ? causes : bound)].filter(mayBeWithheld);
  const parameter =
    withheld.find(({ domain }) => isOpen(domain)) ?? withheld[0] ?? anyOther(input.parameters);
  return { parameter, places: [place.join('/')] };
}

/** Whether a value has too many to try them all. */
export function isOpen(domain: Domain): boolean {
  return domain.kind === 'text' || domain.kind === 'integer' || domain.kind === 'amount';
}
