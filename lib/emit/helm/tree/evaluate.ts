/** emit › helm › evaluator: renders a template tree in TypeScript, as Helm renders what the printer makes of it. */

import { scalarText } from './plain-text.ts';
import { dataOf } from '../../../kubernetes/seal.ts';
import { isManifest, isRecord } from '../../../kubernetes/is-manifest.ts';
import type { Manifest } from '../../../kubernetes/manifest.ts';
import { compareBytes } from '../../../text/byte-order.ts';
import { checksum } from '../../../text/checksum.ts';
import { canonicalAmount, halfOf, shareOf, wholeCores } from './amounts.ts';
import type { Condition } from './condition.ts';
import type {
  Builtin,
  Expression,
  Layer,
  Member,
  ObjectTemplate,
  Template,
  Text,
  ValuePath,
} from './template.ts';
import { type Values, valueAt } from './values.ts';

/** What a rendering is told. */
export interface Rendering {
  readonly values: Values;
  readonly builtins: Readonly<Record<Builtin, string>>;
}

/** The objects of a chart for these values, by id. */
export function evaluateObjects(
  objects: readonly ObjectTemplate[],
  rendering: Rendering,
): ReadonlyMap<string, Manifest> {
  const byId = new Map(objects.map((object) => [object.id, object]));
  const scope: Scope = {
    ...rendering,
    dataOf: (id) => {
      const object = byId.get(id);
      if (object === undefined || !holds(object.when, rendering.values)) return {};
      const rendered = evaluate(object.template, scope);
      return isManifest(rendered) ? dataOf(rendered) : {};
    },
  };
  return new Map(
    objects.flatMap(({ id, template, when }) => {
      if (!holds(when, rendering.values)) return [];
      const rendered = evaluate(template, scope);
      return isManifest(rendered) ? [[id, rendered] as const] : [];
    }),
  );
}

/** Whether a condition holds; no condition always does. */
export function holds(condition: Condition | undefined, values: Values): boolean {
  if (condition === undefined) return true;
  switch (condition.kind) {
    case 'filled':
      return isFilled(valueAt(values, condition.path));
    case 'isTrue':
      return valueAt(values, condition.path) === true;
    case 'oneOf':
      return condition.values.includes(String(valueAt(values, condition.path)));
    case 'atLeast':
      return Number(valueAt(values, condition.path)) >= condition.value;
    case 'not':
      return !holds(condition.of, values);
    case 'all':
      return condition.of.every((each) => holds(each, values));
    case 'any':
      return condition.of.some((each) => holds(each, values));
  }
}

/** Whether a value is there: a text that is not empty, a collection that has entries. */
export function isFilled(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0;
  if (isRecord(value)) return Object.keys(value).length > 0;
  return value !== undefined && value !== null && value !== '';
}

interface Scope extends Rendering {
  readonly key?: string;
  readonly item?: unknown;
  readonly dataOf: (id: string) => Readonly<Record<string, string>>;
}

function evaluate(template: Template, scope: Scope): unknown {
  switch (template.kind) {
    case 'literal':
      return template.value;
    case 'text':
      return textOf(template.text, scope);
    case 'number':
      return Number(expressionOf(template.expression, scope));
    case 'whole':
      return valueAt(scope.values, template.path);
    case 'map':
      return Object.fromEntries(template.members.flatMap((member) => entriesOf(member, scope)));
    case 'list':
      return template.items.flatMap(({ value, when, each }) => {
        if (!holds(when, scope.values)) return [];
        return each === undefined
          ? [evaluate(value, scope)]
          : entriesAt(each, scope).map(([key, item]) => evaluate(value, { ...scope, key, item }));
      });
    case 'byName':
      return namedItems(template.layers, scope);
    case 'choice': {
      const chosen = template.cases.find(({ when }) => holds(when, scope.values));
      return evaluate(chosen?.then ?? template.otherwise, scope);
    }
  }
}

function entriesOf(member: Member, scope: Scope): readonly (readonly [string, unknown])[] {
  if (!holds(member.when, scope.values)) return [];
  if (member.each === undefined) {
    return [[textOf(member.key, scope), evaluate(member.value, scope)]];
  }
  return entriesAt(member.each, scope).map(([key, item]) => {
    const inner = { ...scope, key, item };
    return [textOf(member.key, inner), evaluate(member.value, inner)];
  });
}

/** Entries of a map in byte order of its keys, as Go repeats them; items of a list in their own. */
function entriesAt(path: ValuePath, scope: Scope): readonly (readonly [string, unknown])[] {
  const value = valueAt(scope.values, path);
  if (Array.isArray(value)) return value.map((item, index) => [String(index), item]);
  return isRecord(value) ? Object.entries(value).toSorted(([a], [b]) => compareBytes(a, b)) : [];
}

function namedItems(layers: readonly Layer[], scope: Scope): readonly unknown[] {
  const byName = new Map<string, unknown>();
  for (const layer of layers) {
    if (layer.kind === 'values') {
      for (const [name, value] of entriesAt(layer.path, scope)) byName.set(name, { name, value });
      continue;
    }
    for (const { name, rest, when } of layer.entries) {
      if (!holds(when, scope.values)) continue;
      const members = evaluate(rest, scope);
      byName.set(name, { name, ...(isRecord(members) ? members : {}) });
    }
  }
  return [...byName].toSorted(([a], [b]) => compareBytes(a, b)).map(([, item]) => item);
}

function textOf(text: Text, scope: Scope): string {
  return text
    .map((part) => (typeof part === 'string' ? part : String(expressionOf(part, scope))))
    .join('');
}

function expressionOf(expression: Expression, scope: Scope): string | number {
  switch (expression.kind) {
    case 'value':
      return scalarText(valueAt(scope.values, expression.path));
    case 'integer':
      return Number(valueAt(scope.values, expression.path));
    case 'share':
      return shareOf(Number(valueAt(scope.values, expression.of)), expression.percent);
    case 'noLess':
      return Math.max(expression.than, Number(valueAt(scope.values, expression.of)));
    case 'half':
      return halfOf(
        Number(valueAt(scope.values, expression.of)),
        Number(valueAt(scope.values, expression.least)),
      );
    case 'builtin':
      return scope.builtins[expression.name];
    case 'amount':
      return canonicalAmount(expression.of, firstFilled(expression.paths, scope));
    case 'cores':
      return coresOf(expression, scope);
    case 'key':
      return scope.key ?? '';
    case 'item':
      return scalarText(scope.item);
    case 'checksum':
      return checksum(Object.assign({}, ...expression.configMaps.map((id) => scope.dataOf(id))));
  }
}

function coresOf(
  { paths, least, times, asMemory }: Extract<Expression, { kind: 'cores' }>,
  scope: Scope,
): string | number {
  const number = wholeCores(firstFilled(paths, scope), least) * times;
  return asMemory === true ? canonicalAmount('memory', `${number}Mi`) : number;
}

function firstFilled(paths: readonly ValuePath[], scope: Scope): string {
  const found = paths.map((path) => valueAt(scope.values, path)).find(isFilled);
  return scalarText(found);
}
