/** The validation of `spec` of a Rollout. @see https://github.com/argoproj/argo-rollouts/blob/v1.10.1/pkg/apis/rollouts/validation/validation.go */

import { at, type Data, dataAt, isData, listAt, numberAt, textAt } from '../manifests/data.ts';
import { hasAny, type Problem, when } from './problem.ts';
import {
  nginxProblems,
  pingPongProblems,
  routersOfServices,
  stepProblems,
} from './step-problems.ts';

/** Defaults of the controller. @see utils/defaults/defaults.go, v1.10.1 */
const DEFAULT = { progressDeadlineSeconds: 600, revisionHistoryLimit: 10, share: '25%' } as const;

/** All that is wrong with it. */
export function problemsOf(spec: Data): readonly Problem[] {
  const [canary, blueGreen] = [at(spec, 'strategy', 'canary'), at(spec, 'strategy', 'blueGreen')];
  return [
    ...when(canary === undefined && blueGreen === undefined, {
      path: 'strategy',
      message: 'There is neither `canary` nor `blueGreen`.',
      fix: 'Give one of them.',
    }),
    ...when(canary !== undefined && blueGreen !== undefined, {
      path: 'strategy',
      message: 'There are both `canary` and `blueGreen`: multiple strategies cannot be listed.',
      fix: 'Remove one of them.',
    }),
    ...baseProblems(spec),
    ...(isData(blueGreen) ? blueGreenProblems(blueGreen, spec) : []),
    ...(isData(canary) ? canaryProblems(canary) : []),
  ];
}

function baseProblems(spec: Data): readonly Problem[] {
  const minReady = numberAt(spec, 'minReadySeconds') ?? 0;
  const deadline = numberAt(spec, 'progressDeadlineSeconds') ?? DEFAULT.progressDeadlineSeconds;
  const byReference = at(spec, 'workloadRef') !== undefined;
  return [
    ...when(!byReference && at(spec, 'selector') === undefined, {
      path: 'selector',
      message: 'There is no selector.',
      fix: 'Select the labels of the pods, as in a Deployment.',
    }),
    ...when(!byReference && isEmptySelector(at(spec, 'selector')), {
      path: 'selector',
      message: 'The selector is empty.',
      fix: 'Select the labels of the pods, as in a Deployment.',
    }),
    ...when(byReference && at(spec, 'template') !== undefined, {
      path: 'template',
      message: 'There are a template and a `workloadRef`.',
      fix: 'Remove one of them.',
    }),
    ...when(deadline <= minReady, {
      path: 'progressDeadlineSeconds',
      message: `A deadline of ${deadline} s is not longer than the ${minReady} s a pod must stay ready.`,
      fix: 'Make it longer than `minReadySeconds`.',
    }),
    ...['minReadySeconds', 'progressDeadlineSeconds', 'revisionHistoryLimit', 'replicas'].flatMap(
      (key) =>
        when((numberAt(spec, key) ?? 0) < 0, {
          path: key,
          message: `${numberAt(spec, key)} is negative.`,
          fix: 'Give 0 or more.',
        }),
    ),
  ];
}

function blueGreenProblems(blueGreen: Data, spec: Data): readonly Problem[] {
  const [active, preview] = [
    textAt(blueGreen, 'activeService'),
    textAt(blueGreen, 'previewService'),
  ];
  const kept = numberAt(blueGreen, 'scaleDownDelayRevisionLimit');
  const history = numberAt(spec, 'revisionHistoryLimit') ?? DEFAULT.revisionHistoryLimit;
  return [
    ...when(active === preview, {
      path: 'strategy.blueGreen.activeService',
      message: `\`activeService\` and \`previewService\` are both ${active ?? 'missing'}; two different Services are required.`,
      fix: 'Name a Service for each.',
    }),
    ...when(kept !== undefined && history < kept, {
      path: 'strategy.blueGreen.scaleDownDelayRevisionLimit',
      message: `${kept} old versions cannot be kept running with a history of ${history}.`,
      fix: 'Raise `revisionHistoryLimit`.',
    }),
    ...affinityProblems(at(blueGreen, 'antiAffinity'), 'strategy.blueGreen.antiAffinity'),
  ];
}

function canaryProblems(canary: Data): readonly Problem[] {
  const at_ = 'strategy.canary';
  const routing = at(canary, 'trafficRouting');
  const [stable, next] = [textAt(canary, 'stableService'), textAt(canary, 'canaryService')];
  const router = routersOfServices(canary);
  return [
    ...when(isZero(at(canary, 'maxSurge')) && isZero(at(canary, 'maxUnavailable')), {
      path: `${at_}.maxSurge`,
      message: '`maxSurge` and `maxUnavailable` are both 0: no pod could ever be replaced.',
      fix: 'Allow one more pod.',
    }),
    ...when(stable !== undefined && stable === next, {
      path: `${at_}.stableService`,
      message: `\`stableService\` and \`canaryService\` are both ${stable}; two different Services are required.`,
      fix: 'Name a Service for each.',
    }),
    ...when(router.length > 0 && (stable === undefined || next === undefined), {
      path: `${at_}.${stable === undefined ? 'stableService' : 'canaryService'}`,
      message: `Routing by ${router.join(', ')} needs both \`stableService\` and \`canaryService\`.`,
      fix: 'Name both.',
    }),
    ...nginxProblems(dataAt(canary, 'trafficRouting', 'nginx'), at(routing, 'nginx') !== undefined),
    ...when(routing === undefined && at(canary, 'scaleDownDelaySeconds') !== undefined, {
      path: `${at_}.scaleDownDelaySeconds`,
      message: '`scaleDownDelaySeconds` can only be used with `trafficRouting`.',
      fix: 'Remove it.',
    }),
    ...when(routing === undefined && at(canary, 'dynamicStableScale') === true, {
      path: `${at_}.dynamicStableScale`,
      message: '`dynamicStableScale` can only be used with `trafficRouting`.',
      fix: 'Remove it.',
    }),
    ...when(
      routing !== undefined &&
        at(canary, 'dynamicStableScale') === true &&
        at(canary, 'scaleDownDelaySeconds') !== undefined,
      {
        path: `${at_}.dynamicStableScale`,
        message: '`dynamicStableScale` cannot be used with `scaleDownDelaySeconds`.',
        fix: 'Remove one of them.',
      },
    ),
    ...when(
      at(routing, 'maxTrafficWeight') !== undefined && !hasAny(routing, ['nginx', 'plugins']),
      {
        path: `${at_}.trafficRouting.maxTrafficWeight`,
        message: '`maxTrafficWeight` is only supported with `nginx` and `plugins`.',
        fix: 'Remove it.',
      },
    ),
    ...pingPongProblems(canary, routing),
    ...listAt(canary, 'steps').flatMap((step, index) =>
      stepProblems(step, `${at_}.steps[${index}]`, routing),
    ),
    ...affinityProblems(at(canary, 'antiAffinity'), `${at_}.antiAffinity`),
  ];
}

function affinityProblems(affinity: unknown, path: string): readonly Problem[] {
  if (!isData(affinity)) return [];
  const preferred = at(affinity, 'preferredDuringSchedulingIgnoredDuringExecution');
  const required = at(affinity, 'requiredDuringSchedulingIgnoredDuringExecution');
  const weight = numberAt(preferred, 'weight');
  return [
    ...when((preferred === undefined) === (required === undefined), {
      path,
      message: 'Anti-affinity is either preferred or required.',
      fix: 'Give exactly one of them.',
    }),
    ...when(weight !== undefined && (weight < 1 || weight > 100), {
      path: `${path}.preferredDuringSchedulingIgnoredDuringExecution.weight`,
      message: `A weight of ${weight} is not between 1 and 100.`,
      fix: 'Give a weight within these bounds.',
    }),
  ];
}

function isZero(amount: unknown): boolean {
  const said = typeof amount === 'number' || typeof amount === 'string' ? amount : DEFAULT.share;
  return Number.parseInt(String(said), 10) === 0;
}

function isEmptySelector(selector: unknown): boolean {
  return (
    isData(selector) &&
    Object.keys(dataAt(selector, 'matchLabels')).length === 0 &&
    listAt(selector, 'matchExpressions').length === 0
  );
}
