/** Label selectors, as the API server matches them. */

import { at, dataAt, isData, listAt, mapAt, textAt, textsAt } from './data.ts';

/** What labels must be like. */
export interface Selector {
  readonly labels: Readonly<Record<string, string>>;
  readonly expressions: readonly {
    readonly key: string;
    readonly operator: string;
    readonly values: readonly string[];
  }[];
}

/** The selector of a Service: plain labels; undefined when there is none. */
export function mapSelector(value: unknown): Selector | undefined {
  if (!isData(value) || Object.keys(value).length === 0) return undefined;
  return { labels: mapAt(value), expressions: [] };
}

/** A LabelSelector; undefined when there is none. An empty one matches everything. */
export function labelSelector(value: unknown): Selector | undefined {
  if (!isData(value)) return undefined;
  return {
    labels: mapAt(value, 'matchLabels'),
    expressions: listAt(value, 'matchExpressions').map((body) => ({
      key: textAt(body, 'key') ?? '',
      operator: textAt(body, 'operator') ?? '',
      values: textsAt(body, 'values'),
    })),
  };
}

/** Whether labels are as a selector asks. @see https://github.com/kubernetes/apimachinery/blob/v0.35.4/pkg/labels/selector.go Matches */
export function selects(selector: Selector, labels: Readonly<Record<string, string>>): boolean {
  return (
    Object.entries(selector.labels).every(([key, value]) => labels[key] === value) &&
    selector.expressions.every(({ key, operator, values }) => {
      const value = labels[key];
      if (operator === 'In') return value !== undefined && values.includes(value);
      if (operator === 'NotIn') return value === undefined || !values.includes(value);
      return operator === 'Exists' ? value !== undefined : value === undefined;
    })
  );
}

/** Whether a selector names no condition, and so matches everything. */
export function selectsAll(selector: Selector): boolean {
  return Object.keys(selector.labels).length === 0 && selector.expressions.length === 0;
}

/** A selector in the notation of kubectl, e.g. `app=shop,tier in (web)`. */
export function showSelector(selector: Selector): string {
  const labels = Object.entries(selector.labels).map(([key, value]) => `${key}=${value}`);
  const expressions = selector.expressions.map(({ key, operator, values }) => {
    if (operator === 'Exists') return key;
    if (operator === 'DoesNotExist') return `!${key}`;
    return `${key} ${operator === 'In' ? 'in' : 'notin'} (${values.join(',')})`;
  });
  return [...labels, ...expressions].join(',') || 'everything';
}

/** The first difference between what a selector asks and what labels are, for messages. */
export function firstDifference(
  selector: Selector,
  labels: Readonly<Record<string, string>>,
): string | undefined {
  const wrong = Object.entries(selector.labels).find(([key, value]) => labels[key] !== value);
  if (wrong === undefined) return undefined;
  const [key, value] = wrong;
  return labels[key] === undefined
    ? `it has no label ${key}`
    : `its label ${key} is ${labels[key]}, not ${value}`;
}

/** How many labels of a selector are as asked: to find the object that was probably meant. */
export function agreement(selector: Selector, labels: Readonly<Record<string, string>>): number {
  return Object.entries(selector.labels).filter(([key, value]) => labels[key] === value).length;
}

/** The selector of a workload, budget or autoscaler below `spec.selector`. */
export function specSelector(body: unknown): Selector | undefined {
  return at(body, 'spec', 'selector') === undefined
    ? undefined
    : labelSelector(dataAt(body, 'spec', 'selector'));
}
