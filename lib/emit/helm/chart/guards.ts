/** emit › helm › guards: what must hold across values and no schema can say; the render fails with the code, reason and fix of `slipway check`. */

import type { Parameter } from '../parameter.ts';
import { valueCode } from '../print/code.ts';
import { keyOf } from '../tree/values.ts';

/** The text of the template that guards the values; empty when nothing needs guarding. */
export function guardsText(chart: string, parameters: readonly Parameter[]): string {
  const lines = [
    ...parameters
      .filter(({ path }) => path.at(-1) === 'maxReplicas')
      .flatMap((most) => boundsGuard(most, parameters)),
    ...parameters
      .filter(({ path }) => path.at(-1) === 'targetCPUUtilizationPercentage')
      .flatMap((target) => targetGuard(chart, target, parameters)),
    ...parameters
      .filter(({ path }) => path.at(-2) === 'image' && path.at(-1) === 'tag')
      .flatMap((tag) => tagGuard(tag, parameters)),
  ];
  if (lines.length === 0) return '';
  return [`{{- /* What must hold across values. Nothing is written here. */}}`, ...lines, ''].join(
    '\n',
  );
}

const SCOPE = { chart: '', root: '.' } as const;

function boundsGuard({ path }: Parameter, parameters: readonly Parameter[]): readonly string[] {
  const least = beside(path, 'minReplicas');
  const enabled = beside(path, 'enabled');
  if (!has(parameters, least) || !has(parameters, enabled)) return [];
  const [min, max] = [least, path].map((each) => `(int64 ${valueCode(each, SCOPE)})`);
  return guard(
    `and ${valueCode(enabled, SCOPE)} (gt ${min} ${max})`,
    'SW2264',
    `${keyOf(least)} is %d and ${keyOf(path)} is %d. Why: the API server refuses the autoscaler, and the workload stays at one pod. Fix: set ${keyOf(path)} to ${keyOf(least)} or more.`,
    [min ?? '', max ?? ''],
  );
}

function targetGuard(
  chart: string,
  { path }: Parameter,
  parameters: readonly Parameter[],
): readonly string[] {
  const process = path.slice(0, -2);
  const limit = [...process, 'resources', 'limits', 'cpu'];
  const request = [...process, 'resources', 'requests', 'cpu'];
  const enabled = beside(path, 'enabled');
  if (![limit, request, enabled].every((each) => has(parameters, each))) return [];
  const millicores = (each: readonly string[]): string =>
    `(include "${chart}.millicores" ${valueCode(each, SCOPE)} | int64)`;
  const target = `(int64 ${valueCode(path, SCOPE)})`;
  return [
    `{{- if and ${valueCode(enabled, SCOPE)} ${valueCode(limit, SCOPE)} }}`,
    ...guard(
      `gt (mul ${target} ${millicores(request)}) (mul 100 ${millicores(limit)})`,
      'SW2262',
      `${keyOf(path)} is %d, but the limit of CPU ends usage below that share of the request. Why: the autoscaler never sees its target and never scales up. Fix: lower the target, or raise ${keyOf(limit)}.`,
      [target],
    ),
    '{{- end }}',
  ];
}

function tagGuard({ path }: Parameter, parameters: readonly Parameter[]): readonly string[] {
  const digest = beside(path, 'digest');
  const floating = `eq ${valueCode(path, SCOPE)} "latest"`;
  const condition = has(parameters, digest)
    ? `and (${floating}) (not ${valueCode(digest, SCOPE)})`
    : floating;
  return guard(
    condition,
    'SW2332',
    `${keyOf(path)} is latest, which does not say which version is meant. Why: pods of one release may run different code, and going back brings back nothing. Fix: give the tag of the build, or better its digest.`,
    [],
  );
}

function guard(
  condition: string,
  code: string,
  message: string,
  operands: readonly string[],
): readonly string[] {
  const text = JSON.stringify(`${code}: ${message}`);
  const said = operands.length === 0 ? text : `(printf ${[text, ...operands].join(' ')})`;
  return [`{{- if ${condition} }}`, `{{- fail ${said} }}`, '{{- end }}'];
}

function beside(path: readonly string[], key: string): readonly string[] {
  return [...path.slice(0, -1), key];
}

function has(parameters: readonly Parameter[], path: readonly string[]): boolean {
  return parameters.some((parameter) => keyOf(parameter.path) === keyOf(path));
}
