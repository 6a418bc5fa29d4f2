/** rollouts › flagger › Canary: the objects Flagger reads. @see https://docs.flagger.app/usage/how-it-works */

import { type OptIn, optInChoices } from '../../model/opt-in.ts';
import type { CustomObjectPlan } from '../../model/plan/exposure-plan.ts';
import type { RollingUpdatePlan } from '../../model/plan/rollout-plan.ts';
import type { RolloutInput } from '../../model/rollout.ts';
import {
  type AnalysisOptions,
  type Measurement,
  intervalSeconds,
  measurementsOf,
  toleratedOf,
} from '../analysis.ts';
import type { FlaggerOptions } from './options.ts';

const API = 'flagger.app/v1beta1';

/** Good measurements before a switch. Flagger's own tutorial for blue/green. @see https://docs.flagger.app/tutorials/kubernetes-blue-green */
const ITERATIONS = 10;

/**
 * What Flagger measures by itself behind ingress-nginx. Its `request-duration` is a mean, in which a slow twentieth of the
 * requests does not show, and is not used. @see https://github.com/fluxcd/flagger/blob/v1.44.0/pkg/metrics/observers/nginx.go
 */
const BUILT_IN_SUCCESS_RATE = 'request-success-rate';

/** Good measurements before everybody gets the new version. */
export function iterationsOf({ strategy }: Pick<FlaggerOptions, 'strategy'>): number {
  return (strategy.optIn ?? strategy.blueGreen)?.iterations ?? ITERATIONS;
}

/** The Canary of a process. */
export function canaryObject(
  { strategy, analysis }: FlaggerOptions,
  input: RolloutInput,
  { progressDeadlineSeconds }: RollingUpdatePlan,
): CustomObjectPlan {
  const { objectName, servicePort, autoscaled, eventDriven } = input;
  const ingress =
    strategy.blueGreen !== undefined
      ? undefined
      : input.routes.find(({ kind }) => kind === 'ingress-nginx');
  return {
    kind: 'custom',
    apiVersion: API,
    objectKind: 'Canary',
    name: objectName,
    spec: {
      provider: ingress === undefined ? 'kubernetes' : 'nginx',
      targetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: objectName },
      ...(autoscaled
        ? {
            autoscalerRef: {
              // https://docs.flagger.app/tutorials/keda-scaledobject
              apiVersion: eventDriven === true ? 'keda.sh/v1alpha1' : 'autoscaling/v2',
              kind: eventDriven === true ? 'ScaledObject' : 'HorizontalPodAutoscaler',
              name: objectName,
            },
          }
        : {}),
      ...(ingress === undefined
        ? {}
        : {
            ingressRef: {
              apiVersion: 'networking.k8s.io/v1',
              kind: 'Ingress',
              name: ingress.name,
            },
          }),
      metricsServer: analysis.prometheus,
      progressDeadlineSeconds,
      service: serviceOf(servicePort),
      analysis: {
        interval: `${intervalSeconds(analysis)}s`,
        threshold: toleratedOf(analysis) + 1,
        ...(strategy.canary === undefined
          ? { iterations: iterationsOf({ strategy }) }
          : { stepWeights: strategy.canary.steps }),
        ...(strategy.optIn === undefined ? {} : { match: matchesOf(strategy.optIn) }),
        metrics: measurementsOf(analysis, input, objectName).map((measured) =>
          metricOf(measured, analysis, objectName),
        ),
      },
    },
  };
}

/**
 * Who asks, in Flagger's words: behind ingress-nginx a header with its value or expression, and under `cookie` the name of one
 * whose value is `always`. @see https://github.com/fluxcd/flagger/blob/v1.44.0/pkg/router/ingress.go SetRoutes
 */
function matchesOf({ header, cookie }: OptIn): readonly Readonly<Record<string, unknown>>[] {
  const [asked] = header === undefined ? [] : optInChoices({ header });
  return [
    ...(asked === undefined
      ? []
      : [
          {
            headers: {
              [asked.name]:
                asked.value.kind === 'exact'
                  ? { exact: asked.value.text }
                  : { regex: asked.value.text },
            },
          },
        ]),
    ...(cookie === undefined ? [] : [{ headers: { cookie: { exact: cookie.name } } }]),
  ];
}

/** What Flagger's Services are to be. @see https://github.com/fluxcd/flagger/blob/v1.44.0/pkg/router/kubernetes_default.go reconcileService */
function serviceOf({ name, port, targetPort, appProtocol }: RolloutInput['servicePort']) {
  return {
    port,
    portName: name,
    targetPort,
    ...(appProtocol === undefined ? {} : { appProtocol }),
  };
}

/** Queries that Flagger does not bring. */
export function metricTemplates(
  { analysis }: FlaggerOptions,
  input: RolloutInput,
): readonly CustomObjectPlan[] {
  return measurementsOf(analysis, input, '{{ target }}-canary')
    .filter(({ name }) => isOwn(name, analysis))
    .map(({ name, query }) => ({
      kind: 'custom',
      apiVersion: API,
      objectKind: 'MetricTemplate',
      name: `${input.objectName}-${name}`,
      part: name,
      spec: { provider: { type: 'prometheus', address: analysis.prometheus }, query },
    }));
}

/** A measurement with its bound: the built-in one counts percent, others what their query gives. */
function metricOf(
  { name, min, max }: Measurement,
  analysis: AnalysisOptions,
  objectName: string,
): Readonly<Record<string, unknown>> {
  const own = isOwn(name, analysis);
  return {
    name: own ? name : BUILT_IN_SUCCESS_RATE,
    interval: `${intervalSeconds(analysis)}s`,
    thresholdRange: {
      ...(min === undefined ? {} : { min: own ? min : rounded(min * 100) }),
      ...(max === undefined ? {} : { max }),
    },
    ...(own ? { templateRef: { name: `${objectName}-${name}` } } : {}),
  };
}

function isOwn(name: Measurement['name'], { queries }: AnalysisOptions): boolean {
  return name === 'latency' || queries?.successRate !== undefined;
}

/** 0.07 × 100 is 7.000000000000001 in binary. */
function rounded(value: number): number {
  return Number(value.toFixed(6));
}
