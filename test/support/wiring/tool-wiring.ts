// Test support: the references of custom resources of monitoring, secrets, scaling and delivery, one of the parts of `danglingReferences`.
import { at, isFields, listAt, textAt } from '../kubernetes-object.ts';
import { labelsAt, selects } from '../label-selectors.ts';
import { namespaceOf } from '../pod-templates.ts';
import { selected, somePods } from './core-wiring.ts';
import type { Dangling } from './emitted-objects.ts';
import type { Findings, Wiring, WiringContext } from './wiring-context.ts';

/** Checks by kind. */
export const toolWiring: Readonly<Record<string, Wiring>> = {
  ServiceMonitor: serviceMonitor,
  PodMonitor: (context) => {
    const pods = selected(at(context.spec, 'selector'), context);
    const names = pods.flatMap((pod) => pod.ports.map(({ name }) => name));
    return [
      somePods(context, at(context.spec, 'selector'), pods),
      ...listAt(context.spec, 'podMetricsEndpoints').map((endpoint) =>
        pods.length === 0 ? [] : portAmong(textAt(endpoint, 'port'), names, context),
      ),
    ];
  },
  ScaledObject: ({ spec, need }) => [
    need(
      textAt(spec, 'scaleTargetRef', 'kind') ?? 'Deployment',
      textAt(spec, 'scaleTargetRef', 'name'),
    ),
    ...listAt(spec, 'triggers')
      .map((trigger) => at(trigger, 'authenticationRef'))
      .map((auth) => need(textAt(auth, 'kind') ?? 'TriggerAuthentication', textAt(auth, 'name'))),
  ],
  TriggerAuthentication: ({ spec, need }) => [
    ...listAt(spec, 'secretTargetRef').map((secret) => keyed('Secret', secret, need)),
    ...listAt(spec, 'configMapTargetRef').map((map) => keyed('ConfigMap', map, need)),
  ],
  ExternalSecret: ({ spec, need }) => [
    need(
      textAt(spec, 'secretStoreRef', 'kind') ?? 'SecretStore',
      textAt(spec, 'secretStoreRef', 'name'),
    ),
  ],
  Certificate: ({ spec, need }) => [
    need(textAt(spec, 'issuerRef', 'kind') ?? 'Issuer', textAt(spec, 'issuerRef', 'name')),
  ],
  Rollout: rollout,
  Canary: flaggerCanary,
  AnalysisTemplate: ({ spec, need }) =>
    listAt(spec, 'args').map((arg) => keyed('Secret', at(arg, 'valueFrom', 'secretKeyRef'), need)),
  Application: ({ spec, need }) => {
    const project = textAt(spec, 'project');
    return [need('AppProject', project === 'default' ? undefined : project)];
  },
  Kustomization: (context) => [
    fluxReference(at(context.spec, 'sourceRef'), '', context),
    ...listAt(context.spec, 'dependsOn').map((one) => fluxReference(one, 'Kustomization', context)),
  ],
  HelmRelease: (context) => [
    fluxReference(at(context.spec, 'chart', 'spec', 'sourceRef'), '', context),
    fluxReference(at(context.spec, 'chartRef'), '', context),
    ...listAt(context.spec, 'dependsOn').map((one) => fluxReference(one, 'HelmRelease', context)),
    ...listAt(context.spec, 'valuesFrom').map((from) => {
      const key = textAt(from, 'valuesKey') ?? 'values.yaml';
      const isOptional = at(from, 'optional') === true;
      return isOptional
        ? []
        : context.need(textAt(from, 'kind') ?? '', textAt(from, 'name'), { key });
    }),
  ],
};

type Need = WiringContext['need'];

/** A reference `{ name, key }`. */
function keyed(kind: string, reference: unknown, need: Need): readonly Dangling[] {
  return need(kind, textAt(reference, 'name'), { key: textAt(reference, 'key') });
}

function fluxReference(
  reference: unknown,
  kind: string,
  { need }: WiringContext,
): readonly Dangling[] {
  return need(textAt(reference, 'kind') ?? kind, textAt(reference, 'name'), {
    namespace: textAt(reference, 'namespace'),
  });
}

/** Exactly one Service: pods behind two that are selected would be scraped twice. */
function serviceMonitor(context: WiringContext): Findings {
  const { spec, objects, namespace, from, several, need } = context;
  const elsewhere = at(spec, 'namespaceSelector');
  const namespaces = listAt(elsewhere, 'matchNames');
  const services = objects.manifests
    .filter((object) => textAt(object, 'kind') === 'Service')
    .filter((service) => selects(at(spec, 'selector'), labelsAt(service, 'metadata', 'labels')))
    .filter(
      (service) =>
        at(elsewhere, 'any') === true ||
        (namespaces.length > 0 ? namespaces : [namespace]).includes(namespaceOf(service)),
    );
  const names = services.map((service) => textAt(service, 'metadata', 'name') ?? '');
  const ports = services
    .flatMap((service) => listAt(service, 'spec', 'ports'))
    .map((port) => textAt(port, 'name') ?? '');
  const labels = labelsAt(spec, 'selector', 'matchLabels');
  const text = Object.entries(labels).map(([key, value]) => `${key}=${value}`);
  const to = `Services/${text.join(',')}`;
  const count =
    services.length === 1 || (several && services.length > 1)
      ? []
      : [{ from, to, message: `selects ${names.length} Services: ${names.join(', ') || 'none'}` }];
  const endpoints = listAt(spec, 'endpoints');
  return [
    count,
    ...endpoints.map((endpoint) =>
      services.length === 0 ? [] : portAmong(textAt(endpoint, 'port'), ports, context),
    ),
    ...endpoints
      .flatMap((endpoint) => [
        at(endpoint, 'authorization', 'credentials'),
        at(endpoint, 'basicAuth', 'username'),
        at(endpoint, 'basicAuth', 'password'),
      ])
      .map((secret) => keyed('Secret', secret, need)),
  ];
}

function portAmong(
  port: string | undefined,
  ports: readonly string[],
  { from }: WiringContext,
): readonly Dangling[] {
  if (port === undefined || ports.includes(port)) return [];
  const message = `no such port, only ${ports.join(', ') || 'none'}`;
  return [{ from, to: `port/${port}`, message }];
}

/** @see https://argo-rollouts.readthedocs.io/en/stable/features/specification/ */
function rollout({ spec, need }: WiringContext): Findings {
  const canary = at(spec, 'strategy', 'canary');
  const blueGreen = at(spec, 'strategy', 'blueGreen');
  const services = [
    ...['canaryService', 'stableService'].map((member) => textAt(canary, member)),
    ...['activeService', 'previewService'].map((member) => textAt(blueGreen, member)),
  ];
  const analyses = [
    at(canary, 'analysis'),
    ...listAt(canary, 'steps').map((step) => at(step, 'analysis')),
    at(blueGreen, 'prePromotionAnalysis'),
    at(blueGreen, 'postPromotionAnalysis'),
  ];
  const nginx = at(canary, 'trafficRouting', 'nginx');
  const gateway = at(canary, 'trafficRouting', 'plugins', 'argoproj-labs/gatewayAPI');
  const routes = [
    textAt(gateway, 'httpRoute'),
    ...listAt(gateway, 'httpRoutes').map((route) => textAt(route, 'name')),
  ];
  return [
    ...services.map((service) => need('Service', service)),
    ...analyses
      .flatMap((analysis) => listAt(analysis, 'templates'))
      .map((template) =>
        need(
          at(template, 'clusterScope') === true ? 'ClusterAnalysisTemplate' : 'AnalysisTemplate',
          textAt(template, 'templateName'),
        ),
      ),
    need('Ingress', textAt(nginx, 'stableIngress')),
    ...listAt(nginx, 'stableIngresses').map((name) => need('Ingress', String(name))),
    ...routes.map((route) => need('HTTPRoute', route, { namespace: textAt(gateway, 'namespace') })),
    need(textAt(spec, 'workloadRef', 'kind') ?? '', textAt(spec, 'workloadRef', 'name')),
  ];
}

/** @see https://docs.flagger.app/usage/how-it-works */
function flaggerCanary({ spec, need }: WiringContext): Findings {
  const byKind = (reference: unknown, kind: string): readonly Dangling[] =>
    isFields(reference)
      ? need(textAt(reference, 'kind') ?? kind, textAt(reference, 'name'), {
          namespace: textAt(reference, 'namespace'),
        })
      : [];
  const analysis = at(spec, 'analysis');
  return [
    byKind(at(spec, 'targetRef'), 'Deployment'),
    byKind(at(spec, 'autoscalerRef'), 'HorizontalPodAutoscaler'),
    byKind(at(spec, 'ingressRef'), 'Ingress'),
    ...listAt(spec, 'service', 'gatewayRefs').map((gateway) => byKind(gateway, 'Gateway')),
    ...listAt(analysis, 'metrics').map((metric) =>
      byKind(at(metric, 'templateRef'), 'MetricTemplate'),
    ),
    ...listAt(analysis, 'alerts').map((alert) => byKind(at(alert, 'providerRef'), 'AlertProvider')),
  ];
}
