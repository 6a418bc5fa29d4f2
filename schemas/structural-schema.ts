// Schema generator: makes the structural schema of a CustomResourceDefinition a strict JSON Schema.
import { base64, int32, mapValues, rfc3339 } from './json-schema.ts';
import type { JsonSchema } from './json-schema.ts';

/** `openAPIV3Schema` of a CustomResourceDefinition. */
export interface StructuralSchema extends Omit<
  JsonSchema,
  | 'properties'
  | 'items'
  | 'additionalProperties'
  | 'anyOf'
  | 'oneOf'
  | 'allOf'
  | 'not'
  | 'exclusiveMinimum'
  | 'exclusiveMaximum'
> {
  readonly properties?: Readonly<Record<string, StructuralSchema>>;
  readonly additionalProperties?: boolean | StructuralSchema;
  readonly items?: StructuralSchema;
  readonly anyOf?: readonly StructuralSchema[];
  readonly oneOf?: readonly StructuralSchema[];
  readonly allOf?: readonly StructuralSchema[];
  readonly not?: StructuralSchema;
  readonly exclusiveMinimum?: boolean;
  readonly exclusiveMaximum?: boolean;
  readonly default?: unknown;
  readonly nullable?: boolean;
  readonly 'x-kubernetes-int-or-string'?: boolean;
  readonly 'x-kubernetes-preserve-unknown-fields'?: boolean;
  readonly 'x-kubernetes-embedded-resource'?: boolean;
  readonly 'x-kubernetes-list-type'?: 'atomic' | 'map' | 'set';
  readonly 'x-kubernetes-list-map-keys'?: readonly string[];
}

/**
 * The schema of a whole custom resource: metadata as for any object, no status, unknown fields refused.
 * CEL rules (`x-kubernetes-validations`) are no part of it: only an API server can evaluate those.
 */
export function strictResource(source: StructuralSchema): JsonSchema {
  const { status: _status, ...properties } = convert(source).properties ?? {};
  return {
    type: 'object',
    additionalProperties: false,
    required: (source.required ?? []).filter((name) => name !== 'status').toSorted(),
    properties: {
      ...properties,
      apiVersion: { type: 'string' },
      kind: { type: 'string' },
      metadata: { $ref: 'meta.v1.ObjectMeta' },
    },
  };
}

/** Structure, where unknown fields are refused, and what it says about values. */
function convert(source: StructuralSchema): JsonSchema {
  const { properties, additionalProperties, items } = source;
  return {
    ...valueRules(source, structural),
    ...typeOf(source),
    ...(properties && { properties: mapValues(properties, convert) }),
    ...(items && { items: convert(items) }),
    ...(typeof additionalProperties === 'object'
      ? { additionalProperties: convert(additionalProperties) }
      : isClosed(source) && { additionalProperties: false }),
    ...listOf(source),
  };
}

/**
 * Branches of anyOf, oneOf, allOf and not say something about values only; they add no fields and close nothing.
 * @see k8s.io/apiextensions-apiserver pkg/apiserver/schema/structural.go NestedValueValidation
 */
function branch(source: StructuralSchema): JsonSchema {
  const { type, properties, items } = source;
  return {
    ...valueRules(source, []),
    ...(type !== undefined && { type }),
    ...(properties && { properties: mapValues(properties, branch) }),
    ...(items && { items: branch(items) }),
  };
}

const copied = [
  'enum',
  'pattern',
  'minimum',
  'maximum',
  'multipleOf',
  'minLength',
  'maxLength',
  'minItems',
  'maxItems',
  'minProperties',
  'maxProperties',
  'uniqueItems',
] as const;

// What `x-kubernetes-int-or-string` is accompanied by; its types say the same.
const structural = ['[{"type":"integer"},{"type":"string"}]'];

function valueRules(source: StructuralSchema, implied: readonly string[]): JsonSchema {
  const { required, anyOf, oneOf, allOf, not, nullable } = source;
  const kept = copied.filter((keyword) => source[keyword] !== undefined);
  const demanded = (required ?? []).filter((name) => !hasDefault(source, name)).toSorted();
  return {
    ...Object.fromEntries(kept.map((keyword) => [keyword, source[keyword]])),
    ...(source.enum && nullable && { enum: [...source.enum, null] }),
    ...(source.pattern !== undefined && { pattern: javascriptPattern(source.pattern) }),
    ...formatOf(source),
    ...exclusive(source),
    ...(demanded.length > 0 && { required: demanded }),
    ...(anyOf && !implied.includes(JSON.stringify(anyOf)) && { anyOf: anyOf.map(branch) }),
    ...(oneOf && { oneOf: oneOf.map(branch) }),
    ...(allOf && { allOf: allOf.map(branch) }),
    ...(not && { not: branch(not) }),
  };
}

/** Defaults are filled in before validation: what has one need not be written. */
function hasDefault(source: StructuralSchema, name: string): boolean {
  return source.properties?.[name]?.default !== undefined;
}

function typeOf(source: StructuralSchema): JsonSchema {
  const types = source['x-kubernetes-int-or-string'] ? ['integer', 'string'] : [source.type].flat();
  const named = types.filter((type) => type !== undefined);
  if (named.length === 0) return {};
  if (source.nullable) return { type: [...named, 'null'] };
  return { type: named.length === 1 ? (named[0] ?? '') : named };
}

/** Whether unknown fields are pruned here: objects, unless they keep them or are maps. */
function isClosed(source: StructuralSchema): boolean {
  return (
    source.type === 'object' &&
    source.additionalProperties === undefined &&
    source['x-kubernetes-preserve-unknown-fields'] !== true &&
    source['x-kubernetes-embedded-resource'] !== true
  );
}

function formatOf({ format, minimum, maximum }: StructuralSchema): JsonSchema {
  if (format === 'int32')
    return {
      minimum: Math.max(minimum ?? int32.minimum, int32.minimum),
      maximum: Math.min(maximum ?? int32.maximum, int32.maximum),
    };
  if (format === 'byte') return { pattern: base64 };
  if (format === 'date-time') return { pattern: rfc3339 };
  if (format === 'ipv4' || format === 'ipv6') return { format };
  return {};
}

/** OpenAPI 3.0 says `exclusiveMinimum: true` where JSON Schema says the number. */
function exclusive(source: StructuralSchema): JsonSchema {
  const { minimum, maximum } = source;
  return {
    ...(source.exclusiveMinimum && minimum !== undefined && { exclusiveMinimum: minimum }),
    ...(source.exclusiveMaximum && maximum !== undefined && { exclusiveMaximum: maximum }),
  };
}

function listOf(source: StructuralSchema): JsonSchema {
  if (source['x-kubernetes-list-type'] === 'set') return { uniqueItems: true };
  const keys = source['x-kubernetes-list-map-keys'];
  if (!keys) return {};
  const fallback = (key: string): unknown => source.items?.properties?.[key]?.default ?? null;
  return { listMapKeys: Object.fromEntries(keys.map((key) => [key, fallback(key)])) };
}

/** Go's `(?i)` holds to the end of its group; JavaScript knows only `(?i:…)`. */
function javascriptPattern(pattern: string): string {
  const flag = pattern.indexOf('(?i)');
  if (flag < 0) {
    RegExp(pattern, 'u'); // validators want patterns with the u flag: throws for what it forbids
    return pattern;
  }
  const rest = flag + '(?i)'.length;
  let depth = 0;
  let end = rest;
  for (; end < pattern.length && depth >= 0; end++) {
    if (pattern[end] === '\\') end++;
    else if (pattern[end] === '(') depth++;
    else if (pattern[end] === ')') depth--;
  }
  if (depth < 0) end--;
  const inside = pattern.slice(rest, end);
  return javascriptPattern(`${pattern.slice(0, flag)}(?i:${inside})${pattern.slice(end)}`);
}
