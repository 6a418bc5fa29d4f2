/** emit › helm › inference in states: the objects of every state, each inferred once, merged into templates that ask for the state. */

import { type Context, Unexplained, mergedOrder } from './branch.ts';
import { isOwn } from './decide.ts';
import { infer } from './infer.ts';
import { mergeObjects } from './merge-states.ts';
import type { Pools } from './pools.ts';
import { presence } from './presence.ts';
import type { Sample } from './sampling.ts';
import type { States } from './states.ts';
import type { Parameter } from '../parameter.ts';
import type { ObjectTemplate, ValuePath } from '../tree/template.ts';

/** What came of an inference. */
export type Inferred =
  | { readonly kind: 'inferred'; readonly objects: readonly ObjectTemplate[] }
  | { readonly kind: 'unexplained'; readonly error: Unexplained };

/** The objects of every state, merged; what looks the same in several states is inferred once. */
export function inferStates(
  pools: Pools,
  states: States,
  contextOf: (pool: readonly Sample[]) => Context,
): Inferred {
  const known = new Map<string, ObjectTemplate>();
  try {
    const byState = states.all.map((_, state) => {
      const pool = pools.ofState(state);
      const context = contextOf(pool);
      return mergedOrder(pool.map(({ objects }) => [...objects.keys()])).map((id) => {
        // One state has nothing to be compared with.
        const seen = states.all.length === 1 ? id : pools.signature(state, id);
        const object = known.get(seen) ?? inferObject(id, pool, context);
        known.set(seen, object);
        return object;
      });
    });
    return { kind: 'inferred', objects: mergeObjects(byState, states) };
  } catch (error) {
    if (error instanceof Unexplained) return { kind: 'unexplained', error };
    throw error;
  }
}

function inferObject(id: string, pool: readonly Sample[], usual: Context): ObjectTemplate {
  const context = nearFirst(id, usual);
  const branches = pool.flatMap(({ values, objects }) => {
    const value = objects.get(id);
    return value === undefined ? [] : [{ values, value }];
  });
  const when = presence(
    pool.map(({ values, objects }) => ({ values, present: objects.has(id) })),
    context,
    [id],
  );
  const template = infer(branches, context, [id]);
  return { id, template, ...(when === undefined ? {} : { when }) };
}

/** Numbers and amounts of an object's own process are tried first, as those of another may look the same; maps keep their order. */
function nearFirst(id: string, context: Context): Context {
  const isNear = (path: ValuePath): boolean => isOwn(path, id);
  const amounts = (paths: readonly (readonly ValuePath[])[]): readonly (readonly ValuePath[])[] => [
    ...paths.filter(([first = []]) => isNear(first)),
    ...paths.filter(([first = []]) => !isNear(first)),
  ];
  const isFirst = ({ path, domain }: Parameter): boolean =>
    domain.kind === 'integer' && isNear(path);
  return {
    ...context,
    parameters: [
      ...context.parameters.filter(isFirst),
      ...context.parameters.filter((parameter) => !isFirst(parameter)),
    ],
    amounts: { cpu: amounts(context.amounts.cpu), memory: amounts(context.amounts.memory) },
  };
}
