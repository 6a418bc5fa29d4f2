/** constructs › app options: what an app was told that it does not know. Charts are plain JavaScript to Node, and options may come from anywhere. */

import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { nearestName } from '../model/nearest-name.ts';
import { show } from '../units/parsed.ts';

const KNOWN = ['gitops', 'helm', 'outdir', 'pipelines', 'resolvers'] as const;

/** Options of cdk8s' own App that this one does not have. @see cdk8s 2.70.106 AppProps */
const OF_CDK8S: Readonly<Record<string, string>> = {
  outputFileExtension: 'Leave it out: files end in `.k8s.yaml`.',
  recordConstructMetadata: 'Leave it out: no `construct-metadata.json` is written.',
  yamlOutputType:
    'Leave it out: each service has a file in the folder of its environment, each other chart one of its own.',
};

interface Slip {
  readonly option: string;
  readonly message: string;
  readonly fix: string;
}

/** Complaints about options an app does not have, or that are something else than they should be (SW7050). */
export function appOptionProblems(options: object): readonly Diagnostic[] {
  const said = Object.entries(options).filter(([, value]) => value !== undefined);
  return [...said.flatMap(unknownOption), ...said.flatMap(wrongValue)].map(
    ({ option, message, fix }) => ({
      code: 'SW7050',
      name: 'app-option-not-accepted',
      severity: 'error',
      at: { path: option },
      message,
      because: 'The app would write something else than is meant. Nothing was written.',
      fix,
    }),
  );
}

/** Whether a value can be asked for complaints, as what `argocd()` or `pipelines()` makes. */
export function isChecked(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'check' in value;
}

function unknownOption([option]: readonly [string, unknown]): readonly Slip[] {
  if (KNOWN.some((known) => known === option)) return [];
  const ofCdk8s = Object.hasOwn(OF_CDK8S, option) ? OF_CDK8S[option] : undefined;
  const nearest = nearestName(option, KNOWN);
  return [
    {
      option,
      message:
        ofCdk8s === undefined
          ? `\`${option}\` is no option of an app.`
          : `\`${option}\` is an option of cdk8s' own App, and of no effect here.`,
      fix:
        ofCdk8s ??
        (nearest === undefined
          ? `Known here: ${KNOWN.join(', ')}.`
          : `Did you mean \`${nearest}\`?`),
    },
  ];
}

const MADE_BY: Readonly<Record<string, string>> = {
  gitops: "Write e.g. `gitops: argocd({ repository: 'https://example.com/acme/shop.git' })`.",
  pipelines: 'Write e.g. `pipelines: pipelines({ provider: githubActions() })`.',
};

function wrongValue([option, value]: readonly [string, unknown]): readonly Slip[] {
  const made = Object.hasOwn(MADE_BY, option) ? MADE_BY[option] : undefined;
  if (made !== undefined && !isChecked(value)) {
    return [{ option, message: `\`${option}\` is made by a function.`, fix: made }];
  }
  return option === 'helm' && typeof value !== 'boolean'
    ? [
        {
          option,
          message: `\`helm\` is true or false, not ${show(value)}.`,
          fix: 'Write `helm: false` for no charts.',
        },
      ]
    : [];
}
