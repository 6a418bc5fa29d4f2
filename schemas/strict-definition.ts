// Schema generator: second step, makes a definition of Kubernetes' swagger.json strict.
import { base64, int32, mapValues, quantity, rfc3339 } from './json-schema.ts';
import type { JsonSchema } from './json-schema.ts';
import type { PropertyFacts } from './go-openapi.ts';

/** A definition of swagger.json: JSON Schema plus Kubernetes' own keywords. */
export interface SwaggerSchema extends Omit<JsonSchema, 'properties' | 'items'> {
  readonly properties?: Readonly<Record<string, SwaggerSchema>>;
  readonly items?: SwaggerSchema;
  readonly 'x-kubernetes-list-type'?: 'atomic' | 'map' | 'set';
  readonly 'x-kubernetes-list-map-keys'?: readonly string[];
  readonly 'x-kubernetes-patch-strategy'?: string;
  readonly 'x-kubernetes-patch-merge-key'?: string;
  readonly 'x-kubernetes-group-version-kind'?: readonly {
    readonly group: string;
    readonly version: string;
    readonly kind: string;
  }[];
}

/** What a definition needs to know of its surroundings. */
export interface Surroundings {
  /** Facts about the properties of the definition itself, see readGoOpenapi. */
  readonly facts: ReadonlyMap<string, PropertyFacts>;
  /** Facts about the properties of another definition, by its name in swagger.json. */
  readonly factsOf: (definition: string) => ReadonlyMap<string, PropertyFacts>;
}

// Types whose JSON form their Go code decides; swagger.json calls all of them strings.
const special: Readonly<Record<string, JsonSchema>> = {
  'util.intstr.IntOrString': { type: ['integer', 'string'], ...int32 },
  'api.resource.Quantity': { type: ['string', 'number'], pattern: quantity },
  'meta.v1.Time': { type: 'string', pattern: rfc3339 },
  'meta.v1.MicroTime': { type: 'string', pattern: rfc3339 },
  'runtime.RawExtension': { type: 'object' },
};

/** Written by the API server or a controller, never by whoever applies an object. */
export const assignedByServer: Readonly<Record<string, readonly string[]>> = {
  'meta.v1.ObjectMeta': [
    'creationTimestamp',
    'deletionGracePeriodSeconds',
    'deletionTimestamp',
    'generation',
    'managedFields',
    'resourceVersion',
    'selfLink',
    'uid',
  ],
};

/** Short, stable name of a definition: `io.k8s.api.apps.v1.Deployment` → `apps.v1.Deployment`. */
export function shortName(definition: string): string {
  return definition
    .replace(/^.*\//, '')
    .replace(/^io\.k8s\.api\./, '')
    .replace(/^io\.k8s\.apimachinery\.pkg\.(apis\.)?/, '');
}

/** The definition with unknown fields, wrong enumerations, numbers out of range and repeated list entries refused. */
export function strictDefinition(
  name: string,
  source: SwaggerSchema,
  surroundings: Surroundings,
): JsonSchema {
  const short = shortName(name);
  const known = special[short];
  if (known) return known;
  const whole = convert(source, surroundings);
  const left = new Set(assignedByServer[short] ?? []);
  if (source['x-kubernetes-group-version-kind']) left.add('status');
  const properties = Object.entries(whole.properties ?? {}).filter(([key]) => !left.has(key));
  return {
    ...whole,
    // Also where there are no fields at all: a choice that has no options yet.
    additionalProperties: whole.additionalProperties ?? false,
    properties: Object.fromEntries(
      properties.map(([key, schema]) => {
        const accepted = surroundings.facts.get(key)?.enum;
        return [key, accepted ? withEnum(schema, accepted, `${short}.${key}`) : schema];
      }),
    ),
  };
}

function convert(source: SwaggerSchema, surroundings: Surroundings): JsonSchema {
  if (source.$ref !== undefined) return { $ref: shortName(source.$ref) };
  const { type, required, items, properties, additionalProperties } = source;
  return {
    ...(type !== undefined && { type }),
    ...(required && { required: required.toSorted() }),
    ...(properties && { properties: mapValues(properties, (part) => convert(part, surroundings)) }),
    ...(properties && { additionalProperties: false }),
    ...(additionalProperties !== undefined && {
      additionalProperties:
        typeof additionalProperties === 'object'
          ? convert(additionalProperties, surroundings)
          : additionalProperties,
    }),
    ...(items && { items: convert(items, surroundings) }),
    ...formatOf(source),
    ...listOf(source, surroundings),
  };
}

function formatOf({ format }: SwaggerSchema): JsonSchema {
  if (format === 'int32') return int32;
  if (format === 'byte') return { pattern: base64 };
  if (format === 'date-time') return { pattern: rfc3339 };
  return {};
}

/**
 * How the items of a list are told apart. Lists without a list type merge by their patch key.
 * @see k8s.io/kube-openapi pkg/schemaconv/openapi.go getListElementRelationship
 */
function listOf(source: SwaggerSchema, { factsOf }: Surroundings): JsonSchema {
  const type = source['x-kubernetes-list-type'];
  const merges = source['x-kubernetes-patch-strategy']?.split(',').includes('merge') ?? false;
  const mergeKey = source['x-kubernetes-patch-merge-key'];
  const keys =
    type === 'map'
      ? source['x-kubernetes-list-map-keys']
      : type === undefined && merges && mergeKey !== undefined
        ? [mergeKey]
        : undefined;
  if (keys !== undefined) {
    const facts = factsOf(source.items?.$ref?.replace('#/definitions/', '') ?? '');
    const fallback = (key: string): string | null => facts.get(key)?.default ?? null;
    return { listMapKeys: Object.fromEntries(keys.map((key) => [key, fallback(key)])) };
  }
  if (type === 'set' || (type === undefined && merges)) return { uniqueItems: true };
  return {};
}

/** Puts an enumeration on a property, or on its items when it is a list or a map. */
function withEnum(schema: JsonSchema, accepted: readonly string[], where: string): JsonSchema {
  if (schema.items) return { ...schema, items: withEnum(schema.items, accepted, where) };
  if (typeof schema.additionalProperties === 'object') {
    const values = withEnum(schema.additionalProperties, accepted, where);
    return { ...schema, additionalProperties: values };
  }
  if (schema.type !== 'string') throw new Error(`${where}: an enumeration of no string`);
  return { ...schema, enum: accepted };
}
