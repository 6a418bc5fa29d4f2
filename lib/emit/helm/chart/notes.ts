/** emit › helm › NOTES.txt: what a person does next after an install. */

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
  const secrets = plan.secrets.filter(({ madeBy, optional }) => madeBy === undefined && !optional);
  const wanted = [...Map.groupBy(secrets, ({ name }) => name)].map(([name, uses]) => {
    const keys = [...new Set(uses.flatMap((use) => use.keys))];
    return `  ${name}${keys.length === 0 ? '' : ` (${keys.join(', ')})`}`;
  });
  const route = has('ingress.host') ? 'ingress.host' : has('route.host') ? 'route.host' : undefined;
  return [
    `{{ .Release.Name }} runs ${has('image.tag') ? '{{ .Values.image.repository }}:{{ .Values.image.tag }}' : plan.service} in the namespace {{ .Release.Namespace }}.`,
    ...(first === undefined
      ? []
      : [
          '',
          'Wait until it serves:',
          `  kubectl --namespace {{ .Release.Namespace }} rollout status --watch deployment --selector app.kubernetes.io/instance={{ .Release.Name }},app.kubernetes.io/component=${first.name}`,
        ]),
    ...(hasTests
      ? [
          '',
          'Ask it a question from inside the cluster:',
          '  helm test {{ .Release.Name }} --namespace {{ .Release.Namespace }}',
        ]
      : []),
    ...(route === undefined ? [] : ['', 'It is reached at:', `  https://{{ .Values.${route} }}`]),
    ...(wanted.length === 0 ? [] : ['', 'It needs these Secrets in the namespace:', ...wanted]),
    '',
    `Objects of this release begin with ${fullname}.`,
    '',
  ].join('\n');
}
