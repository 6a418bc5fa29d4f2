// Schema generator: last step for custom resources, moves parts that stand in several places into definitions.
import { createHash } from 'node:crypto';
import { canonicalJson, mapParts, partsOf } from './json-schema.ts';
import type { JsonSchema } from './json-schema.ts';

/** Schemas whose repeated parts are references. */
export interface SharedSchemas {
  readonly roots: Readonly<Record<string, JsonSchema>>;
  readonly definitions: Readonly<Record<string, JsonSchema>>;
}

// Below this many characters a part is as short as the reference to it.
const worthwhile = 60;

/** Replaces every part that stands in two different places by a reference, named by a hash of its text. */
export function shareDefinitions(roots: Readonly<Record<string, JsonSchema>>): SharedSchemas {
  const uses = new Map<string, number>();
  const visit = (schema: JsonSchema): void => {
    const text = canonicalJson(schema);
    const before = uses.get(text) ?? 0;
    uses.set(text, before + 1);
    // What lies inside a repeated part repeats because of it alone: it is counted once.
    if (before === 0) for (const part of partsOf(schema)) visit(part);
  };
  for (const root of Object.values(roots)) visit(root);

  const definitions: Record<string, JsonSchema> = {};
  const share = (schema: JsonSchema): JsonSchema => {
    const text = canonicalJson(schema);
    if ((uses.get(text) ?? 0) < 2 || text.length < worthwhile) return mapParts(schema, share);
    const name = createHash('sha256').update(text).digest('hex').slice(0, 8);
    definitions[name] ??= mapParts(schema, share);
    return { $ref: name };
  };
  const shared = Object.fromEntries(Object.entries(roots).map(([key, root]) => [key, share(root)]));
  return { roots: shared, definitions };
}
