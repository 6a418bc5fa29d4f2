/** emit › gitops › kustomize: the tree alone, for `kubectl apply -k` and for tools that are set up elsewhere. */

import type { GitOps } from './gitops.ts';

/**
 * Writes trees and no object of a tool.
 * @example new App({ gitops: kustomize() })
 */
export function kustomize(): GitOps {
  return { tool: 'kustomize', check: () => [], objects: () => [] };
}
