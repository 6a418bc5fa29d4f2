/** The validation of the routers and steps of a canary. */

import { at, type Data, isData, listAt, numberAt, scalarAt, textAt } from '../manifests/data.ts';
import { argumentProblems, experimentProblems, matchProblems } from './match-problems.ts';
import { hasAny, type Problem, when } from './problem.ts';

const NEED_SERVICES = ['smi', 'apisix', 'ambassador', 'nginx', 'appMesh', 'traefik'];

/** The routers of a canary that lead to two Services. @see requireCanaryStableServices; Istio and ALB have ways around. */
export function routersOfServices(canary: Data): readonly string[] {
  const routing = at(canary, 'trafficRouting');
  const takesTurns = at(canary, 'pingPong') !== undefined;
  const bySubset = at(routing, 'istio', 'destinationRule') !== undefined;
  return [
    ...NEED_SERVICES,
    ...(takesTurns ? [] : ['alb']),
    ...(takesTurns || bySubset ? [] : ['istio']),
  ].filter((key) => hasAny(routing, [key]));
}

/** One Ingress, or several. */
export function nginxProblems(nginx: Data, used: boolean): readonly Problem[] {
  const one = textAt(nginx, 'stableIngress') !== undefined;
  const several = at(nginx, 'stableIngresses') !== undefined;
  return when(used && one === several, {
    path: 'strategy.canary.trafficRouting.nginx',
    message: `${one ? 'Both' : 'Neither'} \`stableIngress\` ${one ? 'and' : 'nor'} \`stableIngresses\` ${one ? 'are' : 'is'} given.`,
    fix: 'Give one of them.',
  });
}

/** Services that take turns. */
export function pingPongProblems(canary: Data, routing: unknown): readonly Problem[] {
  const pingPong = at(canary, 'pingPong');
  if (!isData(pingPong)) return [];
  const [ping, pong] = [
    textAt(pingPong, 'pingService') ?? '',
    textAt(pingPong, 'pongService') ?? '',
  ];
  const path = 'strategy.canary.pingPong';
  return [
    ...when(routing !== undefined && !hasAny(routing, ['alb', 'istio', 'plugins']), {
      path,
      message: '`pingPong` works with ALB, Istio and plugins only.',
      fix: 'Use `stableService` and `canaryService`.',
    }),
    ...when(ping === '' || pong === '' || ping === pong, {
      path,
      message: `\`pingService\` (${ping || 'missing'}) and \`pongService\` (${pong || 'missing'}) have to be two different Services.`,
      fix: 'Name a Service for each.',
    }),
    ...when(
      at(routing, 'alb') !== undefined && (textAt(routing, 'alb', 'rootService') ?? '') === '',
      {
        path: 'strategy.canary.trafficRouting.alb.rootService',
        message: '`pingPong` at an ALB needs `rootService`, to which the Ingress leads.',
        fix: 'Name the Service in front of both.',
      },
    ),
  ];
}

const STEPS = [
  ...['setWeight', 'pause', 'experiment', 'analysis'],
  ...['setCanaryScale', 'setHeaderRoute', 'setMirrorRoute', 'plugin'],
];

/** What is wrong with a step. */
export function stepProblems(step: Data, path: string, routing: unknown): readonly Problem[] {
  const kinds = STEPS.filter((key) => key in step);
  const weight = numberAt(step, 'setWeight');
  const most = numberAt(routing, 'maxTrafficWeight') ?? 100;
  return [
    ...when(kinds.length !== 1, {
      path,
      message: `A step does one thing; ${kinds.length === 0 ? 'here is none that is known' : `here are ${kinds.join(', ')}`}.`,
      fix: `Give one of ${STEPS.join(', ')}.`,
    }),
    ...when(weight !== undefined && (weight < 0 || weight > most), {
      path: `${path}.setWeight`,
      message: `A weight of ${weight} is not between 0 and ${most}.`,
      fix: 'Give a share within these bounds.',
    }),
    ...when(isNegativeTime(scalarAt(step, 'pause', 'duration')), {
      path: `${path}.pause.duration`,
      message: `${scalarAt(step, 'pause', 'duration') ?? ''} is no time to wait.`,
      fix: 'Give seconds, or text such as `5m`; leave it out to wait for somebody.',
    }),
    ...when('setCanaryScale' in step && routing === undefined, {
      path: `${path}.setCanaryScale`,
      message: '`setCanaryScale` needs `trafficRouting`.',
      fix: 'Remove the step.',
    }),
    ...when('setHeaderRoute' in step && !hasAny(routing, ['istio', 'alb', 'apisix', 'plugins']), {
      path: `${path}.setHeaderRoute`,
      message: '`setHeaderRoute` works with Istio, ALB, Apisix and plugins only.',
      fix: 'Remove the step; behind ingress-nginx use `canaryIngressAnnotations` with canary-by-header.',
    }),
    ...when('setMirrorRoute' in step && !hasAny(routing, ['istio', 'plugins']), {
      path: `${path}.setMirrorRoute`,
      message: '`setMirrorRoute` works with Istio and plugins only.',
      fix: 'Remove the step.',
    }),
    ...(['setHeaderRoute', 'setMirrorRoute'] as const).flatMap((key) => {
      const name = textAt(step, key, 'name');
      const managed = listAt(routing, 'managedRoutes').map((route) => textAt(route, 'name'));
      return when(key in step && routing !== undefined && !managed.includes(name), {
        path: `${path}.${key}.name`,
        message: `The route ${name ?? 'without a name'} is not among \`managedRoutes\`: ${managed.join(', ') || 'there are none'}.`,
        fix: 'Name it there.',
      });
    }),
    ...matchProblems(step, path, routing),
    ...experimentProblems(step, path, routing),
    ...argumentProblems(step, path),
  ];
}

/** Text that is no duration of Go counts as -1 s in the controller (PauseStep.DurationSeconds). */
function isNegativeTime(duration: number | string | undefined): boolean {
  if (duration === undefined) return false;
  return !/^\d+$|^(\d+(\.\d+)?(ns|us|ms|s|m|h))+$/.test(String(duration));
}
