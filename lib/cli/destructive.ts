/** cli › destructive changes: the complaint about one that was not allowed. */

import type { Diagnostic, ObjectChange } from '../index.ts';

/** SW7022: something is lost or interrupted. */
export function destructive({ environment, object, namespace, effects }: ObjectChange): Diagnostic {
  return {
    code: 'SW7022',
    name: 'destructive-change',
    severity: 'error',
    at: { ...(environment === '' ? {} : { environment }), object },
    message: effects
      .filter((effect) => effect.destructive === true)
      .map(({ says }) => `${object}${namespace === undefined ? '' : ` in ${namespace}`}: ${says}`)
      .join(' '),
    because: 'It does not come back by itself.',
    fix: `${effects.find(({ wayOut }) => wayOut !== undefined)?.wayOut ?? 'Take the change back if it is not meant.'} To accept it: \`--allow destructive\`.`,
  };
}
