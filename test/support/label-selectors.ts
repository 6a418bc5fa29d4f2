// Test support: which labels a selector selects, as the API machinery decides it.
import { at, isFields, listAt, textAt } from './kubernetes-object.ts';

export type Labels = Readonly<Record<string, string>>;

/** The labels found at a place of an object; none where there are none. */
export function labelsAt(value: unknown, ...path: readonly (string | number)[]): Labels {
  const found = at(value, ...path);
  const entries = isFields(found) ? Object.entries(found) : [];
  return Object.fromEntries(entries.map(([key, label]) => [key, String(label)]));
}

/** Whether labels have all the wanted ones: the plain map selector of a Service. An empty map selects nothing there. */
export function hasLabels(wanted: Labels, labels: Labels): boolean {
  return Object.entries(wanted).every(([key, value]) => labels[key] === value);
}

/**
 * Whether a LabelSelector selects labels. An absent selector selects nothing, an empty one everything.
 * @see k8s.io/apimachinery pkg/apis/meta/v1/helpers.go LabelSelectorAsSelector
 * @throws RangeError for an operator that does not exist
 */
export function selects(selector: unknown, labels: Labels): boolean {
  if (!isFields(selector)) return false;
  const expressions = listAt(selector, 'matchExpressions');
  return (
    hasLabels(labelsAt(selector, 'matchLabels'), labels) &&
    expressions.every((expression) => meets(expression, labels))
  );
}

function meets(expression: unknown, labels: Labels): boolean {
  const value = labels[textAt(expression, 'key') ?? ''];
  const values = listAt(expression, 'values');
  const operator = textAt(expression, 'operator') ?? 'none';
  switch (operator) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn': // also true of what has no such label
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    default:
      throw new RangeError(`no such operator of a selector: ${operator}`);
  }
}
