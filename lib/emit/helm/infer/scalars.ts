/** emit › helm › inference of scalars: which formula gives a number or a text in every branch. */

import { scalarText } from '../tree/plain-text.ts';
import { canonicalAmount, halfOf, mebibytesIn, shareOf, wholeCores } from '../tree/amounts.ts';
import { isFilled } from '../tree/evaluate.ts';
import type { Expression, Template, Text, ValuePath } from '../tree/template.ts';
import { valueAt } from '../tree/values.ts';
import type { Branch, Context } from './branch.ts';

/** What a quantity may look like once it is canonical. */
const QUANTITY = /^\d+(?:m|[kMGTPE]|[KMGTPE]i)?$/;
/** Most cores that a server asks for at least. */
const LEAST_CORES = [1, 2, 3, 4] as const;

/** A number, the same or following from values; undefined when no formula fits. */
export function numberTemplate(
  branches: readonly Branch[],
  context: Context,
): Template | undefined {
  const [first] = branches;
  if (branches.every(({ value }) => value === first?.value))
    return { kind: 'literal', value: first?.value };
  const expression = numberExpression(branches, context);
  return expression === undefined ? undefined : { kind: 'number', expression };
}

/** A text whose gaps follow from values; undefined when no formula fits. */
export function textTemplate(branches: readonly Branch[], context: Context): Template | undefined {
  const texts = branches.map(({ value }) => String(value));
  const [first = ''] = texts;
  if (texts.every((text) => text === first)) return ofText(context.marks.partsOf(first));
  const chosen = context.parameters.find(
    ({ path, domain }) =>
      domain.kind === 'choice' &&
      branches.every(({ value, values }) => value === valueAt(values, path)),
  );
  if (chosen !== undefined) return { kind: 'text', text: [{ kind: 'value', path: chosen.path }] };
  const amount = amountExpression(branches, context) ?? memoryForCores(branches, context);
  if (amount !== undefined) return { kind: 'text', text: [amount] };
  const text = numbersWithin(branches, context);
  return text === undefined ? undefined : ofText(text);
}

/** Text without gaps is a literal. */
export function ofText(text: Text): Template {
  return text.every((part) => typeof part === 'string')
    ? { kind: 'literal', value: text.join('') }
    : { kind: 'text', text };
}

function numberExpression(branches: readonly Branch[], context: Context): Expression | undefined {
  const exact = context.parameters.find(
    ({ path, domain }) =>
      domain.kind === 'integer' &&
      branches.every(({ value, values }) => value === valueAt(values, path)),
  );
  if (exact !== undefined) return { kind: 'integer', path: exact.path };
  const half = halves(context).find(({ of: most, least }) =>
    branches.every(
      ({ value, values }) =>
        value === halfOf(Number(valueAt(values, most)), Number(valueAt(values, least))),
    ),
  );
  if (half !== undefined) return half;
  const fewest = Math.min(...branches.map(({ value }) => Number(value)));
  const noLess = context.parameters.find(
    ({ path, domain }) =>
      domain.kind === 'integer' &&
      branches.every(
        ({ value, values }) => value === Math.max(fewest, Number(valueAt(values, path))),
      ),
  );
  if (noLess !== undefined) return { kind: 'noLess', of: noLess.path, than: fewest };
  for (const { path, domain } of context.parameters) {
    if (domain.kind !== 'integer') continue;
    const percent = context.percents.find((each) =>
      branches.every(({ value, values }) => value === shareOf(Number(valueAt(values, path)), each)),
    );
    if (percent !== undefined) return { kind: 'share', of: path, percent };
  }
  for (const paths of context.amounts.cpu) {
    for (const least of LEAST_CORES) {
      const ratios = new Set(
        branches.map(
          ({ value, values }) => Number(value) / wholeCores(firstFilled(values, paths), least),
        ),
      );
      const [times = 0, ...others] = ratios;
      if (others.length === 0 && Number.isInteger(times) && times > 0)
        return { kind: 'cores', paths, least, times };
    }
  }
  return undefined;
}

/** Half of one bound, at least another. */
export type Half = Extract<Expression, { kind: 'half' }>;

/** Pairs of bounds: the most and the fewest of one thing. */
export function halves({ parameters }: Context): readonly Half[] {
  const bounds = parameters.filter(({ domain }) => domain.kind === 'integer');
  return bounds.flatMap((most) =>
    bounds
      .filter(
        (least) =>
          least !== most && least.path.slice(0, -1).join('.') === most.path.slice(0, -1).join('.'),
      )
      .map((least) => ({ kind: 'half', of: most.path, least: least.path }) as const),
  );
}

function amountExpression(branches: readonly Branch[], context: Context): Expression | undefined {
  if (!branches.every(({ value }) => QUANTITY.test(String(value)))) return undefined;
  for (const resource of ['cpu', 'memory'] as const) {
    for (const paths of context.amounts[resource]) {
      const fits = branches.every(
        ({ value, values }) => value === canonicalAmount(resource, firstFilled(values, paths)),
      );
      if (fits) return { kind: 'amount', of: resource, paths };
    }
  }
  return undefined;
}

/** Memory that is so much for each core. */
function memoryForCores(branches: readonly Branch[], context: Context): Expression | undefined {
  const mebibytes = branches.map(({ values, value }) => ({
    values,
    value: QUANTITY.test(String(value)) ? mebibytesIn(String(value)) : Number.NaN,
  }));
  if (!mebibytes.every(({ value }) => Number.isInteger(value))) return undefined;
  const found = numberExpression(mebibytes, context);
  return found?.kind === 'cores' ? { ...found, asMemory: true } : undefined;
}

/** Texts that differ only in numbers, each of which follows from values. */
function numbersWithin(branches: readonly Branch[], context: Context): Text | undefined {
  const rows = branches.map(({ value }) => tokens(context.marks.partsOf(String(value))));
  const [first = []] = rows;
  if (rows.some((row) => row.length !== first.length)) return undefined;
  const text: (string | Expression)[] = [];
  for (const [index, token] of first.entries()) {
    const column = rows.map((row) => row[index]);
    if (column.every((each) => JSON.stringify(each) === JSON.stringify(token))) {
      text.push(token);
      continue;
    }
    if (!column.every((each) => typeof each === 'string' && /^(?:0|[1-9]\d{0,14})$/.test(each)))
      return undefined;
    const expression = numberExpression(
      branches.map(({ values }, row) => ({ values, value: Number(column[row]) })),
      context,
    );
    if (expression === undefined) return undefined;
    text.push(expression);
  }
  return joined(text);
}

/** Literal parts cut into digits and the rest. */
function tokens(text: Text): Text {
  return text.flatMap((part): Text =>
    typeof part === 'string' ? part.split(/(\d+)/).filter((token) => token !== '') : [part],
  );
}

function joined(text: Text): Text {
  const result: (string | Expression)[] = [];
  for (const part of text) {
    const last = result.at(-1);
    if (typeof part === 'string' && typeof last === 'string')
      result[result.length - 1] = last + part;
    else result.push(part);
  }
  return result;
}

function firstFilled(values: Branch['values'], paths: readonly ValuePath[]): string {
  return scalarText(paths.map((path) => valueAt(values, path)).find(isFilled));
}
