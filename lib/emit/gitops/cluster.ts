/** emit › gitops › argocd: which cluster an Application goes to. */

import { textOf } from '../../model/unit-shape.ts';
import { type Parsed, accepted, refused, show } from '../../units/parsed.ts';

/** One of the two ways in which a destination names its cluster. @see https://argo-cd.readthedocs.io/en/stable/operator-manual/declarative-setup/#clusters */
export type DestinationCluster = { readonly name: string } | { readonly server: string };

/** The name that Argo CD gives the cluster it runs in. */
const OWN = 'in-cluster';
const ADDRESS = /^https?:\/\//;

/** A name stays a name, and an address becomes a server: Argo CD looks for each among its own kind alone. */
export function clusterOf(said: string | undefined): DestinationCluster {
  return said !== undefined && ADDRESS.test(said) ? { server: said } : { name: said ?? OWN };
}

/** A name of a cluster, or the address of its API server. @internal */
export const clusterShape = textOf(parseCluster);

function parseCluster(text: string): Parsed<string> {
  if (/^[a-z]+:\/\/[^/]*@/.test(text)) {
    return refused('The address of the cluster holds credentials: Argo CD has its own');
  }
  return /^\S+$/.test(text) && (!text.includes('://') || ADDRESS.test(text))
    ? accepted(text)
    : refused(
        `${show(text)} is neither a name of a cluster, as \`eu-1\` is, nor the address of its API server, as \`https://eu-1.example.com:6443\` is`,
      );
}
