/** emit › helm › values.schema.json: what every value may be; closed, so that a misspelt one is refused. */

import { isRecord } from '../../../kubernetes/is-manifest.ts';
import { toJson } from '../../../text/json.ts';
import type { Domain } from '../domain.ts';
import type { Parameter } from '../parameter.ts';

type Schema = Readonly<Record<string, unknown>>;

/** Names of objects that a release may ask for. */
const NAME: Schema = { type: 'string', pattern: '^([a-z0-9]([-a-z0-9]*[a-z0-9])?)?$' };

/** The text of the schema. Draft 7, which Helm 3 and Helm 4 both read; it refers to nothing outside. */
export function schemaText(
  title: string,
  parameters: readonly Parameter[],
  longestName: number,
): string {
  const properties = parameters.reduce<Schema>(
    (tree, { path, domain, description }) =>
      placed(tree, path, { description, ...schemaOf(domain) }),
    {
      nameOverride: {
        description: 'Name of the service in labels; empty: the name of the chart.',
        ...NAME,
        maxLength: 63,
      },
      fullnameOverride: {
        description: 'Prefix of the names of all objects; empty: made of release and service.',
        ...NAME,
        maxLength: longestName,
      },
    },
  );
  return toJson({
    $schema: 'http://json-schema.org/draft-07/schema#',
    title,
    ...closed(properties, true),
    $defs: {
      plainText: { type: 'string', pattern: '^[ -~]*$' },
      plain: {
        anyOf: [
          { $ref: '#/$defs/plainText' },
          { type: 'number' },
          { type: 'boolean' },
          { type: 'array', items: { $ref: '#/$defs/plain' } },
          { $ref: '#/$defs/plainObject' },
        ],
      },
      plainObject: {
        type: 'object',
        propertyNames: { $ref: '#/$defs/plainText' },
        additionalProperties: { $ref: '#/$defs/plain' },
      },
    },
  });
}

/** Puts a schema at a path; inner nodes are plain records until `closed` turns them into object schemas. */
function placed(tree: Schema, path: readonly string[], schema: Schema): Schema {
  const [key = '', ...rest] = path;
  if (rest.length === 0) return { ...tree, [key]: schema };
  const inner = tree[key];
  const below = isRecord(inner) && isRecord(inner[INNER]) ? inner[INNER] : {};
  return { ...tree, [key]: { [INNER]: placed(below, rest, schema) } };
}

const INNER = '(properties)';

function closed(properties: Schema, isRoot: boolean): Schema {
  const entries = Object.entries(properties).map(([key, value]): [string, unknown] => [
    key,
    isRecord(value) && isRecord(value[INNER]) ? closed(value[INNER], false) : value,
  ]);
  return {
    type: 'object',
    additionalProperties: false,
    required: entries.map(([key]) => key),
    properties: {
      ...Object.fromEntries(entries),
      // Helm hands the values of a parent chart down under this name.
      ...(isRoot ? { global: { type: 'object' } } : {}),
    },
  };
}

function schemaOf(domain: Domain): Schema {
  switch (domain.kind) {
    case 'text':
      return {
        type: 'string',
        ...(domain.pattern === undefined ? {} : { pattern: domain.pattern }),
        ...(domain.maxLength === undefined ? {} : { maxLength: domain.maxLength }),
      };
    case 'integer':
      return { type: 'integer', minimum: domain.min, maximum: domain.max };
    case 'amount':
      return { type: 'string', pattern: amountPattern(domain.of, domain.optional) };
    case 'boolean':
      return { type: 'boolean' };
    case 'choice':
      return { enum: domain.values };
    case 'map':
      return {
        type: 'object',
        propertyNames: {
          pattern: domain.keyPattern,
          maxLength: domain.keyMaxLength,
          ...(domain.reserved.length === 0 ? {} : { not: { enum: domain.reserved } }),
        },
        additionalProperties: {
          type: 'string',
          ...(domain.valuePattern === undefined ? {} : { pattern: domain.valuePattern }),
          ...(domain.valueMaxLength === undefined ? {} : { maxLength: domain.valueMaxLength }),
        },
      };
    case 'data':
      return domain.schema;
  }
}

/** Amounts that the chart's helpers bring into canonical form, none of them zero. */
export function amountPattern(of: 'cpu' | 'memory', optional: boolean): string {
  const amount =
    of === 'cpu'
      ? '[1-9][0-9]{0,5}m|[1-9][0-9]{0,2}(\\.[0-9]{1,3})?|0\\.([1-9][0-9]{0,2}|0[1-9][0-9]?|00[1-9])'
      : '[1-9][0-9]{0,6}(Mi|Gi|Ti|G|T)|([2-9]|[1-9][0-9]{1,6})M';
  return optional ? `^(${amount})?$` : `^(${amount})$`;
}
