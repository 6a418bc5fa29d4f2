/** What the validation of Argo Rollouts refuses, message by message. */

import { object, type Requirement, type Requirements } from './requirement.ts';

const selector = { matchLabels: { app: 'app' } };
const template = {
  metadata: { labels: { app: 'app' } },
  spec: { containers: [{ name: 'web', image: 'ghcr.io/acme/app:1.0.0' }] },
};

function refused(strategy: object, spec: object = {}): Requirement {
  return {
    objects: [object('argoproj.io/v1alpha1', 'Rollout', { selector, template, strategy, ...spec })],
    ...{ code: 'SW4409', severity: 'error' },
  };
}

const services = { stableService: 'stable', canaryService: 'canary' };
const nginx = { ...services, trafficRouting: { nginx: { stableIngress: 'app' } } };
const plugin = { plugins: { 'argoproj-labs/gatewayAPI': {} } };
const istio = { istio: { virtualService: { name: 'app' } } };
const managed = { managedRoutes: [{ name: 'route' }] };
const header = (headerValue?: object, name = 'route') => ({
  setHeaderRoute: { name, match: [{ headerName: 'x', ...(headerValue && { headerValue }) }] },
});

export const argo: Requirements = {
  'no strategy': refused({}),
  'two strategies': refused({ canary: {}, blueGreen: { activeService: 'a' } }),
  'no selector': refused({ canary: {} }, { selector: undefined }),
  'a selector of nothing': refused({ canary: {} }, { selector: {} }),
  'a template and a workload it is taken from': refused(
    { canary: {} },
    { workloadRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'app' } },
  ),
  'a negative number of pods': refused({ canary: {} }, { replicas: -1 }),
  'a deadline that ends before a pod counts': refused(
    { canary: {} },
    { minReadySeconds: 60, progressDeadlineSeconds: 60 },
  ),
  'one Service for what serves and for the preview': refused({
    blueGreen: { activeService: 'app', previewService: 'app' },
  }),
  'more old versions kept running than are kept at all': refused(
    { blueGreen: { activeService: 'app', scaleDownDelayRevisionLimit: 5 } },
    { revisionHistoryLimit: 3 },
  ),
  'one Service for stable and canary': refused({
    canary: { stableService: 'app', canaryService: 'app' },
  }),
  'a router without a Service of the canary': refused({
    canary: { stableService: 'app', trafficRouting: { nginx: { stableIngress: 'app' } } },
  }),
  'an ALB without a Service of the canary': refused({
    canary: { stableService: 'app', trafficRouting: { alb: { ingress: 'app', servicePort: 80 } } },
  }),
  'Istio without DestinationRule and Services': refused({ canary: { trafficRouting: istio } }),
  'a share above the whole': refused({ canary: { steps: [{ setWeight: 101 }] } }),
  'a share above the most that the router knows': refused({
    canary: {
      ...services,
      trafficRouting: { ...nginx.trafficRouting, maxTrafficWeight: 50 },
      steps: [{ setWeight: 60 }],
    },
  }),
  'a most of shares for a router that knows none': refused({
    canary: {
      ...services,
      trafficRouting: { alb: { ingress: 'app', servicePort: 80 }, maxTrafficWeight: 1000 },
    },
  }),
  'an update that may neither add a pod nor miss one': refused({
    canary: { maxSurge: 0, maxUnavailable: '0%' },
  }),
  'an anti-affinity that is neither preferred nor required': refused({
    canary: { antiAffinity: {} },
  }),
  'an anti-affinity that is both': refused({
    blueGreen: {
      activeService: 'app',
      antiAffinity: {
        preferredDuringSchedulingIgnoredDuringExecution: { weight: 1 },
        requiredDuringSchedulingIgnoredDuringExecution: {},
      },
    },
  }),
  'an anti-affinity of a weight beyond 100': refused({
    canary: {
      antiAffinity: { preferredDuringSchedulingIgnoredDuringExecution: { weight: 101 } },
    },
  }),
  'a step of two things': refused({ canary: { steps: [{ setWeight: 10, pause: {} }] } }),
  'a step of nothing': refused({ canary: { steps: [{}] } }),
  'a pause of less than no time': refused({
    canary: { steps: [{ pause: { duration: '-5m' } }] },
  }),
  'a scale of the canary without a router': refused({
    canary: { steps: [{ setCanaryScale: { weight: 10 } }] },
  }),
  'a delay before scaling down without a router': refused({
    canary: { scaleDownDelaySeconds: 30 },
  }),
  'a stable version that shrinks without a router': refused({
    canary: { dynamicStableScale: true },
  }),
  'a stable version that shrinks and is kept': refused({
    canary: { ...nginx, dynamicStableScale: true, scaleDownDelaySeconds: 30 },
  }),
  'a header route without a router': refused({ canary: { steps: [header({ exact: 'y' })] } }),
  'a header route at a router that has none': refused({
    canary: {
      ...services,
      trafficRouting: { ...nginx.trafficRouting, ...managed },
      steps: [header({ exact: 'y' })],
    },
  }),
  'a header route that compares with nothing': refused({
    canary: { trafficRouting: { ...plugin, ...managed }, steps: [header()] },
  }),
  'a header route that compares in two ways': refused({
    canary: {
      trafficRouting: { ...plugin, ...managed },
      steps: [header({ exact: 'y', prefix: 'y' })],
    },
  }),
  'a header route of an ALB that compares by an expression': refused({
    canary: {
      ...services,
      trafficRouting: { alb: { ingress: 'app', servicePort: 80 }, ...managed },
      steps: [header({ regex: 'y.*' })],
    },
  }),
  'a mirror at a router that has none': refused({
    canary: {
      ...services,
      trafficRouting: { ...nginx.trafficRouting, ...managed },
      steps: [{ setMirrorRoute: { name: 'route' } }],
    },
  }),
  'a mirror that compares a path in two ways': refused({
    canary: {
      trafficRouting: { ...plugin, ...managed },
      steps: [{ setMirrorRoute: { name: 'route', match: [{ path: { exact: '/', regex: '/' } }] } }],
    },
  }),
  'a header route that is not managed': refused({
    canary: {
      trafficRouting: { ...plugin, ...managed },
      steps: [header({ exact: 'y' }, 'other')],
    },
  }),
  'a mirror while nothing is managed': refused({
    canary: { trafficRouting: plugin, steps: [{ setMirrorRoute: { name: 'route' } }] },
  }),
  'Services that take turns at a router that cannot': refused({
    canary: { ...nginx, pingPong: { pingService: 'a', pongService: 'b' } },
  }),
  'Services that take turns and are one': refused({
    canary: { trafficRouting: plugin, pingPong: { pingService: 'a', pongService: 'a' } },
  }),
  'Services that take turns, of which one is missing': refused({
    canary: { trafficRouting: plugin, pingPong: { pingService: 'a' } },
  }),
  'Services that take turns at an ALB without a Service in front': refused({
    canary: {
      trafficRouting: { alb: { ingress: 'app', servicePort: 80 } },
      pingPong: { pingService: 'a', pongService: 'b' },
    },
  }),
  'a share of an experiment without a router': refused({
    canary: {
      steps: [{ experiment: { templates: [{ name: 'a', specRef: 'canary', weight: 5 }] } }],
    },
  }),
  'a share of an experiment at a router that has none': refused({
    canary: {
      ...nginx,
      steps: [{ experiment: { templates: [{ name: 'a', specRef: 'canary', weight: 5 }] } }],
    },
  }),
  'an argument of an analysis from a field that is no metadata': refused({
    canary: {
      steps: [
        {
          analysis: {
            templates: [{ templateName: 'a' }],
            args: [{ name: 'x', valueFrom: { fieldRef: { fieldPath: 'metadata.owner' } } }],
          },
        },
      ],
    },
  }),
  'several measurements without a time between them': {
    objects: [
      object('argoproj.io/v1alpha1', 'AnalysisTemplate', {
        metrics: [{ name: 'a', count: 5, provider: { prometheus: { query: 'up' } } }],
      }),
    ],
    ...{ code: 'SW4409', severity: 'error' },
  },
  'a router of ingress-nginx without an Ingress': {
    objects: [
      ...['stable', 'canary'].map((name) =>
        object('v1', 'Service', { selector: { app: 'app' }, ports: [{ port: 80 }] }, { name }),
      ),
      object('argoproj.io/v1alpha1', 'Rollout', {
        ...{ selector, template },
        strategy: { canary: nginx },
      }),
    ],
    ...{ code: 'SW4410', severity: 'error' },
  },
};
