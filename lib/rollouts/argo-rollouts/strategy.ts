/** rollouts › argoRollouts › strategy: `spec.strategy` of a Rollout. @see https://github.com/argoproj/argo-rollouts/blob/v1.10.1/pkg/apis/rollouts/v1alpha1/types.go */

import type { ControlledTrafficPlan, RollingUpdatePlan } from '../../model/plan/rollout-plan.ts';
import type { RolloutInput } from '../../model/rollout.ts';
import {
  type OptIn,
  cookieExpression,
  optInAnnotations,
  optInChoices,
} from '../../model/opt-in.ts';
import { secondsOf } from '../rolling-update.ts';
import type { ArgoBlueGreenOptions, ArgoCanaryOptions, ArgoRolloutsOptions } from './options.ts';

type Data = Readonly<Record<string, unknown>>;

/** Long enough for connections that are kept alive, and for a look at what the new version does. A choice; the controller's default is 30 s. */
const SCALE_DOWN_DELAY_SECONDS = 600;
/** Time in which a share gets enough requests to be judged. A choice. */
const PAUSE_SECONDS = 300;

/** Whether there is a route whose weights the controller moves. */
export function isSteered({ routes }: Pick<RolloutInput, 'routes'>): boolean {
  return routes.length > 0;
}

/** Shares, and how long each is held. */
export function stepsOf(
  { analysis }: ArgoRolloutsOptions,
  { steps, pause }: ArgoCanaryOptions,
): readonly { readonly weight: number; readonly pauseSeconds?: number }[] {
  const manual = pause === 'manual' || (pause === undefined && analysis === undefined);
  const pauseSeconds = secondsOf(pause === 'manual' ? undefined : pause) ?? PAUSE_SECONDS;
  return steps.map((weight) => (manual ? { weight } : { weight, pauseSeconds }));
}

/** The canary of a Rollout. */
export function canaryStrategy(
  options: ArgoRolloutsOptions,
  canary: ArgoCanaryOptions,
  input: RolloutInput,
  { maxSurge, maxUnavailable }: RollingUpdatePlan,
): Data {
  const { objectName } = input;
  const steered = isSteered(input);
  return {
    maxSurge,
    maxUnavailable,
    ...(steered
      ? {
          stableService: objectName,
          canaryService: `${objectName}-canary`,
          trafficRouting: trafficRouting(input, canary.optIn),
          ...(canary.dynamicStableScale === true ? { dynamicStableScale: true } : {}),
        }
      : {}),
    steps: [
      ...headerRoutes(input, canary.optIn).map(({ route }) => ({ setHeaderRoute: route })),
      ...stepsOf(options, canary).flatMap(({ weight, pauseSeconds }) => [
        { setWeight: weight },
        { pause: pauseSeconds === undefined ? {} : { duration: `${pauseSeconds}s` } },
      ]),
    ],
    ...(options.analysis === undefined
      ? {}
      : {
          analysis: {
            templates: [{ templateName: objectName }],
            // From the first share on: before it there are no requests to measure.
            startingStep: 1 + headerRoutes(input, canary.optIn).length,
            args: [{ name: 'service', value: steered ? `${objectName}-canary` : objectName }],
          },
        }),
  };
}

/** Pods before the switch, and the times around it. */
export function switchTimes({
  autoPromote = false,
  previewReplicas,
  scaleDownDelay,
}: ArgoBlueGreenOptions = {}): Pick<
  Extract<ControlledTrafficPlan, { readonly kind: 'switch' }>,
  'previewReplicas' | 'promoteAfterSeconds' | 'keepSeconds'
> {
  const after =
    autoPromote === true ? 0 : autoPromote === false ? undefined : secondsOf(autoPromote);
  return {
    ...(previewReplicas === undefined ? {} : { previewReplicas }),
    ...(after === undefined ? {} : { promoteAfterSeconds: after }),
    keepSeconds: secondsOf(scaleDownDelay) ?? SCALE_DOWN_DELAY_SECONDS,
  };
}

/** The switch of a Rollout. */
export function blueGreenStrategy(
  { strategy, analysis }: ArgoRolloutsOptions,
  { objectName }: RolloutInput,
): Data {
  const { previewReplicas, promoteAfterSeconds, keepSeconds } = switchTimes(strategy.blueGreen);
  return {
    activeService: objectName,
    previewService: `${objectName}-preview`,
    autoPromotionEnabled: promoteAfterSeconds !== undefined,
    ...(typeof strategy.blueGreen?.autoPromote === 'boolean' || promoteAfterSeconds === undefined
      ? {}
      : { autoPromotionSeconds: promoteAfterSeconds }),
    ...(previewReplicas === undefined ? {} : { previewReplicaCount: previewReplicas }),
    scaleDownDelaySeconds: keepSeconds,
    ...(analysis === undefined
      ? {}
      : {
          // After the switch: only then there are requests to measure, and a failure switches back.
          postPromotionAnalysis: {
            templates: [{ templateName: objectName }],
            args: [{ name: 'service', value: objectName }],
          },
        }),
  };
}

/**
 * Who splits. ingress-nginx by an Ingress that the controller makes beside ours, to which it copies how somebody asks; the Gateway API by its plugin, which is
 * installed with the controller. @see https://github.com/argoproj-labs/rollouts-plugin-trafficrouter-gatewayapi
 */
function trafficRouting(input: RolloutInput, optIn: OptIn | undefined): Data {
  const { routes, namespace } = input;
  const managed = headerRoutes(input, optIn);
  const asked = managed.length === 0 ? {} : { useHeaderRoutes: true };
  const names = (kind: RolloutInput['routes'][number]['kind']) =>
    routes.filter((route) => route.kind === kind).map(({ name }) => name);
  const [ingresses, httpRoutes, grpcRoutes] = [
    names('ingress-nginx'),
    names('httpRoute'),
    names('grpcRoute'),
  ];
  return {
    ...(ingresses.length === 0
      ? {}
      : {
          nginx: {
            ...(ingresses.length === 1
              ? { stableIngress: ingresses[0] }
              : { stableIngresses: ingresses }),
            ...(optIn === undefined ? {} : { canaryIngressAnnotations: optInAnnotations(optIn) }),
          },
        }),
    ...(httpRoutes.length + grpcRoutes.length === 0
      ? {}
      : {
          ...(managed.length === 0
            ? {}
            : { managedRoutes: managed.map(({ route: { name } }) => ({ name })) }),
          plugins: {
            'argoproj-labs/gatewayAPI': {
              namespace,
              ...(httpRoutes.length === 0
                ? {}
                : { httpRoutes: httpRoutes.map((name) => ({ name, ...asked })) }),
              ...(grpcRoutes.length === 0
                ? {}
                : { grpcRoutes: grpcRoutes.map((name) => ({ name, ...asked })) }),
            },
          },
        }),
  };
}

/**
 * Rules that the plugin of the Gateway API adds to the route while the change lasts: to the new version alone, for it knows no
 * rule that leads back to the old one.
 * @see https://github.com/argoproj-labs/rollouts-plugin-trafficrouter-gatewayapi/blob/main/pkg/plugin/httproute.go setHTTPHeaderRoute
 */
function headerRoutes(
  { routes, objectName }: RolloutInput,
  optIn: OptIn | undefined,
): readonly { readonly route: { readonly name: string; readonly match: readonly Data[] } }[] {
  if (optIn === undefined || !routes.some(({ kind }) => kind !== 'ingress-nginx')) return [];
  return optInChoices(optIn)
    .filter(({ to }) => to === 'canary')
    .map(({ by, name, value }) => ({
      route: {
        name: `${objectName}-by-${by}`,
        match: [
          by === 'cookie'
            ? {
                headerName: 'Cookie',
                headerValue: { regex: cookieExpression(name, value.text) },
              }
            : {
                headerName: name,
                headerValue: value.kind === 'exact' ? { exact: value.text } : { regex: value.text },
              },
        ],
      },
    }));
}
