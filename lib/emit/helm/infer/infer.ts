/** emit › helm › inference: from one place under several values to the template that gives all of them. */

import { isRecord } from '../../../kubernetes/is-manifest.ts';
import { isFilled } from '../tree/evaluate.ts';
import type { Item, Member, Template } from '../tree/template.ts';
import { keyOf, same, valueAt } from '../tree/values.ts';
import { choose, scalarTemplate } from './alternatives.ts';
import {
  type Branch,
  type Context,
  type Place,
  Unexplained,
  identityOf,
  kindOf,
  mergedOrder,
} from './branch.ts';
import { byNameTemplate } from './by-name.ts';
import { textsIn } from './marks.ts';
import { presence } from './presence.ts';

/** The template of a place that exists in every branch. @throws Unexplained */
export function infer(branches: readonly Branch[], context: Context, place: Place): Template {
  const [first] = branches;
  if (first === undefined) return { kind: 'literal', value: null };
  const constant = branches.every(({ value }) => same(value, first.value));
  if (constant && !textsIn(first.value).some(context.marks.isMarked))
    return { kind: 'literal', value: first.value };
  const whole = wholeTemplate(branches, context);
  if (whole !== undefined) return whole;
  const kinds = branches.map(({ value }) => kindOf(value));
  if (new Set(kinds).size > 1) return choose({ branches, labels: kinds }, context, place, infer);
  const [kind] = kinds;
  if (kind === 'map') return mapTemplate(branches, context, place);
  if (kind !== 'list') return scalarTemplate(branches, context, place, infer);
  return byNameTemplate(branches, context, place, infer) ?? listTemplate(branches, context, place);
}

/** The value of a map or of data as it is. */
function wholeTemplate(branches: readonly Branch[], context: Context): Template | undefined {
  const found = context.parameters.find(
    ({ path, domain }) =>
      (domain.kind === 'map' || domain.kind === 'data') &&
      branches.every(({ values, value }) => same(valueAt(values, path), value)) &&
      branches.some(({ value }) => isFilled(value)),
  );
  if (found === undefined) return undefined;
  const of = found.domain.kind === 'data' ? found.domain.type : 'texts';
  return { kind: 'whole', path: found.path, of };
}

function mapTemplate(branches: readonly Branch[], context: Context, place: Place): Template {
  const keys = mergedOrder(
    branches.map(({ value }) => (isRecord(value) ? Object.keys(value) : [])),
  );
  return {
    kind: 'map',
    members: keys.map((key): Member => {
      const inside = branches.filter(({ value }) => isRecord(value) && Object.hasOwn(value, key));
      const at = [...place, key];
      const value = infer(
        inside.map((branch) => ({
          values: branch.values,
          value: isRecord(branch.value) ? branch.value[key] : undefined,
        })),
        context,
        at,
      );
      return {
        key: context.marks.partsOf(key),
        value,
        ...repeated(key, branches, inside, context, at),
      };
    }),
  };
}

/** Whether a member or an item stands for each entry of a parameter, and when it is there beside that. */
function repeated(
  marked: string,
  branches: readonly Branch[],
  inside: readonly Branch[],
  context: Context,
  place: Place,
): Pick<Member, 'each' | 'when'> {
  const map = context.marks.mapOf(marked);
  const parameter =
    map === undefined ? undefined : context.parameters.find(({ path }) => keyOf(path) === map);
  const possible =
    parameter === undefined
      ? branches
      : branches.filter(({ values }) => isFilled(valueAt(values, parameter.path)));
  const when = presence(
    possible.map((branch) => ({ values: branch.values, present: inside.includes(branch) })),
    context,
    place,
  );
  return {
    ...(parameter === undefined ? {} : { each: parameter.path }),
    ...(when === undefined ? {} : { when }),
  };
}

function listTemplate(branches: readonly Branch[], context: Context, place: Place): Template {
  const lists = branches.map(({ value }): readonly unknown[] =>
    Array.isArray(value) ? value : [],
  );
  const identities = lists.map((list) => list.map(identityOf));
  const [length = 0] = lists.map((list) => list.length);
  const order = mergedOrder(identities);
  const alike = lists.every((list) => list.length === length);
  const unique = identities.every((ids) => new Set(ids).size === ids.length);
  if (alike && (order.length > length || !unique)) {
    return {
      kind: 'list',
      items: Array.from({ length }, (_, index) => ({
        value: infer(
          branches.map(({ values }, row) => ({ values, value: lists[row]?.[index] })),
          context,
          [...place, `[${index}]`],
        ),
      })),
    };
  }
  if (!unique) throw new Unexplained(place, branches);
  return {
    kind: 'list',
    items: order.map((identity): Item => {
      const inside = branches.filter((_, row) => identities[row]?.includes(identity));
      const at = [...place, `[${identity}]`];
      const value = infer(
        inside.map((branch) => {
          const row = branches.indexOf(branch);
          return {
            values: branch.values,
            value: lists[row]?.[identities[row]?.indexOf(identity) ?? -1],
          };
        }),
        context,
        at,
      );
      return { value, ...repeated(identity, branches, inside, context, at) };
    }),
  };
}
