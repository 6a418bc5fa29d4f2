/** Plan rule: no text was made of an object by accident. */

import type { ContainerPlan } from '../../model/plan/container-plan.ts';
import { pathOf, processesOf } from '../plans/processes.ts';
import type { PlanRule } from '../rule.ts';

/**
 * What JavaScript writes for an object in a text. Programs compare with it too, as a text of its own in quotes.
 * @see https://tc39.es/ecma262/#sec-object.prototype.tostring
 */
const OBJECT = /(?<!["'`])\[object Object\]/;

/** SW2307. */
export const objectInText: PlanRule = {
  code: 'SW2307',
  name: 'object-in-text',
  level: 'plan',
  severity: 'error',
  summary: 'A variable, a file or a command holds the text [object Object].',
  because: 'JavaScript writes [object Object] for an object in a text: what was meant is lost.',
  check: (plan) => {
    const found = processesOf(plan).flatMap((process) =>
      placesIn(process.container, pathOf(process)),
    );
    // A variable of the service stands in every process.
    return [...new Set(found)].map((path) => ({
      path,
      message: `${path} holds an object that was put into a text.`,
      fix: 'Write a member of the object, or JSON.stringify(…) around it; references, such as secretRef(), stand for a whole value.',
    }));
  },
};

function placesIn({ env, files, command, args }: ContainerPlan, path: string): readonly string[] {
  return [
    ...env.flatMap((entry) =>
      entry.kind === 'value' && OBJECT.test(entry.value) ? [`config.${entry.name}`] : [],
    ),
    ...files.flatMap((file) =>
      file.kind === 'text' && OBJECT.test(file.text) ? [`files.${file.path}`] : [],
    ),
    ...(command.some((word) => OBJECT.test(word)) ? [`${path}.command`] : []),
    ...(args.some((word) => OBJECT.test(word)) ? [`${path}.args`] : []),
  ];
}
