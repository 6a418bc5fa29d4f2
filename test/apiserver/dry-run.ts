// Asks a server whether it would take objects, in the three ways they can reach it, and collects every complaint.
import type { KubernetesObject } from '../support/kubernetes-object.ts';
import { nameOf, textAt } from '../support/kubernetes-object.ts';
import type { ApiClient } from '../support/api-client.ts';
import { podOf } from './pods-of.ts';
import { collectionPaths } from './resource-paths.ts';

/** One complaint of the server about one object. */
export interface Problem {
  /** Such as `Deployment shop/web`. */
  readonly object: string;
  /** `create` as kubectl does, `apply` on the server's side as GitOps tools do, `pod` for the template as a Pod. */
  readonly by: 'create' | 'apply' | 'pod';
  /** HTTP status; 299 for a warning about an object that was accepted. */
  readonly status: number;
  readonly message: string;
}

const strict = 'dryRun=All&fieldValidation=Strict&fieldManager=acceptance';

/** Every complaint about the objects; none when all of them are accepted without a warning. Order is that of the objects. */
export async function dryRun(
  client: ApiClient,
  objects: readonly KubernetesObject[],
): Promise<readonly Problem[]> {
  const collectionOf = collectionPaths(client);
  const problems = await Promise.all(
    objects.map(async (object) => {
      const pod = podOf(object);
      const answers = await Promise.all([
        send(object, 'create'),
        send(object, 'apply'),
        pod === undefined ? [] : send(pod, 'pod'),
      ]);
      return answers.flat().map((problem) => ({ ...problem, object: nameOf(object) }));
    }),
  );
  return problems.flat();

  async function send(
    object: KubernetesObject,
    by: Problem['by'],
  ): Promise<readonly Omit<Problem, 'object'>[]> {
    const collection = await collectionOf(object);
    if (collection === undefined)
      return [{ by, status: 404, message: `no ${object.kind} in ${object.apiVersion} is served` }];
    const { status, body, warnings } =
      by === 'apply'
        ? await client.send(
            'PATCH',
            `${collection}/${object.metadata.name}?${strict}&force=true`,
            object,
            'application/apply-patch+yaml',
          )
        : await client.send('POST', `${collection}?${strict}`, object);
    const warned = warnings.map((message) => ({ by, status: 299, message }));
    // Validation comes before storage, which alone knows that a Namespace made beforehand is there already.
    const accepted = status < 300 || (status === 409 && textAt(body, 'reason') === 'AlreadyExists');
    return accepted
      ? warned
      : [...warned, { by, status, message: textAt(body, 'message') ?? JSON.stringify(body) }];
  }
}

/** The complaints in few lines for a failed test: alike ones once, with their number and the first object. */
export function summary(problems: readonly Problem[]): readonly string[] {
  const alike = new Map<string, Problem[]>();
  for (const problem of problems) {
    // What differs from one object to the next is mostly quoted.
    const shape = `${problem.by} ${problem.status} ${problem.message.replaceAll(/"[^"]*"/g, '"…"')}`;
    alike.set(shape, [...(alike.get(shape) ?? []), problem]);
  }
  return [...alike.values()].map((group) => {
    const [first] = group;
    return first === undefined
      ? ''
      : `${group.length} × ${first.by} ${first.status}, first ${first.object}: ${first.message}`;
  });
}
