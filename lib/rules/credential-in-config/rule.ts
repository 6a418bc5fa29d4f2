/** Plan rule: descriptions refer to secrets and never hold them. */

import type { ContainerPlan } from '../../model/plan/container-plan.ts';
import { credentialSign } from '../credential.ts';
import { pathOf, processesOf } from '../plans/processes.ts';
import type { PlanComplaint, PlanRule } from '../rule.ts';

/** SW2301. @see https://kubernetes.io/docs/concepts/configuration/secret/ */
export const credentialInConfig: PlanRule = {
  code: 'SW2301',
  name: 'credential-in-config',
  level: 'plan',
  severity: 'error',
  summary: 'A variable, a file or a command holds what looks like a credential.',
  because:
    'A description is source code: it is in Git, in every output made from it, and in the cluster where everybody may read it.',
  check: (plan) => {
    const seen = new Set<string>();
    return processesOf(plan).flatMap((process) =>
      complaints(process.container, pathOf(process)).flatMap(({ text, complaint }) => {
        // A variable of the service stands in every process: once is enough.
        const key = `${complaint.path}=${text}`;
        if (seen.has(key)) return [];
        seen.add(key);
        return [complaint];
      }),
    );
  },
};

interface Found {
  /** Tells two words of a command apart that are equally long. */
  readonly text: string;
  readonly complaint: PlanComplaint;
}

function complaints(container: ContainerPlan, path: string): readonly Found[] {
  const texts = [
    ...container.env.flatMap((entry) =>
      entry.kind === 'value'
        ? [
            {
              what: `The variable ${entry.name}`,
              name: entry.name,
              text: entry.value,
              path: `config.${entry.name}`,
            },
          ]
        : [],
    ),
    ...container.files.flatMap((entry) =>
      entry.kind === 'text'
        ? [
            {
              what: `The file ${entry.path}`,
              name: '',
              text: entry.text,
              path: `files.${entry.path}`,
            },
          ]
        : [],
    ),
    ...[...container.command, ...container.args].map((word) => ({
      what: `A word of the command of ${container.name}`,
      name: /^--?([\w-]+)=/.exec(word)?.[1]?.replaceAll('-', '_') ?? '',
      text: word.replace(/^--?[\w-]+=/, ''),
      path: `${path}.command`,
    })),
  ];
  return texts.flatMap(({ what, name, text, path: place }) => {
    const sign = credentialSign(text, name);
    return sign === undefined
      ? []
      : [
          {
            text,
            complaint: {
              path: place,
              message: `${what} looks like ${sign.kind} (${sign.size}).`,
              fix: `Put it into a Secret and refer to it: secretRef('name-of-the-secret', 'key'). If it was ever committed, change it.`,
            },
          },
        ];
  });
}
