/** emit › helm › README.md: how the chart is used, and a table of its values. */

import { markdownTable } from '../../../text/markdown-table.ts';
import { MADE_BY } from '../../../text/made-by.ts';
import { helmParameters } from '../params.ts';
import { memberAt } from '../tree/edit.ts';
import type { ObjectTemplate } from '../tree/template.ts';
import type { Described, Parameter } from '../parameter.ts';

/** The text of README.md. */
export function readmeText(
  parameters: readonly Parameter[],
  environments: readonly Described[],
  {
    defaults,
    objects,
    hasTests,
  }: {
    readonly defaults: Described;
    readonly objects: readonly ObjectTemplate[];
    /** Whether `helm test` has something to run. */
    readonly hasTests: boolean;
  },
): string {
  const { service, processes, kubernetes } = defaults.plan;
  const migrates = Object.values(processes).some(({ kind }) => kind === 'migration');
  const tasks = Object.values(processes).filter(({ kind }) => kind === 'task');
  const rows = helmParameters(parameters, defaults, []).map((each) => [
    `\`${each.path}\``,
    each.type,
    `\`${JSON.stringify(each.default)}\``,
    each.description,
  ]);
  return [
    `# ${service}`,
    '',
    `${MADE_BY} from the description of ${service}: every set of values gives the objects the description would have with them.`,
    '',
    '```sh',
    `helm install ${service} . --namespace ${defaults.plan.namespace.name} --create-namespace`,
    ...(hasTests ? [`helm test ${service} --namespace ${defaults.plan.namespace.name}`] : []),
    ...environments.map(
      ({ environment, plan }) =>
        `helm upgrade --install ${service} . --namespace ${plan.namespace.name} --values values-${environment}.yaml`,
    ),
    '```',
    '',
    `- Kubernetes ${kubernetes} or newer; Helm 3 or 4.`,
    `- A release named \`${service}\` has the names of the plain manifests; any other gets names of its own, so that two fit into one namespace.`,
    ...(migrates
      ? [
          '- The migration runs as a hook before each install and upgrade. It owns copies of the ServiceAccount and the NetworkPolicies it needs, named with `-hook` at the end: a cloud identity that is bound to the name of the ServiceAccount must know both names.',
        ]
      : []),
    ...tasks.map(
      ({ name, objectName }) =>
        `- The task \`${name}\` runs when it is wanted: \`kubectl --namespace ${defaults.plan.namespace.name} create job --from=cronjob/${objectName} ${objectName}-$(date +%s)\`.`,
    ),
    ...customKinds(objects).map(
      (kind) =>
        `- It has objects of kind ${kind}: the cluster needs the controller and its definitions, which are no part of the chart.`,
    ),
    '- Numbers that are meant as text need quotes in values files, and `--set-string` on the command line.',
    '',
    '## Values',
    '',
    markdownTable(['Value', 'Type', 'Default', 'Meaning'], rows),
  ].join('\n');
}

/** Kinds that no API server knows by itself, with their API: its group has a dot and is none of Kubernetes' own. */
function customKinds(objects: readonly ObjectTemplate[]): readonly string[] {
  const kinds = objects.flatMap(({ template }) => {
    const [api, kind] = ['apiVersion', 'kind'].map((key) => memberAt(template, [key]));
    if (api?.kind !== 'literal' || kind?.kind !== 'literal') return [];
    const [group = ''] = String(api.value).split('/');
    return group.includes('.') && !BUILT_IN.test(group)
      ? [`${String(kind.value)} (\`${String(api.value)}\`)`]
      : [];
  });
  return [...new Set(kinds)].toSorted();
}

/** Groups of the API server; the Gateway API has a group of its own project. */
const BUILT_IN = /^(?!gateway\.networking)[a-z.]*\.k8s\.io$/;
