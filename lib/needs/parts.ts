/** needs: what is known of a dependency by meaning, from the groups of variables that an author names by meaning as well. */

import type { NeedFacts, NeedPart, NeedPartFact } from '../model/need.ts';
import type { Variables } from './variables.ts';

/**
 * The first variable of each group stands for its meaning: `{ password: { PGPASSWORD: … } }` says the password and the
 * variable that holds it. What is known without a variable, such as a default port, is given as `known`.
 */
export function partsOf(
  groups: Readonly<Partial<Record<NeedPart, Variables | undefined>>>,
  known: Readonly<Partial<Record<NeedPart, NeedPartFact | undefined>>> = {},
): NonNullable<NeedFacts['parts']> {
  const named = Object.entries(groups).flatMap(([part, variables]) =>
    Object.entries(variables ?? {})
      .slice(0, 1)
      .map(([variable, value]) => [part, { value, variable }] as const),
  );
  const given = Object.entries(known).filter(([, fact]) => fact !== undefined);
  return Object.fromEntries([...given, ...named]);
}

/** A port with the variable that holds it, if one does. */
export function portPart(port: number, variable: string | undefined): NeedPartFact {
  return variable === undefined ? { value: port } : { value: port, variable };
}

/** One variable of a name that may be left out. */
export function variableOf(
  name: string | undefined,
  value: string | number | boolean,
): Variables | undefined {
  return name === undefined ? undefined : { [name]: value };
}
