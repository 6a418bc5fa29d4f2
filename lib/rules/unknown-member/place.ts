/** unknown member › place: where a member belongs that stands at the wrong height, e.g. `image` beside `containers`. */

import type { FindMembers, MemberType } from './read-table.ts';

/** An object that a member was looked for in. */
export interface Around {
  readonly definition: string;
  readonly path: string;
}

/** How deep is looked below each of them: from a Deployment down to the probes of a container. */
const DEPTH = 6;

/** How far outward is looked: from the pods of a CronJob to its schedule. What is further away means something else. */
const OUTWARD = 4;

/**
 * The nearest place where a member of this name is known: in an object around the one it stands in, else below that one itself,
 * else below those around it. Lists are written `containers[]`.
 */
export function placeOf(
  name: string,
  around: readonly Around[],
  find: FindMembers,
): string | undefined {
  const outward = around.slice(-1 - OUTWARD).toReversed();
  const above = outward.find(({ definition }) => find(definition)?.has(name) === true);
  if (above !== undefined) return memberOf(above, name);
  for (const start of outward) {
    const found = below(name, start, find);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Breadth first, so that what is nearest is found first. */
function below(name: string, start: Around, find: FindMembers): string | undefined {
  let level: readonly Around[] = [start];
  for (let depth = 0; depth < DEPTH && level.length > 0; depth += 1) {
    const hit = level.find(({ definition }) => find(definition)?.has(name) === true);
    if (hit !== undefined) return memberOf(hit, name);
    level = level.flatMap(({ definition, path }) =>
      [...(find(definition) ?? [])].flatMap(([member, { type }]) =>
        objectIn(type, memberOf({ definition, path }, member)),
      ),
    );
  }
  return undefined;
}

function memberOf({ path }: Around, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}

/** The object a type leads to; what lies in a map has names of the user's. */
function objectIn(type: MemberType, path: string): readonly Around[] {
  switch (type.kind) {
    case 'object':
      return [{ definition: type.definition, path }];
    case 'list':
      return objectIn(type.of, `${path}[]`);
    case 'map':
    case 'any':
    case 'scalar':
      return [];
  }
}
