/** emit › helm › printing of expressions and conditions, in the language of Go templates. */

import type { Condition } from '../tree/condition.ts';
import type { Expression, ValuePath } from '../tree/template.ts';

/** How actions refer to what is around them. */
export interface Scope {
  /** Prefix of the names of helpers: the chart's name. */
  readonly chart: string;
  /** `$` inside repetitions, where the dot is something else; `.` elsewhere. */
  readonly root: '.' | '$';
}

/** An action: what stands between the braces. */
export function action(code: string): string {
  return ['{{ ', code, ' }}'].join('');
}

/** A value below `.Values`. */
export function valueCode(path: ValuePath, { root }: Scope): string {
  const values = root === '.' ? '.Values' : '$.Values';
  if (path.every((key) => /^[A-Za-z_]\w*$/.test(key))) return [values, ...path].join('.');
  return `(index ${[values, ...path.map((key) => JSON.stringify(key))].join(' ')})`;
}

/** The code of an expression; what it gives is text or a whole number. */
export function code(expression: Expression, scope: Scope): string {
  const { chart, root } = scope;
  switch (expression.kind) {
    case 'value':
      return valueCode(expression.path, scope);
    case 'integer':
      return `int64 ${valueCode(expression.path, scope)}`;
    case 'share':
      return `max 1 (div (add (mul ${expression.percent} (int64 ${valueCode(expression.of, scope)})) 99) 100)`;
    case 'noLess':
      return `max ${expression.than} (int64 ${valueCode(expression.of, scope)})`;
    case 'half':
      return `max (int64 ${valueCode(expression.least, scope)}) (div (add (int64 ${valueCode(expression.of, scope)}) 1) 2)`;
    case 'builtin':
      switch (expression.name) {
        case 'instance':
          return root === '.' ? '.Release.Name' : '$.Release.Name';
        case 'namespace':
          return root === '.' ? '.Release.Namespace' : '$.Release.Namespace';
        case 'fullname':
        case 'name':
          return `include "${chart}.${expression.name}" ${root}`;
      }
    // falls through is impossible: every builtin returned.
    case 'amount':
      return `include "${chart}.${expression.of}" ${firstOf(expression.paths, scope)}`;
    case 'cores': {
      const cores = `include "${chart}.cores" (list ${expression.least} ${firstOf(expression.paths, scope)})`;
      if (expression.times === 1 && expression.asMemory !== true) return cores;
      const product = `mul ${expression.times} (${cores})`;
      return expression.asMemory === true
        ? `include "${chart}.memory" (printf "%dMi" (${product}))`
        : product;
    }
    case 'key':
      return '$key';
    case 'item':
      return '$value';
    case 'checksum':
      return `include "${checksumHelper(chart, expression.configMaps)}" ${root}`;
  }
}

/** Name of the helper that computes a checksum. */
export function checksumHelper(chart: string, configMaps: readonly string[]): string {
  return [chart, ...configMaps.map(helperPart), 'checksum'].join('.');
}

/** An id as a part of the name of a helper. */
export function helperPart(id: string): string {
  return id.replaceAll(/[^A-Za-z0-9.]+/g, '-');
}

/** The code of a condition. */
export function conditionCode(condition: Condition, scope: Scope): string {
  switch (condition.kind) {
    case 'filled':
    case 'isTrue':
      return valueCode(condition.path, scope);
    case 'oneOf': {
      const value = valueCode(condition.path, scope);
      if (condition.numeric === true) return `eq (int64 ${value}) ${condition.values.join(' ')}`;
      const [first = '', ...others] = condition.values.map((each) => JSON.stringify(each));
      return others.length === 0
        ? `eq ${value} ${first}`
        : `has ${value} (list ${[first, ...others].join(' ')})`;
    }
    case 'atLeast':
      return `ge (int64 ${valueCode(condition.path, scope)}) ${condition.value}`;
    case 'not':
      return `not ${operand(condition.of, scope)}`;
    case 'all':
      return ['and', ...condition.of.map((each) => operand(each, scope))].join(' ');
    case 'any':
      return ['or', ...condition.of.map((each) => operand(each, scope))].join(' ');
  }
}

function operand(condition: Condition, scope: Scope): string {
  const text = conditionCode(condition, scope);
  return text.includes(' ') && !text.startsWith('(index') ? `(${text})` : text;
}

function firstOf(paths: readonly ValuePath[], scope: Scope): string {
  const [first = '', ...others] = paths.map((path) => valueCode(path, scope));
  return others.length === 0 ? first : `(${first} | default ${others.join(' | default ')})`;
}
