/**
 * emit › helm › hooks: the migration runs before anything of a release is made or changed. On the first install nothing of
 * the chart exists by then, and on an upgrade it is the old one, so the hook owns copies of what it needs.
 */

import { dashed } from '../../../kubernetes/custom-object.ts';
import type { ContainerPlan } from '../../../model/plan/container-plan.ts';
import type { CustomObjectPlan } from '../../../model/plan/exposure-plan.ts';
import type { ProcessPlan } from '../../../model/plan/process-plan.ts';
import type { ServicePlan } from '../../../model/plan/service-plan.ts';
import { memberAt, withMember, withTexts } from '../tree/edit.ts';
import { withNames } from '../tree/references.ts';
import type { ObjectTemplate, Template } from '../tree/template.ts';

/** Behind the name of a copy that a hook owns. */
const COPY = '-hook';

const BEFORE = {
  'helm.sh/hook': 'pre-install,pre-upgrade',
  'helm.sh/hook-delete-policy': 'before-hook-creation,hook-succeeded',
};

/** The objects with the migration as a hook; as they are where there is no migration. */
export function withHooks(
  objects: readonly ObjectTemplate[],
  plan: ServicePlan,
): readonly ObjectTemplate[] {
  const migration = Object.values(plan.processes).find(({ kind }) => kind === 'migration');
  const job = objects.find(({ id }) => migration !== undefined && id === `${migration.name}/job`);
  if (migration === undefined || job === undefined) return objects;
  const account = objects.find(({ id }) => id === 'service-account');
  const secrets = secretsOf(plan, migration);
  const policies = [`network-policy/${plan.service}`, `network-policy/${migration.objectName}`];
  return objects.flatMap((object): readonly ObjectTemplate[] => {
    if (object === job) {
      return [hook(withCopiedSecrets(withCopiedAccount(job, account), secrets), '0')];
    }
    if (object.id === `${migration.name}/config-map`) return [hook(object, '-5')];
    if (object === account || policies.includes(object.id)) return [object, copyOf(object)];
    if (secrets.has(object.id)) return [object, copyOfStored(object, secrets)];
    return [object];
  });
}

function hook(object: ObjectTemplate, weight: string): ObjectTemplate {
  return {
    ...object,
    template: withTexts(object.template, ['metadata', 'annotations'], {
      ...BEFORE,
      'helm.sh/hook-weight': weight,
    }),
  };
}

function copyOf(object: ObjectTemplate): ObjectTemplate {
  const renamed = withMember(object.template, ['metadata', 'name'], copied);
  return hook({ ...object, id: `${object.id}${COPY}`, template: renamed }, '-10');
}

/** Secrets that stores make and the migration reads, by the id of the object that makes each; none that cannot be copied. */
function secretsOf(plan: ServicePlan, { container }: ProcessPlan): ReadonlyMap<string, string> {
  const read = secretsReadBy(container);
  const objects = Object.values(plan.stores).flatMap((store) => store.objects);
  return new Map(
    objects
      .filter((object) => read.has(object.name) && !isSealedStrictly(object))
      .map(({ objectKind, name }) => [`${dashed(objectKind)}/${name}`, name]),
  );
}

/** Names of SealedSecrets whose Secrets a migration reads and that cannot have another name: hooks get no copy of them. */
export function uncopied(plan: ServicePlan): readonly string[] {
  return Object.values(plan.processes)
    .filter(({ kind }) => kind === 'migration')
    .flatMap(({ container }) => {
      const read = secretsReadBy(container);
      return Object.values(plan.stores)
        .flatMap((store) => store.objects)
        .filter((object) => read.has(object.name) && isSealedStrictly(object))
        .map(({ name }) => name);
    });
}

function secretsReadBy(container: ContainerPlan): ReadonlySet<string> {
  const named = [...container.env, ...container.files].flatMap((each) =>
    each.kind === 'secret' ? [each.secret] : [],
  );
  return new Set([...named, ...(container.classes ?? []).map(({ name }) => name)]);
}

/** For its own name only. @see https://github.com/bitnami-labs/sealed-secrets#scopes */
function isSealedStrictly({ objectKind, annotations }: CustomObjectPlan): boolean {
  return (
    objectKind === 'SealedSecret' &&
    !Object.keys(annotations ?? {}).some((key) => /\/(?:namespace|cluster)-wide$/.test(key))
  );
}

/** Makes a Secret of another name: two that made the same would take it from one another. */
function copyOfStored(
  object: ObjectTemplate,
  secrets: ReadonlyMap<string, string>,
): ObjectTemplate {
  const { template, ...copy } = copyOf(withCopiedSecrets(object, secrets));
  const target = ['spec', 'target', 'name'];
  return {
    ...copy,
    template:
      memberAt(template, target) === undefined ? template : withMember(template, target, copied),
  };
}

/** Reads the copies, and makes them where it is a class. */
function withCopiedSecrets(
  object: ObjectTemplate,
  secrets: ReadonlyMap<string, string>,
): ObjectTemplate {
  const names = new Set(secrets.values());
  if (names.size === 0) return object;
  return {
    ...object,
    template: withNames(object.template, (name) => (names.has(name) ? `${name}${COPY}` : name)),
  };
}

/** The Job runs under the copy of the account, where the chart makes one. */
function withCopiedAccount(
  job: ObjectTemplate,
  account: ObjectTemplate | undefined,
): ObjectTemplate {
  if (account === undefined) return job;
  const path = ['spec', 'template', 'spec', 'serviceAccountName'];
  const own = memberAt(account.template, ['metadata', 'name']);
  const used = memberAt(job.template, path);
  if (JSON.stringify(own) !== JSON.stringify(used)) return job;
  const { when } = account;
  return {
    ...job,
    template: withMember(job.template, path, (name) =>
      when === undefined || name === undefined
        ? copied(name)
        : { kind: 'choice', cases: [{ when, then: copied(name) }], otherwise: name },
    ),
  };
}

function copied(name: Template | undefined): Template {
  if (name === undefined) return { kind: 'literal', value: COPY };
  if (name.kind === 'literal') return { kind: 'literal', value: `${String(name.value)}${COPY}` };
  if (name.kind === 'text') return { kind: 'text', text: [...name.text, COPY] };
  if (name.kind !== 'choice') return name;
  return {
    ...name,
    cases: name.cases.map(({ when, then }) => ({ when, then: copied(then) })),
    otherwise: copied(name.otherwise),
  };
}
