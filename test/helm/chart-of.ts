// A service as a chart in a folder, and as the objects it has with given values.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type HelmOutput, emitHelm } from '../../lib/emit/helm/emit-helm.ts';
import { specWith } from '../../lib/emit/helm/infer/render.ts';
import type { Described, Parameter } from '../../lib/emit/helm/parameter.ts';
import { withNulls } from '../../lib/emit/helm/chart/values-file.ts';
import { type Values, keyOf, nested } from '../../lib/emit/helm/tree/values.ts';
import { hasErrors } from '../../lib/diagnostics/diagnostic.ts';
import { environmentsOf, type Service } from '../../lib/index.ts';
import { lower } from '../../lib/kubernetes/lower.ts';
import { seal } from '../../lib/kubernetes/seal.ts';
import { PLAN_RULES } from '../../lib/rules/catalogue.ts';
import { checkPlan } from '../../lib/rules/engine.ts';
import { specIn, serviceSaying } from '../../lib/resolve/spec-in.ts';
import { resolve } from '../../lib/resolve/resolve.ts';
import type { ServiceSpec } from '../../lib/model/spec/service-spec.ts';
import { toYaml } from '../../lib/text/yaml.ts';
import { noFiles } from '../support/synthesise.ts';

/** A chart on disk, with what it was made from. */
export interface Chart extends HelmOutput {
  readonly folder: string;
  readonly service: Service;
  readonly environments: readonly Described[];
  readonly defaults: Described;
}

/** Every environment of a service that has no errors, as the emitter wants them. */
export function describe(service: Service): readonly Described[] {
  return environmentsOf(service).flatMap((environment) => {
    const { plan } = resolve(service, environment, { readText: noFiles });
    const isRight = plan !== undefined && !hasErrors(checkPlan(PLAN_RULES, plan));
    return !isRight ? [] : [{ environment, plan, spec: specIn(service, environment) }];
  });
}

/** Writes the chart of a service below a folder; undefined when the service has errors. */
export function writeChart(service: Service, below: string): Chart | undefined {
  const environments = describe(service);
  const defaults =
    environments.find(({ environment }) => environment === 'production') ?? environments.at(-1);
  if (defaults === undefined) return undefined;
  const output = emitHelm({
    environments,
    synthesise: (spec, environment) => attempt(service, spec, environment).entries,
  });
  const folder = join(below, service.name);
  rmSync(folder, { recursive: true, force: true });
  for (const { path, text } of output.files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return { ...output, folder, service, environments, defaults };
}

/** The objects a service has, or the codes of what is wrong with it. */
export type Synthesised =
  | { readonly kind: 'objects'; readonly objects: readonly unknown[] }
  | { readonly kind: 'refused'; readonly codes: readonly string[] };

/** What the synthesis of the service gives for these values in an environment. */
export function synthesised(
  { service, parameters }: Chart,
  described: Described,
  values: Values,
): Synthesised {
  const spec = specWith({ parameters }, described, values);
  const { entries, codes } = attempt(service, spec, described.environment);
  return entries === undefined
    ? { kind: 'refused', codes }
    : { kind: 'objects', objects: seal(entries).map(({ manifest }) => manifest) };
}

/** The values of an environment. */
export function valuesIn(parameters: readonly Parameter[], described: Described): Values {
  return new Map(parameters.map(({ path, read }) => [keyOf(path), read(described)]));
}

/** A values file that turns the chart's defaults into these values. */
export function valuesFile({ parameters, defaults }: Chart, values: Values): string {
  return toYaml(
    nested(
      parameters.map(({ path, read }) => [
        path,
        withNulls(values.get(keyOf(path)), read(defaults)),
      ]),
    ),
  );
}

function attempt(service: Service, spec: ServiceSpec, environment: string) {
  const { plan, diagnostics } = resolve(serviceSaying(service, spec, environment), environment, {
    readText: noFiles,
  });
  const complaints = plan === undefined ? diagnostics : checkPlan(PLAN_RULES, plan);
  const errors = complaints.filter(({ severity }) => severity === 'error');
  const codes = [...new Set(errors.map(({ code }) => code))];
  return plan === undefined || codes.length > 0 ? { codes } : { codes, entries: lower(plan) };
}
