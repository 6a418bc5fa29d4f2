/** Manifest rule: the Services, Ingresses and templates that a Rollout names are there, and are such as the controller wants them. */

import { at, dataAt, listAt, mapAt, textAt, textsAt } from '../manifests/data.ts';
import {
  findBeside,
  type ManifestObject,
  type ManifestSet,
  namesBeside,
  objectsOf,
} from '../manifests/manifest-set.ts';
import { routesOf } from '../manifests/ingress.ts';
import type { ManifestComplaint, ManifestRule } from '../rule.ts';

/** SW4410. @see https://github.com/argoproj/argo-rollouts/blob/v1.10.1/pkg/apis/rollouts/validation/validation_references.go */
export const rolloutReferenceMissing: ManifestRule = {
  code: 'SW4410',
  name: 'rollout-reference-missing',
  level: 'manifest',
  severity: 'error',
  summary:
    'A Rollout names a Service, Ingress or AnalysisTemplate that is not there or does not fit.',
  because:
    'The controller looks them up before it does anything, sets the condition InvalidSpec, and the new version never starts.',
  check: (set) =>
    objectsOf(set, 'Rollout')
      .filter(({ group }) => group === 'argoproj.io')
      .flatMap((on) => [
        ...serviceProblems(set, on),
        ...ingressProblems(set, on),
        ...templateProblems(set, on),
      ]),
};

const SERVICES = [
  ['blueGreen', 'activeService'],
  ['blueGreen', 'previewService'],
  ['canary', 'stableService'],
  ['canary', 'canaryService'],
] as const;

function serviceProblems(set: ManifestSet, on: ManifestObject): readonly ManifestComplaint[] {
  const labels = mapAt(on.body, 'spec', 'template', 'metadata', 'labels');
  return SERVICES.flatMap(([strategy, key]) => {
    const name = textAt(on.body, 'spec', 'strategy', strategy, key);
    if (name === undefined) return [];
    const path = `spec.strategy.${strategy}.${key}`;
    const service = findBeside(set, on, 'Service', name);
    if (service === undefined) return [missing(set, on, 'Service', name, path)];
    if (at(on.body, 'spec', 'workloadRef') !== undefined) return [];
    const wrong = Object.entries(mapAt(service.body, 'spec', 'selector')).find(
      // The controller adds this one by itself.
      ([label, value]) => label !== 'rollouts-pod-template-hash' && labels[label] !== value,
    );
    if (wrong === undefined) return [];
    return [
      {
        on,
        path,
        message: `Service ${name} selects ${wrong.join('=')}, which the pods of the Rollout do not have.`,
        fix: 'Let the Service select labels of the pods.',
      },
    ];
  });
}

function ingressProblems(set: ManifestSet, on: ManifestObject): readonly ManifestComplaint[] {
  const canary = dataAt(on.body, 'spec', 'strategy', 'canary');
  const path = 'spec.strategy.canary.trafficRouting.nginx';
  const one = textAt(canary, 'trafficRouting', 'nginx', 'stableIngress');
  const names = [
    ...(one === undefined ? [] : [one]),
    ...textsAt(canary, 'trafficRouting', 'nginx', 'stableIngresses'),
  ];
  const stable = textAt(canary, 'stableService') ?? '';
  return names.flatMap((name) => {
    const ingress = findBeside(set, on, 'Ingress', name);
    if (ingress === undefined) return [missing(set, on, 'Ingress', name, path)];
    if (routesOf(ingress).some(({ service }) => service === stable)) return [];
    return [
      {
        on,
        path,
        message: `Ingress ${name} has no rule that leads to ${stable}, the stable Service.`,
        fix: 'Lead its paths there; the controller makes the Ingress of the canary.',
      },
    ];
  });
}

function templateProblems(set: ManifestSet, on: ManifestObject): readonly ManifestComplaint[] {
  const strategy = dataAt(on.body, 'spec', 'strategy');
  const canary = dataAt(strategy, 'canary');
  const uses = [
    { path: 'canary.analysis', use: dataAt(canary, 'analysis') },
    {
      path: 'blueGreen.prePromotionAnalysis',
      use: dataAt(strategy, 'blueGreen', 'prePromotionAnalysis'),
    },
    {
      path: 'blueGreen.postPromotionAnalysis',
      use: dataAt(strategy, 'blueGreen', 'postPromotionAnalysis'),
    },
    ...listAt(canary, 'steps').map((step, index) => ({
      path: `canary.steps[${index}].analysis`,
      use: dataAt(step, 'analysis'),
    })),
  ];
  return uses.flatMap(({ path, use }) =>
    listAt(use, 'templates')
      .filter((reference) => reference['clusterScope'] !== true)
      .flatMap((reference) => {
        const name = textAt(reference, 'templateName') ?? '';
        const place = `spec.strategy.${path}.templates`;
        const template = findBeside(set, on, 'AnalysisTemplate', name);
        if (template === undefined) return [missing(set, on, 'AnalysisTemplate', name, place)];
        return [
          ...argumentProblems(on, template, listAt(use, 'args'), `spec.strategy.${path}.args`),
          ...endlessProblems(on, template, path, place),
        ];
      }),
  );
}

function argumentProblems(
  on: ManifestObject,
  template: ManifestObject,
  given: readonly unknown[],
  path: string,
): readonly ManifestComplaint[] {
  const names = given.map((argument) => textAt(argument, 'name'));
  return listAt(template.body, 'spec', 'args')
    .filter((argument) => !('value' in argument) && !('valueFrom' in argument))
    .map((argument) => textAt(argument, 'name') ?? '')
    .filter((name) => !names.includes(name))
    .map((name) => ({
      on,
      path,
      message: `AnalysisTemplate ${template.name} asks for the argument ${name}, which is not given.`,
      fix: 'Give it a value here, or a default there.',
    }));
}

/** Outside the background of a canary a measurement has to end by itself. */
function endlessProblems(
  on: ManifestObject,
  template: ManifestObject,
  use: string,
  path: string,
): readonly ManifestComplaint[] {
  if (use === 'canary.analysis') return [];
  return listAt(template.body, 'spec', 'metrics')
    .filter((metric) => 'interval' in metric && !('count' in metric))
    .map((metric) => ({
      on,
      path,
      message: `AnalysisTemplate ${template.name} measures ${textAt(metric, 'name') ?? ''} for ever, and the change would wait for it.`,
      fix: 'Give the metric a `count`.',
    }));
}

function missing(
  set: ManifestSet,
  on: ManifestObject,
  kind: string,
  name: string,
  path: string,
): ManifestComplaint {
  return {
    on,
    path,
    message: `${kind} ${name} is not among these objects; in this namespace there are: ${namesBeside(set, on, kind)}.`,
    fix: `Add the ${kind} or correct the name; if it is made elsewhere, silence this rule with that reason.`,
  };
}
