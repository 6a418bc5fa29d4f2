/** What a shape is made of, read from valibot's schemas without their types. */

import type * as v from 'valibot';

/** A shape: any valibot schema. Objects are `v.strictObject`, so that a misspelt key is found. @internal */
export type Shape = v.GenericSchema;

/** Where a value stands, below the one that is checked. @internal */
export type Path = readonly string[];

/** What may be left out, without that. @internal */
export function wrapped(shape: Shape): Shape | undefined {
  return ['optional', 'exact_optional', 'nullable', 'nullish'].includes(shape.type)
    ? schemaIn(shape, 'wrapped')
    : undefined;
}

/** The schema a schema holds under a name. @internal */
export function schemaIn(shape: Shape, key: string): Shape | undefined {
  const found: unknown = Reflect.get(shape, key);
  return isSchema(found) ? found : undefined;
}

/** The members of an object; none of anything else. @internal */
export function entriesOf(shape: Shape): Readonly<Record<string, Shape>> {
  const entries: unknown = Reflect.get(shape, 'entries');
  if (!isRecord(entries)) return {};
  return Object.fromEntries(
    Object.entries(entries).flatMap(([key, member]) => (isSchema(member) ? [[key, member]] : [])),
  );
}

/** The members of a union; none of anything else. @internal */
export function optionsOf(shape: Shape): readonly Shape[] {
  const options: unknown = Reflect.get(shape, 'options');
  return Array.isArray(options) ? options.filter(isSchema) : [];
}

function isSchema(value: unknown): value is Shape {
  return isRecord(value) && value['kind'] === 'schema';
}

/** An object that is no list. @internal */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
