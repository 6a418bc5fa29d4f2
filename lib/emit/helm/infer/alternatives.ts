/** emit › helm › inference of alternatives: what a place is where no single formula says it, and what decides. */

import type { Condition } from '../tree/condition.ts';
import { isFilled } from '../tree/evaluate.ts';
import type { Case, Template, ValuePath } from '../tree/template.ts';
import { valueAt } from '../tree/values.ts';
import { halfOf, shareOf } from '../tree/amounts.ts';
import { type Branch, type Context, type Infer, type Place, Unexplained } from './branch.ts';
import { halves, numberTemplate, textTemplate } from './scalars.ts';

/** The template of a text, a number or a boolean: a formula, one on each side of a question, or alternatives. @throws Unexplained */
export function scalarTemplate(
  branches: readonly Branch[],
  context: Context,
  place: Place,
  infer: Infer,
): Template {
  const leaf = leafTemplate(branches, context) ?? divided(branches, context, 2);
  if (leaf !== undefined) return leaf;
  const byNumber = choiceByNumber(branches, context, place, infer);
  if (byNumber !== undefined) return byNumber;
  const byMark = choiceByMark(branches, context, place, infer);
  if (byMark !== undefined) return byMark;
  const labels = branches.map(({ value }) => JSON.stringify(value));
  // More cases than that are no cases but a formula that is not known.
  if (new Set(labels).size > 8) throw new Unexplained(place, branches);
  return choose({ branches, labels }, context, place, infer);
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
  infer: Infer,
): Template | undefined {
  if (!branches.every(({ value }) => typeof value === 'number')) return undefined;
  for (const { path, domain } of context.parameters) {
    if (domain.kind !== 'integer') continue;
    const found = choiceOfFormulas(branches, formulasOf(path, context), context, place);
    if (found !== undefined) return choose(found, context, place, infer);
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
): Labelled | undefined {
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
  return { branches: clear.map(({ branch }) => branch), labels };
}

/** Alternatives by whether a parameter is used at all: the image of one slot or of the other. */
function choiceByMark(
  branches: readonly Branch[],
  context: Context,
  place: Place,
  infer: Infer,
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
      return choose({ branches, labels }, context, place, infer);
  }
  return undefined;
}

/** Branches, and which alternative each of them shows. */
export interface Labelled {
  readonly branches: readonly Branch[];
  readonly labels: readonly string[];
}

/** Alternatives by label, the condition that is hardest to say left for the last. @throws Unexplained */
export function choose(
  { branches, labels }: Labelled,
  context: Context,
  place: Place,
  infer: Infer,
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
