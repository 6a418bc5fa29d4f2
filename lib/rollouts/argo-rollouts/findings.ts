/** rollouts › argoRollouts: what the controller would refuse, or do other than is meant, for this process. */

import type { Finding } from '../../model/finding.ts';
import { type OptIn, needsExpressions } from '../../model/opt-in.ts';
import type { RolloutInput } from '../../model/rollout.ts';
import { analysisFindings } from '../analysis.ts';
import { controlledWorker } from '../controlled-worker.ts';
import { rollingFindings } from '../rolling-findings.ts';
import type { ArgoRolloutsOptions } from './options.ts';
import { isSteered } from './strategy.ts';

/** All findings, in the order of their codes. */
export function argoRolloutsFindings(
  options: ArgoRolloutsOptions,
  input: RolloutInput,
): readonly Finding[] {
  const path = `${input.process}.rollout`;
  const { canary } = options.strategy;
  return [
    ...rollingFindings(options.within ?? {}, input, `${path}.within`),
    ...controlledWorker(input, path),
    ...(input.kind === 'web' && canary !== undefined && !isSteered(input)
      ? unsteered(canary.dynamicStableScale === true, path)
      : []),
    ...analysisFindings(
      options.analysis,
      canary !== undefined && input.routes.some(({ kind }) => kind === 'ingress-nginx'),
      path,
    ),
    ...previewFindings(options, input, path),
    ...optInFindings(canary?.optIn, input, `${path}.strategy.canary.optIn`),
  ];
}

function unsteered(dynamic: boolean, path: string): readonly Finding[] {
  return [
    {
      code: 'SW2084',
      name: 'canary-by-pods',
      severity: 'warning',
      path,
      message: 'No route to this process can be steered: shares are ratios of pods.',
      because:
        'A share is then no finer than one pod, moves with the autoscaler, and holds for connections instead of requests.',
      fix: "Expose it by `gateway({ … })` or `nginxIngress({ controller: 'ingress-nginx', … })`, or use `strategy: { blueGreen: {} }`.",
    },
    ...(dynamic
      ? [
          {
            code: 'SW2097',
            name: 'stable-scale-without-routes',
            severity: 'error',
            path: `${path}.strategy.canary.dynamicStableScale`,
            message:
              '`dynamicStableScale` needs a route whose weights are moved, and there is none.',
            because: 'The controller refuses it: "can only be used with traffic routing".',
            fix: 'Remove it.',
          } as const,
        ]
      : []),
  ];
}

function previewFindings(
  { strategy }: ArgoRolloutsOptions,
  { maxReplicas, minReplicas }: RolloutInput,
  path: string,
): readonly Finding[] {
  const said = strategy.blueGreen?.previewReplicas;
  if (said === undefined || said <= maxReplicas) return [];
  return [
    {
      code: 'SW2098',
      name: 'preview-above-most',
      severity: 'error',
      path: `${path}.strategy.blueGreen.previewReplicas`,
      message: `${said} pods are more than the ${maxReplicas} that \`scale\` allows.`,
      because: 'A preview need not be larger than what serves.',
      fix: `Give at most ${maxReplicas}; ${Math.max(1, minReplicas)} always serve.`,
    },
  ];
}

function optInFindings(
  optIn: OptIn | undefined,
  input: RolloutInput,
  path: string,
): readonly Finding[] {
  if (optIn === undefined || input.kind === 'worker') return [];
  if (!isSteered(input)) {
    return [
      {
        code: 'SW4413',
        name: 'opt-in-without-routes',
        severity: 'error',
        path,
        message: 'Nobody can ask for the new version: shares are ratios of pods.',
        because: 'A Service spreads connections without reading them; no header or cookie counts.',
        fix: "Remove `optIn`, or expose the process by `gateway({ … })` or `nginxIngress({ controller: 'ingress-nginx', … })`.",
      },
    ];
  }
  const blind = input.routes.filter(
    ({ kind, expressions }) => kind !== 'ingress-nginx' && expressions !== true,
  );
  if (blind.length === 0 || !needsExpressions(optIn)) return [];
  return [
    {
      code: 'SW4412',
      name: 'opt-in-needs-expressions',
      severity: 'error',
      path,
      message: `The route ${blind.map(({ name }) => name).join(', ')} would compare ${optIn.cookie === undefined ? 'a header' : 'the Cookie header'} with an expression, and not every implementation of the Gateway API does that.`,
      because: 'One that does not may refuse the route, or take every request for one that asks.',
      fix: 'Ask by a header with a plain value, or say that yours does: `gateway({ headerExpressions: true, … })`.',
    },
  ];
}
