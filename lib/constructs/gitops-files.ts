/** constructs › GitOps: the files of manifests of each environment handed to the emitter of trees. */

import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { GitOps } from '../emit/gitops/gitops.ts';
import { gitOpsFiles } from '../emit/gitops/tree.ts';
import { MANIFESTS } from '../io/output-folder.ts';
import type { OutputFile } from '../text/file-tree.ts';
import { manifestFiles } from './manifest-files.ts';
import type { Synthesis } from './synthesis.ts';

/** The trees of all environments. Charts of the user's own belong to none, and are in none. */
export function gitOpsTrees(gitops: GitOps, synthesis: Synthesis): readonly OutputFile[] {
  const { services } = synthesis;
  const files = manifestFiles({ ...synthesis, charts: [] });
  const environments = [...new Set(services.map(({ chart }) => chart.environment))];
  return environments.flatMap((environment) => {
    const own = services.filter(({ chart }) => chart.environment === environment);
    const prefix = `${MANIFESTS}/${environment}/`;
    return gitOpsFiles(gitops, {
      environment,
      services: own.map(({ chart }) => chart.service),
      files: files
        .filter(({ path }) => path.startsWith(prefix))
        .map(({ path, text }) => ({ name: path.slice(prefix.length), text })),
      manifests: own.flatMap(({ objects }) => objects.map(({ manifest }) => manifest)),
    });
  });
}

/** Complaints about the options of a tool (SW7030). */
export function gitOpsProblems(gitops: GitOps | undefined): readonly Diagnostic[] {
  return (gitops?.check() ?? []).map(({ path, message, fix }) => ({
    code: 'SW7030',
    name: 'gitops-option-not-accepted',
    severity: 'error',
    at: { path: ['gitops', path].filter((part) => part !== '').join('.') },
    message,
    because: 'The tool would find no tree, or the wrong one.',
    ...(fix === undefined ? {} : { fix }),
  }));
}
