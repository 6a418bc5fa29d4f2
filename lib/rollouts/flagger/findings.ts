/** rollouts › flagger: what Flagger cannot do here, or would do other than is meant. */

import type { Finding } from '../../model/finding.ts';
import type { RolloutInput } from '../../model/rollout.ts';
import { analysisFindings } from '../analysis.ts';
import { controlledWorker } from '../controlled-worker.ts';
import { rollingFindings } from '../rolling-findings.ts';
import type { FlaggerOptions } from './options.ts';

/** All findings, in the order of their codes. */
export function flaggerFindings(options: FlaggerOptions, input: RolloutInput): readonly Finding[] {
  const path = `${input.process}.rollout`;
  const { canary, optIn } = options.strategy;
  const split = canary !== undefined || optIn !== undefined;
  const behindIngress = input.routes.some(({ kind }) => kind === 'ingress-nginx');
  return [
    ...rollingFindings(options.within ?? {}, input, `${path}.within`),
    ...(input.kind === 'web' && split && !behindIngress
      ? [noRoute(`${path}.strategy.${canary === undefined ? 'optIn' : 'canary'}`)]
      : []),
    ...(input.autoscaled || input.kind === 'worker' ? [] : [fixedScale(path)]),
    ...controlledWorker(input, path),
    ...analysisFindings(options.analysis, split && behindIngress, path),
  ];
}

function noRoute(path: string): Finding {
  return {
    code: 'SW2073',
    name: 'flagger-without-ingress',
    severity: 'error',
    path,
    message: 'There is no Ingress of ingress-nginx whose requests Flagger could split.',
    because:
      'Flagger copies such an Ingress; routes of the Gateway API it writes by itself, and would overwrite ours.',
    fix: "Use `strategy: { blueGreen: {} }`, which needs no route, `argoRollouts()` behind `gateway()`, or expose by `nginxIngress({ controller: 'ingress-nginx', … })`.",
  };
}

function fixedScale(path: string): Finding {
  return {
    code: 'SW2074',
    name: 'flagger-fixed-scale',
    severity: 'warning',
    path,
    message: 'The number of pods is fixed, and written into the Deployment that Flagger stops.',
    because:
      'Between releases Flagger keeps the Deployment at 0 pods and serves from its copy; every apply starts the pods again, for nothing.',
    fix: 'Let an autoscaler decide: `scale: { min: …, max: …, cpu: … }`.',
  };
}
