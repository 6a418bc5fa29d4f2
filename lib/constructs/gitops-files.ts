/** constructs › GitOps: the files of manifests of each environment handed to the emitter of trees. */

import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { GitOps } from '../emit/gitops/gitops.ts';
import { unknownEnvironments } from '../emit/gitops/environments.ts';
import { type EncryptedTreeFile, gitOpsFiles } from '../emit/gitops/tree.ts';
import { MANIFESTS } from '../io/output-folder.ts';
import type { OptionProblem } from '../model/variant.ts';
import type { OutputFile } from '../text/file-tree.ts';
import { manifestFiles } from './manifest-files.ts';
import type { ServiceChart } from './service-chart.ts';
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
      encrypted: own.flatMap(({ chart }) => encryptedFiles(chart)),
    });
  });
}

function encryptedFiles({ planIfAny }: ServiceChart): readonly EncryptedTreeFile[] {
  if (planIfAny === undefined) return [];
  const namespace = planIfAny.namespace.name;
  return Object.values(planIfAny.stores).flatMap(({ encrypted }) =>
    encrypted.map(({ path, text, secret }) => ({
      name: path.slice(path.lastIndexOf('/') + 1),
      text,
      secret: { name: secret, namespace },
    })),
  );
}

/** Complaints about the options of a tool (SW7030), and about files that nothing decrypts (SW2178). */
export function gitOpsProblems(
  gitops: GitOps | undefined,
  { services }: Synthesis,
  { helm }: { readonly helm: boolean },
): readonly Diagnostic[] {
  return [
    ...(gitops === undefined ? [] : optionProblems(gitops, { services, helm })),
    ...(gitops?.decrypts === undefined
      ? services.flatMap(({ chart }) => undelivered(chart, gitops))
      : []),
  ];
}

function undelivered(chart: ServiceChart, gitops: GitOps | undefined): readonly Diagnostic[] {
  return Object.entries(chart.planIfAny?.stores ?? {}).flatMap(([store, { encrypted }]) =>
    encrypted.map(({ path, secret }): Diagnostic => ({
      code: 'SW2178',
      name: 'secret-file-undelivered',
      severity: 'warning',
      at: {
        service: chart.service,
        environment: chart.environment,
        path: `secrets.${store}.secrets.${secret}`,
      },
      message: `Nothing decrypts \`${path}\`: ${gitops === undefined ? 'the app writes no trees for GitOps' : `${gitops.tool}() does not`}.`,
      because:
        'Files of SOPS are in trees for GitOps alone; manifests and charts do not make the Secret.',
      fix: `Use flux() or argocd(), or make it by hand: sops decrypt ${path} | kubectl apply -f -.`,
    })),
  );
}

function optionProblems(
  gitops: GitOps,
  { services, helm }: Pick<Synthesis, 'services'> & { readonly helm: boolean },
): readonly Diagnostic[] {
  const problems = gitops.check();
  const environments = [...new Set(services.flatMap(({ chart }) => chart.describedEnvironments))];
  const all: readonly OptionProblem[] =
    problems.length > 0
      ? problems
      : [
          ...unknownEnvironments(gitops, environments),
          ...(gitops.needsCharts === true && !helm ? [NO_CHARTS] : []),
        ];
  return all.map(({ path, message, fix }) => ({
    code: 'SW7030',
    name: 'gitops-option-not-accepted',
    severity: 'error',
    at: { path: ['gitops', path].filter((part) => part !== '').join('.') },
    message,
    because: 'The tool would find no tree, or the wrong one, or bring it to the wrong cluster.',
    ...(fix === undefined ? {} : { fix }),
  }));
}

const NO_CHARTS = {
  path: 'release',
  message: "`release: 'charts'` refers to Helm charts, and `helm: false` writes none.",
  fix: "Take `helm: false` away, or release `'manifests'`.",
} satisfies OptionProblem;
