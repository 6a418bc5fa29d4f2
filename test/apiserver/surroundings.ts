// Makes for real what a dry run looks up: resource definitions, namespaces that enforce `restricted`, service accounts.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type JsonSchema, mapParts } from '../../schemas/json-schema.ts';
import { publishedKinds } from '../../schemas/published-types.ts';
import { requireTool } from '../../tools/find.ts';
import type { KubernetesObject } from '../support/kubernetes-object.ts';
import { at, isFields, listAt, readObjects, textAt } from '../support/kubernetes-object.ts';
import { until } from '../support/supervise.ts';
import type { ApiClient } from '../support/api-client.ts';
import { podOf } from './pods-of.ts';

/** Pod Security at its strictest, enforced: a Pod that violates it is refused. */
const restricted = {
  'pod-security.kubernetes.io/enforce': 'restricted',
  'pod-security.kubernetes.io/enforce-version': 'latest',
  'pod-security.kubernetes.io/warn': 'restricted',
  'pod-security.kubernetes.io/warn-version': 'latest',
};

/** A definition of a kind that no module has, from what its vendor states. */
function statedKind(name: string, schema: JsonSchema): KubernetesObject {
  const [group = '', version = '', kind = ''] = name.split('/');
  const singular = kind.toLowerCase();
  const plural = singular.endsWith('y') ? `${singular.slice(0, -1)}ies` : `${singular}s`;
  const served = { name: version, served: true, storage: true };
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.${group}` },
    spec: {
      group,
      names: { kind, plural, singular },
      scope: 'Namespaced',
      versions: [{ ...served, schema: { openAPIV3Schema: structural(schema) } }],
    },
  };
}

/** Servers refuse unknown members by themselves, and the word for it in a definition. */
function structural({ additionalProperties: _, ...schema }: JsonSchema): JsonSchema {
  return mapParts(schema, structural);
}

/** Installs the pinned resource definitions and waits until the server serves them. */
export async function installDefinitions(client: ApiClient): Promise<void> {
  const folder = requireTool('crds');
  const definitions = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.yaml'))
    .flatMap((file) => readObjects(join(folder, file), { tolerant: true }))
    .concat(Object.entries(publishedKinds).map(([kind, { schema }]) => statedKind(kind, schema)));
  const collection = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
  for (const definition of definitions) await make(client, collection, definition);
  await until('the resource definitions to be served', 20_000, async () => {
    const { body } = await client.send('GET', collection);
    const names = new Set(
      listAt(body, 'items')
        .filter((item) =>
          listAt(item, 'status', 'conditions').some(
            (condition) =>
              at(condition, 'type') === 'Established' && at(condition, 'status') === 'True',
          ),
        )
        .map((item) => at(item, 'metadata', 'name')),
    );
    return definitions.every((definition) => names.has(definition.metadata.name));
  });
}

/**
 * Creates the namespaces the objects live in, the service accounts they bring (and each namespace's default one, which
 * a controller would make), and the priority classes they name, which belong to a cluster's administrator. All else is left to the dry run.
 */
export async function makeSurroundings(
  client: ApiClient,
  objects: readonly KubernetesObject[],
): Promise<void> {
  const namespaces = new Set(['default', ...objects.flatMap(namespacesOf)]);
  await Promise.all([...namespaces].map((name) => makeNamespace(client, name)));
  const priorityClasses = new Set(objects.flatMap(priorityClassesOf));
  for (const name of priorityClasses)
    await make(client, '/apis/scheduling.k8s.io/v1/priorityclasses', {
      apiVersion: 'scheduling.k8s.io/v1',
      kind: 'PriorityClass',
      metadata: { name },
      value: 1000,
    });
  const accounts = objects.filter(({ kind }) => kind === 'ServiceAccount');
  await Promise.all(
    accounts.map((account) =>
      make(
        client,
        `/api/v1/namespaces/${account.metadata.namespace ?? 'default'}/serviceaccounts`,
        account,
      ),
    ),
  );
}

function priorityClassesOf(object: KubernetesObject): readonly string[] {
  const name = textAt(podOf(object), 'spec', 'priorityClassName');
  return name === undefined ? [] : [name];
}

function namespacesOf(object: KubernetesObject): readonly string[] {
  if (object.kind === 'Namespace') return [object.metadata.name];
  return object.metadata.namespace === undefined ? [] : [object.metadata.namespace];
}

async function makeNamespace(client: ApiClient, name: string): Promise<void> {
  const metadata = { name, labels: restricted };
  await make(client, '/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata });
  // The default namespace is there from the start, without labels.
  const patch = { metadata: { labels: restricted } };
  await client.send('PATCH', `/api/v1/namespaces/${name}`, patch, 'application/merge-patch+json');
  await make(client, `/api/v1/namespaces/${name}/serviceaccounts`, {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name: 'default', namespace: name },
  });
}

async function make(
  client: ApiClient,
  collection: string,
  object: KubernetesObject,
): Promise<void> {
  const { status, body } = await client.send('POST', collection, object);
  if (status >= 300 && status !== 409) {
    const message = isFields(body) ? body['message'] : body;
    throw new Error(`${object.kind} ${object.metadata.name}: ${status} ${String(message)}`);
  }
}
