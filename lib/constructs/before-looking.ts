/** constructs › before looking: children of a construct that are made when somebody asks for them. */

import type { IConstruct, Node } from 'constructs';

/**
 * Runs a function whenever somebody is about to look at what is below a node. Every walk of constructs goes through these
 * members of it.
 * @see https://github.com/aws/constructs/blob/v10.4.2/src/construct.ts Node
 */
export function beforeLooking(node: Node, prepare: () => void): void {
  const find = node.tryFindChild.bind(node);
  const children = inherited(node, 'children');
  Object.defineProperties(node, {
    children: {
      get: () => {
        prepare();
        return children();
      },
    },
    tryFindChild: {
      value: (id: string): IConstruct | undefined => {
        prepare();
        return find(id);
      },
    },
  });
}

function inherited(node: Node, member: 'children'): () => unknown {
  const prototype: unknown = Object.getPrototypeOf(node);
  if (typeof prototype !== 'object' || prototype === null || !(member in prototype)) {
    throw new Error(`A node of constructs has no ${member}.`);
  }
  return () => Reflect.get(prototype, member, node);
}
