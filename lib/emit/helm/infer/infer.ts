/** emit › helm › inference: from one place under several values to the template that gives all of them. */

import { isRecord } from '../../../kubernetes/is-manifest.ts';
import type { Condition } from '../tree/condition.ts';
import { isFilled } from '../tree/evaluate.ts';
import type { Case, Item, Member, Template, ValuePath } from '../tree/template.ts';
import { same, valueAt } from '../tree/values.ts';
import { halfOf, shareOf } from '../tree/amounts.ts';
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
import { halves, numberTemplate, textTemplate } from './scalars.ts';

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
  if (new Set(kinds).size > 1) return choose(branches, kinds, context, place);
  const [kind] = kinds;
  if (kind === 'map') return mapTemplate(branches, context, place);
  if (kind !== 'list') return scalarTemplate(branches, context, place);
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

function scalarTemplate(branches: readonly Branch[], context: Context, place: Place): Template {
  const leaf = leafTemplate(branches, context) ?? divided(branches, context, 2);
  if (leaf !== undefined) return leaf;
  const byNumber = choiceByNumber(branches, context, place);
  if (byNumber !== undefined) return byNumber;
  const byMark = choiceByMark(branches, context, place);
  if (byMark !== undefined) return byMark;
  const labels = branches.map(({ value }) => JSON.stringify(value));
  // More cases than that are no cases but a formula that is not known.
  if (new Set(labels).size > 8) throw new Unexplained(place, branches);
  return choose(branches, labels, context, place);
}

function leafTemplate(branches: readonly Branch[], context: Context): Template | undefined {
  return typeof branches[0]?.value === 'string'
    ? textTemplate(branches, context)
    : numberTemplate(branches, context);
}

/** Two formulas, one on each side of a finite property. */
function divided(
  branches: readonly Branch[],
  context: Context,
  depth: number,
): Template | undefined {
  if (depth === 0 || new Set(branches.map(({ value }) => value)).size < 3) return undefined;
  for (const { domain, path } of context.parameters) {
    if (domain.kind === 'integer' || domain.kind === 'choice') continue;
    if ('optional' in domain && !domain.optional) continue;
    const when: Condition =
      domain.kind === 'boolean' ? { kind: 'isTrue', path } : { kind: 'filled', path };
    const yes = branches.filter(({ values }) =>
      domain.kind === 'boolean' ? valueAt(values, path) === true : isFilled(valueAt(values, path)),
    );
    const no = branches.filter((branch) => !yes.includes(branch));
    if (yes.length < 2 || no.length < 2) continue;
    const then = leafTemplate(yes, context) ?? divided(yes, context, depth - 1);
    if (then === undefined) continue;
    const otherwise = leafTemplate(no, context) ?? divided(no, context, depth - 1);
    if (otherwise !== undefined) return { kind: 'choice', cases: [{ when, then }], otherwise };
  }
  return undefined;
}

/** Alternatives of which one is a number among the values and the others are fixed: idle slots have no pods, others as many as said. */
function choiceByNumber(
  branches: readonly Branch[],
  context: Context,
  place: Place,
): Template | undefined {
  if (!branches.every(({ value }) => typeof value === 'number')) return undefined;
  for (const { path, domain } of context.parameters) {
    if (domain.kind !== 'integer') continue;
    const found = choiceOfFormulas(branches, formulasOf(path, context), context, place);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** What a number may be, computed from the values. */
interface Formula {
  readonly label: string;
  readonly of: (values: Branch['values']) => number;
}

/** A number of pods as it is, half of the most, or the share of a step. */
function formulasOf(path: ValuePath, context: Context): readonly Formula[] {
  return [
    { label: 'same', of: (values) => Number(valueAt(values, path)) },
    ...halves(context)
      .filter(({ least }) => least === path)
      .map(({ of: most, least }): Formula => ({
        label: 'half',
        of: (values) => halfOf(Number(valueAt(values, most)), Number(valueAt(values, least))),
      })),
    ...context.percents.map((percent): Formula => ({
      label: `share of ${percent} %`,
      of: (values) => shareOf(Number(valueAt(values, path)), percent),
    })),
  ];
}

/** Each branch is one of the formulas, or fixed; where two of these coincide nothing can be learnt. */
function choiceOfFormulas(
  branches: readonly Branch[],
  formulas: readonly Formula[],
  context: Context,
  place: Place,
): Template | undefined {
  const labelled = branches.map((branch): { branch: Branch; labels: readonly string[] } => ({
    branch,
    labels: formulas.flatMap((formula) =>
      branch.value === formula.of(branch.values) ? [formula.label] : [],
    ),
  }));
  const fixed = new Set(
    labelled.flatMap(({ branch, labels }) => (labels.length === 0 ? [branch.value] : [])),
  );
  if (fixed.size > 3) return undefined;
  const clear = labelled.flatMap(({ branch, labels }) => {
    const all = fixed.has(branch.value) ? [...labels, String(branch.value)] : labels;
    const [label, ...others] = new Set(all);
    return label === undefined || others.length > 0 ? [] : [{ branch, label }];
  });
  const labels = clear.map(({ label }) => label);
  if (!formulas.some(({ label }) => labels.filter((each) => each === label).length > 1))
    return undefined;
  if (new Set(labels).size < 2) return undefined;
  const cases = clear.map(({ branch, label }) => ({ values: branch.values, label }));
  if (context.decide(cases, place) === undefined) return undefined;
  return choose(
    clear.map(({ branch }) => branch),
    labels,
    context,
    place,
  );
}

/** Alternatives by whether a parameter is used at all: the image of one slot or of the other. */
function choiceByMark(
  branches: readonly Branch[],
  context: Context,
  place: Place,
): Template | undefined {
  const used = branches.map(({ value }) =>
    typeof value === 'string'
      ? context.marks
          .partsOf(value)
          .flatMap((part) => (typeof part === 'object' ? [JSON.stringify(part)] : []))
      : [],
  );
  for (const part of new Set(used.flat())) {
    const labels = used.map((parts) => (parts.includes(part) ? 'used' : 'not used'));
    const cases = branches.map(({ values }, index) => ({ values, label: labels[index] ?? '' }));
    if (new Set(labels).size === 2 && context.decide(cases, place) !== undefined)
      return choose(branches, labels, context, place);
  }
  return undefined;
}

/** Alternatives by label, the condition that is hardest to say left for the last. */
function choose(
  branches: readonly Branch[],
  labels: readonly string[],
  context: Context,
  place: Place,
): Template {
  const conditions = context.decide(
    branches.map(({ values }, index) => ({ values, label: labels[index] ?? '' })),
    place,
    seenIn(branches, context),
  );
  if (conditions === undefined) throw new Unexplained(place, branches);
  const cases = [...conditions]
    .map(([label, when]): Case => ({
      when,
      then: infer(
        branches.filter((_, index) => labels[index] === label),
        context,
        place,
      ),
    }))
    .toSorted((a, b) => weight(a.when) - weight(b.when));
  const last = cases.pop();
  if (last === undefined) throw new Unexplained(place, branches);
  return cases.length === 0 ? last.then : { kind: 'choice', cases, otherwise: last.then };
}

/** The values whose marks stand in the texts of a place. */
function seenIn(branches: readonly Branch[], { marks }: Context): readonly ValuePath[] {
  const parts = branches.flatMap(({ value }) =>
    typeof value === 'string' ? marks.partsOf(value) : [],
  );
  return parts.flatMap((part) =>
    typeof part === 'object' && part.kind === 'value' ? [part.path] : [],
  );
}

function weight(condition: Condition): number {
  return JSON.stringify(condition).length + (condition.kind === 'not' ? 1000 : 0);
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
  const parameter = context.parameters.find(
    ({ path }) => path.join('.') === context.marks.mapOf(marked),
  );
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
