/**
 * emit › helm › hooks: the migration runs before anything of a release is made or changed. On the first install nothing of
 * the chart exists by then, and on an upgrade it is the old one, so the hook owns copies of what it needs.
 */

import type { ServicePlan } from '../../../model/plan/service-plan.ts';
import { memberAt, withMember, withTexts } from '../tree/edit.ts';
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
  const policies = [`network-policy/${plan.service}`, `network-policy/${migration.objectName}`];
  return objects.flatMap((object): readonly ObjectTemplate[] => {
    if (object === job) return [hook(withCopiedAccount(job, account), '0')];
    if (object.id === `${migration.name}/config-map`) return [hook(object, '-5')];
    if (object === account || policies.includes(object.id)) return [object, copyOf(object)];
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
