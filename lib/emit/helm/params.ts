/** emit › helm › params: the values of a chart as rows, for `slipway helm params` and the chart's README. */

import { amountPattern } from './chart/schema.ts';
import type { HelmParameter } from '../../model/helm-parameter.ts';
import type { Domain } from './domain.ts';
import type { Described, Parameter } from './parameter.ts';
import type { ObjectTemplate } from './tree/template.ts';
import { keyOf } from './tree/values.ts';

/** The values of a chart, in the order of values.yaml. */
export function helmParameters(
  parameters: readonly Parameter[],
  defaults: Described,
  objects: readonly ObjectTemplate[],
): readonly HelmParameter[] {
  const texts = objects.map((object) => ({ id: object.id, text: JSON.stringify(object) }));
  return parameters.map(({ path, domain, description, sets, read }) => ({
    path: keyOf(path),
    type: typeOf(domain),
    default: read(defaults),
    accepts: accepted(domain),
    description,
    sets,
    changes: texts.flatMap(({ id, text }) => (text.includes(JSON.stringify(path)) ? [id] : [])),
  }));
}

function typeOf(domain: Domain): string {
  switch (domain.kind) {
    case 'text':
      return 'text';
    case 'integer':
      return 'integer';
    case 'amount':
      return domain.of === 'cpu' ? 'CPU quantity' : 'memory quantity';
    case 'boolean':
      return 'boolean';
    case 'choice':
      return 'one of several';
    case 'map':
      return 'map of texts';
    case 'data':
      return domain.type === 'array' ? 'list' : 'object';
  }
}

function accepted(domain: Domain): string {
  switch (domain.kind) {
    case 'text':
      return domain.pattern ?? '';
    case 'integer':
      return `${domain.min} to ${domain.max}`;
    case 'amount':
      return amountPattern(domain.of, domain.optional);
    case 'boolean':
      return 'true, false';
    case 'choice':
      return domain.values.join(', ');
    case 'map':
      return domain.reserved.length === 0 ? '' : `not ${domain.reserved.join(', ')}`;
    case 'data':
      return '';
  }
}
