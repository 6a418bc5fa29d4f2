/** emit › gitops › environments: the environments that options of a tool name, held against those of the app. */

import { nearestName } from '../../model/nearest-name.ts';
import type { OptionProblem } from '../../model/variant.ts';
import type { GitOps } from './gitops.ts';

/** Complaints about names of environments that no service of the app has (SW7030). */
export function unknownEnvironments(
  { environments = [] }: GitOps,
  known: readonly string[],
): readonly OptionProblem[] {
  return environments
    .filter(({ environment }) => !known.includes(environment))
    .map(({ path, environment }) => {
      const nearest = nearestName(environment, known);
      return {
        path,
        message: `No service has the environment \`${environment}\`.`,
        fix:
          nearest === undefined
            ? `There are: ${known.join(', ') || 'none'}.`
            : `Did you mean \`${nearest}\`?`,
      };
    });
}
