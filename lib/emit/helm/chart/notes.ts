/** emit › helm › NOTES.txt: what a person does next after an install. */

import type { ProcessPlan } from '../../../model/plan/process-plan.ts';
import type { Described, Parameter } from '../parameter.ts';
import { keyOf } from '../tree/values.ts';

/** The text of NOTES.txt. */
export function notesText(
  { plan }: Described,
  parameters: readonly Parameter[],
  hasTests: boolean,
): string {
  const fullname = `{{ include "${plan.service}.fullname" . }}`;
  const has = (path: string): boolean => parameters.some((each) => keyOf(each.path) === path);
  const running = Object.values(plan.processes).filter(
    ({ kind }) => kind === 'web' || kind === 'worker',
  );
  const first = running.find(({ kind }) => kind === 'web') ?? running[0];
  const secrets = plan.secrets.filter(
    ({ madeBy, gitOpsOnly, optional }) =>
      (madeBy === undefined || gitOpsOnly === true) && !optional,
  );
  const wanted = [...Map.groupBy(secrets, ({ name }) => name)].map(([name, uses]) => {
    const keys = [...new Set(uses.flatMap((use) => use.keys))];
    return `  ${name}${keys.length === 0 ? '' : ` (${keys.join(', ')})`}`;
  });
  const route = has('ingress.host') ? 'ingress.host' : has('route.host') ? 'route.host' : undefined;
  return [
    `{{ .Release.Name }} runs ${has('image.tag') ? '{{ .Values.image.repository }}:{{ .Values.image.tag }}' : plan.service} in the namespace {{ .Release.Namespace }}.`,
    ...(first === undefined ? [] : ['', ...waitLines(first)]),
    ...(hasTests
      ? [
          '',
          'Ask it a question from inside the cluster:',
          '  helm test {{ .Release.Name }} --namespace {{ .Release.Namespace }}',
        ]
      : []),
    ...taskLines(plan, fullname),
    ...(route === undefined ? [] : ['', 'It is reached at:', `  https://{{ .Values.${route} }}`]),
    ...(wanted.length === 0 ? [] : ['', 'It needs these Secrets in the namespace:', ...wanted]),
    '',
    `Objects of this release begin with ${fullname}.`,
    '',
  ].join('\n');
}

/** How a task is run, for each of them. */
function taskLines({ service, processes }: Described['plan'], fullname: string): readonly string[] {
  const lines = Object.values(processes)
    .filter(({ kind }) => kind === 'task')
    .map(({ objectName }) => {
      const name = `${fullname}${objectName.slice(service.length)}`;
      return `  kubectl --namespace {{ .Release.Namespace }} create job --from=cronjob/${name} ${name}-$(date +%s)`;
    });
  return lines.length === 0 ? [] : ['', 'Run a task when it is wanted:', ...lines];
}

/** How to see that a version has come up: by its Deployment, or by what a controller says of it. */
function waitLines(process: ProcessPlan): readonly string[] {
  const chosen = `--selector app.kubernetes.io/instance={{ .Release.Name }},app.kubernetes.io/component=${process.name}`;
  if (!('rollout' in process) || process.rollout.kind !== 'controlled') {
    const stateful = 'rollout' in process && process.rollout.kind === 'stateful';
    return [
      'Wait until it serves:',
      `  kubectl --namespace {{ .Release.Namespace }} rollout status --watch ${stateful ? 'statefulset' : 'deployment'} ${chosen}`,
    ];
  }
  const { controller, workload, objects } = process.rollout;
  const [told] = objects;
  const [apiVersion = '', kind = ''] =
    workload.kind === 'custom'
      ? [workload.apiVersion, workload.objectKind]
      : [told?.apiVersion, told?.objectKind];
  const [group = ''] = apiVersion.split('/');
  return [
    `${controller} changes its versions. Watch it:`,
    `  kubectl --namespace {{ .Release.Namespace }} get ${kind.toLowerCase()}.${group} --selector app.kubernetes.io/instance={{ .Release.Name }} --watch`,
  ];
}
