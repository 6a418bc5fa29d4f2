/** cluster › doctor › rights: whether the user may do all that a deployment does. */

import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { at } from '../../diff/read-manifest.ts';
import { groupOf, refOf } from '../../deploy/object-ref.ts';
import { inParallel } from '../in-parallel.ts';
import type { Objects } from '../objects.ts';
import type { Patient } from './patient.ts';
import { found, NOT_PERMITTED } from './findings.ts';

interface Right {
  readonly verb: string;
  readonly group: string;
  readonly resource: string;
  readonly subresource?: string;
  readonly namespace?: string;
}

/** Findings about rights, a line for each resource. @see https://kubernetes.io/docs/reference/access-authn-authz/authorization/#checking-api-access */
export async function rightsFindings(
  objects: Objects,
  { manifests, namespace }: Patient,
): Promise<readonly Diagnostic[]> {
  const paths = await Promise.all(
    manifests.map(async (manifest) => ({ manifest, path: await objects.pathOf(refOf(manifest)) })),
  );
  const resources = new Map<string, Omit<Right, 'verb'>>();
  for (const { manifest, path } of paths) {
    // `…/namespaces/shop/deployments/shop-web`: the plural stands before the name.
    const resource = path?.split('/').at(-2);
    if (resource === undefined) continue;
    const scope = manifest.metadata.namespace;
    const group = groupOf(manifest.apiVersion);
    resources.set([group, resource, scope].join('/'), {
      ...{ group, resource },
      ...(scope === undefined ? {} : { namespace: scope }),
    });
  }
  resources.set('inventory', { group: '', resource: 'configmaps', namespace });
  const rights: readonly Right[] = [
    ...[...resources.values()].flatMap((resource) =>
      ['get', 'create', 'patch', 'delete'].map((verb) => ({ verb, ...resource })),
    ),
    { verb: 'update', group: '', resource: 'configmaps', namespace },
    { verb: 'list', group: '', resource: 'pods', namespace },
    { verb: 'get', group: '', resource: 'pods', subresource: 'log', namespace },
    { verb: 'list', group: 'apps', resource: 'replicasets', namespace },
  ];
  const answers = await inParallel(rights, async (right) => ({
    right,
    allowed: await isAllowed(objects, right),
  }));
  const missing = answers.filter(({ allowed }) => !allowed).map(({ right }) => right);
  const lines = Map.groupBy(missing, ({ group, resource, subresource }) =>
    [`${resource}${subresource === undefined ? '' : `/${subresource}`}`, group]
      .filter((part) => part !== '')
      .join('.'),
  );
  return [...lines].map(([resource, needed]) => {
    const verbs = [...new Set(needed.map(({ verb }) => verb))].join(', ');
    const where = needed[0]?.namespace;
    return found(
      NOT_PERMITTED,
      resource,
      `You may not ${verbs} ${resource}${where === undefined ? '' : ` in the namespace \`${where}\``}.`,
      'Ask whoever runs the cluster for a Role with these verbs, or choose another context.',
    );
  });
}

async function isAllowed(objects: Objects, { verb, namespace, ...right }: Right): Promise<boolean> {
  const { status, body } = await objects.cluster.send({
    method: 'POST',
    path: '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews',
    body: {
      ...{ apiVersion: 'authorization.k8s.io/v1', kind: 'SelfSubjectAccessReview' },
      spec: {
        resourceAttributes: { verb, ...right, ...(namespace === undefined ? {} : { namespace }) },
      },
    },
  });
  // A cluster that does not answer the question is found out when it is asked for the thing.
  return status >= 300 || at(body, 'status', 'allowed') === true;
}
