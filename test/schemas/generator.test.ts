// The steps of the generator, on sources small enough to read.
import { describe, expect, test } from 'vitest';
import { goFunctionOf, readGoOpenapi } from '../../schemas/go-openapi.ts';
import { shareDefinitions } from '../../schemas/share-definitions.ts';
import { shortName, strictDefinition } from '../../schemas/strict-definition.ts';
import type { SwaggerSchema } from '../../schemas/strict-definition.ts';
import { strictResource } from '../../schemas/structural-schema.ts';
import type { StructuralSchema } from '../../schemas/structural-schema.ts';

const goSource = `
func schema_k8sio_api_core_v1_ContainerPort(ref common.ReferenceCallback) common.OpenAPIDefinition {
				Properties: map[string]spec.Schema{
					"protocol": {
						SchemaProps: spec.SchemaProps{
							Default:     "TCP",
							Enum:        []interface{}{"SCTP", "TCP", "TCP", "UDP"},
						},
					},
					"containerPort": {
						SchemaProps: spec.SchemaProps{
							Default:     0,
						},
					},
					"modes": {
						SchemaProps: spec.SchemaProps{
							Items: &spec.SchemaOrArray{
								Schema: &spec.Schema{
									SchemaProps: spec.SchemaProps{
										Default: "",
										Enum:    []interface{}{"A", "B"},
`;

describe('facts out of generated Go', () => {
  const facts = readGoOpenapi(goSource).get('k8sio_api_core_v1_ContainerPort');

  test('enumerations are taken from properties and from items, each value once', () => {
    expect(facts?.get('protocol')).toEqual({ default: 'TCP', enum: ['SCTP', 'TCP', 'UDP'] });
    expect(facts?.get('modes')).toEqual({ enum: ['A', 'B'] });
  });

  test('zero values of Go are no defaults', () => {
    expect(facts?.get('containerPort')).toBeUndefined();
  });

  test('a definition knows the function that describes it', () => {
    expect(goFunctionOf('io.k8s.api.core.v1.Pod')).toBe('k8sio_api_core_v1_Pod');
    expect(goFunctionOf('io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta')).toBe(
      'pkg_apis_meta_v1_ObjectMeta',
    );
  });
});

describe('a definition of Kubernetes', () => {
  const strict = (source: SwaggerSchema, name = 'io.k8s.api.core.v1.X') => {
    const factsOf = (of: string) => readGoOpenapi(goSource).get(goFunctionOf(of)) ?? new Map();
    return strictDefinition(name, source, { facts: factsOf(name), factsOf });
  };

  test('is closed, and says nothing of status', () => {
    const source: SwaggerSchema = {
      type: 'object',
      properties: { spec: { type: 'string' }, status: { type: 'string' } },
      'x-kubernetes-group-version-kind': [{ group: '', version: 'v1', kind: 'X' }],
    };
    expect(strict(source)).toEqual({
      type: 'object',
      additionalProperties: false,
      properties: { spec: { type: 'string' } },
    });
  });

  test('a field called status stays where it is no object of its own', () => {
    const source: SwaggerSchema = { type: 'object', properties: { status: { type: 'string' } } };
    expect(strict(source).properties).toHaveProperty('status');
  });

  test('list keys carry the value they have when absent', () => {
    const $ref = '#/definitions/io.k8s.api.core.v1.ContainerPort';
    const source: SwaggerSchema = {
      type: 'object',
      properties: {
        ports: {
          type: 'array',
          items: { $ref },
          'x-kubernetes-list-type': 'map',
          'x-kubernetes-list-map-keys': ['containerPort', 'protocol'],
        },
        merged: {
          type: 'array',
          items: { $ref },
          'x-kubernetes-patch-strategy': 'merge,retainKeys',
          'x-kubernetes-patch-merge-key': 'name',
        },
        atomic: {
          type: 'array',
          items: { $ref },
          'x-kubernetes-list-type': 'atomic',
          'x-kubernetes-patch-strategy': 'merge',
          'x-kubernetes-patch-merge-key': 'name',
        },
        set: { type: 'array', items: { type: 'string' }, 'x-kubernetes-list-type': 'set' },
      },
    };
    const { ports, merged, atomic, set } = strict(source).properties ?? {};
    expect(ports?.listMapKeys).toEqual({ containerPort: null, protocol: 'TCP' });
    expect(merged?.listMapKeys).toEqual({ name: null });
    expect(atomic).toEqual({ type: 'array', items: { $ref: 'core.v1.ContainerPort' } });
    expect(set?.uniqueItems).toBe(true);
  });

  test('enumerations go to the items of a list', () => {
    const port = 'io.k8s.api.core.v1.ContainerPort';
    const list: SwaggerSchema = { type: 'array', items: { type: 'string' } };
    const { modes } =
      strict({ type: 'object', properties: { modes: list } }, port).properties ?? {};
    expect(modes?.items).toEqual({ type: 'string', enum: ['A', 'B'] });
  });

  test('an enumeration of something that is no text stops the generator', () => {
    const port = 'io.k8s.api.core.v1.ContainerPort';
    const source: SwaggerSchema = { type: 'object', properties: { modes: { type: 'integer' } } };
    expect(() => strict(source, port)).toThrow('core.v1.ContainerPort.modes');
  });

  test('names are short', () => {
    expect(shortName('#/definitions/io.k8s.api.apps.v1.Deployment')).toBe('apps.v1.Deployment');
    expect(shortName('io.k8s.apimachinery.pkg.api.resource.Quantity')).toBe(
      'api.resource.Quantity',
    );
    expect(shortName('io.k8s.apimachinery.pkg.util.intstr.IntOrString')).toBe(
      'util.intstr.IntOrString',
    );
  });
});

describe('the schema of a custom resource', () => {
  const spec = (source: StructuralSchema) =>
    strictResource({ type: 'object', properties: { spec: source } }).properties?.['spec'];

  test('has the metadata of any object, and no status', () => {
    const whole = strictResource({
      type: 'object',
      required: ['spec', 'status'],
      properties: { spec: { type: 'object' }, status: { type: 'object' } },
    });
    expect(whole.required).toEqual(['spec']);
    expect(Object.keys(whole.properties ?? {}).toSorted()).toEqual([
      'apiVersion',
      'kind',
      'metadata',
      'spec',
    ]);
    expect(whole.properties?.['metadata']).toEqual({ $ref: 'meta.v1.ObjectMeta' });
  });

  test('is closed unless it keeps unknown fields or is a map', () => {
    const a: StructuralSchema = { type: 'string' };
    expect(spec({ type: 'object', properties: { a } })?.additionalProperties).toBe(false);
    expect(
      spec({ type: 'object', properties: { a }, 'x-kubernetes-preserve-unknown-fields': true }),
    ).not.toHaveProperty('additionalProperties');
    expect(spec({ type: 'object', additionalProperties: a })?.additionalProperties).toEqual(a);
  });

  test('a branch closes nothing, for it knows only some of the fields', () => {
    const one: StructuralSchema = { properties: { a: { enum: ['x'] } }, required: ['a'] };
    const found = spec({ type: 'object', properties: { a: { type: 'string' } }, oneOf: [one] });
    expect(found?.oneOf).toEqual([one]);
  });

  test('what has a default need not be written', () => {
    const found = spec({
      type: 'object',
      required: ['a', 'b'],
      properties: { a: { type: 'string', default: 'x' }, b: { type: 'string' } },
    });
    expect(found?.required).toEqual(['b']);
  });

  test('OpenAPI spellings become those of JSON Schema', () => {
    expect(
      spec({
        'x-kubernetes-int-or-string': true,
        anyOf: [{ type: 'integer' }, { type: 'string' }],
      }),
    ).toEqual({ type: ['integer', 'string'] });
    expect(spec({ type: 'string', nullable: true, enum: ['a'] })).toEqual({
      type: ['string', 'null'],
      enum: ['a', null],
    });
    expect(spec({ type: 'number', minimum: 0, exclusiveMinimum: true })).toEqual({
      type: 'number',
      minimum: 0,
      exclusiveMinimum: 0,
    });
    expect(spec({ type: 'integer', format: 'int32', minimum: 1 })).toEqual({
      type: 'integer',
      minimum: 1,
      maximum: 2147483647,
    });
  });

  test.each([
    ['^(?i)(abort|warn)?$', '^(?i:(abort|warn)?$)'],
    ['^((?i)sun|mon)day$', '^((?i:sun|mon))day$'],
    ['^a\\(?i$', '^a\\(?i$'],
  ])('the pattern %s becomes %s', (go, javascript) => {
    expect(spec({ type: 'string', pattern: go })?.pattern).toBe(javascript);
  });

  test('a pattern JavaScript cannot take stops the generator', () => {
    expect(() => spec({ type: 'string', pattern: '(?P<name>a)' })).toThrow(SyntaxError);
  });
});

describe('sharing', () => {
  const part = {
    type: 'object',
    properties: { first: { type: 'string' }, second: { type: 'string' } },
  };

  test('a part that stands in two places becomes a definition, one that stands in one does not', () => {
    const { roots, definitions } = shareDefinitions({
      a: { type: 'array', items: part },
      b: { properties: { x: part } },
      c: {
        properties: {
          y: { type: 'string', pattern: '^a pattern of its own, longer than a reference is$' },
        },
      },
    });
    const [name] = Object.keys(definitions);
    expect(Object.values(definitions)).toEqual([part]);
    expect(roots['a']).toEqual({ type: 'array', items: { $ref: name } });
    expect(roots['b']).toEqual({ properties: { x: { $ref: name } } });
    expect(roots['c']?.properties?.['y']).not.toHaveProperty('$ref');
  });

  test('what repeats only inside a repeated part is not shared on its own', () => {
    const outer = { type: 'array', items: part };
    const { definitions } = shareDefinitions({
      a: { properties: { x: outer } },
      b: { properties: { y: outer } },
    });
    expect(Object.values(definitions)).toEqual([outer]);
  });
});
