/** resolve › secrets: the Secrets somebody must make before the service can start. */

import type { ProcessPlan } from '../model/plan/process-plan.ts';
import type { IdentityPlan, SecretUsePlan } from '../model/plan/service-plan.ts';
import type { ResolvedExposures } from './exposures.ts';

/** Every Secret that is referred to, once, with its keys and who refers to it. */
export function resolveSecrets(
  processes: Readonly<Record<string, ProcessPlan>>,
  identity: IdentityPlan,
  exposures: ResolvedExposures,
): readonly SecretUsePlan[] {
  const uses: readonly SecretUsePlan[] = [
    ...Object.values(processes).flatMap((process) => [
      ...process.container.env.flatMap((variable) =>
        variable.kind === 'secret'
          ? [use(variable.secret, [variable.key], variable.optional, `variable ${variable.name}`)]
          : [],
      ),
      ...process.container.files.flatMap((file) =>
        file.kind === 'secret' ? [use(file.secret, [file.key], false, `file ${file.path}`)] : [],
      ),
    ]),
    ...Object.values(processes).flatMap(triggerUses),
    ...identity.imagePullSecrets.map((name) =>
      use(name, ['.dockerconfigjson'], false, 'image.pullSecrets'),
    ),
    ...exposures.secrets.map(({ name, purpose, madeBy, usedBy }) => ({
      ...use(name, [], false, `${usedBy}: ${purpose}`),
      ...(madeBy === undefined ? {} : { madeBy }),
    })),
  ];
  const byName = new Map<string, SecretUsePlan>();
  for (const next of uses) {
    const known = byName.get(next.name);
    byName.set(
      next.name,
      known === undefined
        ? next
        : {
            ...known,
            keys: [...new Set([...known.keys, ...next.keys])].toSorted(),
            optional: known.optional && next.optional,
          },
    );
  }
  return [...byName.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/** What KEDA's operator reads on behalf of a process. */
function triggerUses(process: ProcessPlan): readonly SecretUsePlan[] {
  if (!('scaling' in process) || process.scaling.kind !== 'eventDriven') return [];
  return process.scaling.triggers.flatMap(({ name, authentication }) =>
    (authentication?.secrets ?? []).map(({ secret, key, parameter }) =>
      use(secret, [key], false, `${parameter} of trigger ${name}`),
    ),
  );
}

function use(
  name: string,
  keys: readonly string[],
  optional: boolean,
  usedBy: string,
): SecretUsePlan {
  return { name, keys, optional, usedBy };
}
