/** emit › helm › helm test: a pod that asks the service for its health from inside the cluster, and the policy that lets it. */

import type { OutputFile } from '../../../text/file-tree.ts';
import type { Described, Parameter } from '../parameter.ts';
import { action } from '../print/code.ts';
import { keyOf } from '../tree/values.ts';

/** Image of the test pod: small, with wget, maintained by Docker's official images. */
const IMAGE = 'docker.io/library/busybox:1.37.0';

/** The templates of `helm test`; none for a service whose web process has no health path. */
export function testFiles(
  defaults: Described,
  parameters: readonly Parameter[],
): readonly OutputFile[] {
  const { plan } = defaults;
  const web = Object.values(plan.processes).find(
    (process) => process.kind === 'web' && process.services.length > 0,
  );
  if (web?.kind !== 'web') return [];
  const check = web.probes.readiness?.check;
  const port = web.services[0]?.ports[0]?.port;
  if (
    check?.kind !== 'http' ||
    port === undefined ||
    (check.headers.length > 0 && plan.exposures[plan.service] === undefined)
  )
    return [];
  const host = Object.hasOwn(plan.exposures, plan.service)
    ? check.headers.map(({ name, value }) => headerLine(name, value, hostOf(defaults, parameters)))
    : [];
  const chart = plan.service;
  const labels = [
    '    app.kubernetes.io/name: {{ include "CHART.name" . }}-test',
    '    app.kubernetes.io/instance: {{ .Release.Name }}',
  ];
  const policy = [
    '{{- /* Lets the pod of `helm test` ask the service. */}}',
    'apiVersion: networking.k8s.io/v1',
    'kind: NetworkPolicy',
    'metadata:',
    '  name: {{ include "CHART.fullname" . }}-test',
    '  annotations:',
    '    helm.sh/hook: test',
    '    helm.sh/hook-weight: "-1"',
    '    helm.sh/hook-delete-policy: before-hook-creation,hook-succeeded',
    'spec:',
    '  podSelector:',
    '    matchLabels:',
    '      {{- include "CHART.selectorLabels" . | nindent 6 }}',
    `      app.kubernetes.io/component: ${web.name}`,
    '  policyTypes:',
    '  - Ingress',
    '  ingress:',
    '  - from:',
    '    - podSelector:',
    '        matchLabels:',
    '          app.kubernetes.io/name: {{ include "CHART.name" . }}-test',
    '          app.kubernetes.io/instance: {{ .Release.Name }}',
    '    ports:',
    '    - port: http',
    '      protocol: TCP',
    '',
  ];
  const pod = [
    '{{- /* helm test: asks the readiness path through the Service, as a client in the cluster would. */}}',
    'apiVersion: v1',
    'kind: Pod',
    'metadata:',
    '  name: {{ include "CHART.fullname" . }}-test',
    '  labels:',
    ...labels,
    '  annotations:',
    '    helm.sh/hook: test',
    '    helm.sh/hook-delete-policy: before-hook-creation,hook-succeeded',
    'spec:',
    // A wget that is built without time limits must end as well.
    '  activeDeadlineSeconds: 60',
    '  restartPolicy: Never',
    '  automountServiceAccountToken: false',
    '  enableServiceLinks: false',
    '  securityContext:',
    '    runAsNonRoot: true',
    '    runAsUser: 65534',
    '    seccompProfile:',
    '      type: RuntimeDefault',
    '  containers:',
    '  - name: ask',
    `    image: ${IMAGE}`,
    '    command:',
    '    - wget',
    '    - --quiet',
    '    - --output-document=-',
    ...host,
    `    - http://{{ include "CHART.fullname" . }}-${web.name}:${port}${check.path}`,
    '    resources:',
    '      requests:',
    '        cpu: 10m',
    '        memory: 16Mi',
    '      limits:',
    '        memory: 16Mi',
    '    securityContext:',
    '      allowPrivilegeEscalation: false',
    '      capabilities:',
    '        drop:',
    '        - ALL',
    '      readOnlyRootFilesystem: true',
    '',
  ];
  const text = (lines: readonly string[]): string => lines.join('\n').replaceAll('CHART', chart);
  return [
    ...(plan.network.enabled
      ? [{ path: 'templates/tests/network-policy.yaml', text: text(policy) }]
      : []),
    { path: 'templates/tests/web.yaml', text: text(pod) },
  ];
}

/** The value that says the host of the service, and what it says by itself. */
interface HostValue {
  readonly path: string;
  readonly host: unknown;
}

function hostOf(defaults: Described, parameters: readonly Parameter[]): HostValue | undefined {
  const found = parameters.find(({ path }) => ['ingress.host', 'route.host'].includes(keyOf(path)));
  return found === undefined ? undefined : { path: keyOf(found.path), host: found.read(defaults) };
}

/** A header as the probes send it: a host that is a value of the chart follows that value. */
function headerLine(name: string, value: string, host: HostValue | undefined): string {
  return host !== undefined && value === host.host
    ? `    - ${action(`printf "--header=${name}: %s" .Values.${host.path} | quote`)}`
    : `    - ${JSON.stringify(`--header=${name}: ${value}`)}`;
}
