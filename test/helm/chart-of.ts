// A service as a chart in a folder, and as the objects it has with given values.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { synthesise } from '../../lib/constructs/synthesise.ts';
import { hasErrors } from '../../lib/diagnostics/diagnostic.ts';
import { withNulls } from '../../lib/emit/helm/chart/values-file.ts';
import { type HelmOutput, emitHelm } from '../../lib/emit/helm/emit-helm.ts';
import { specWith } from '../../lib/emit/helm/infer/render.ts';
import type { Described, Parameter } from '../../lib/emit/helm/parameter.ts';
import type { UnsealedObject } from '../../lib/emit/helm/synthesiser.ts';
import { type Values, keyOf, nested } from '../../lib/emit/helm/tree/values.ts';
import { type App, defineService, environmentsOf, type Service } from '../../lib/index.ts';
import { readText } from '../../lib/io/read-text.ts';
import { lower } from '../../lib/kubernetes/lower.ts';
import { seal } from '../../lib/kubernetes/seal.ts';
import type { ServiceSpec } from '../../lib/model/spec/service-spec.ts';
import { resolve } from '../../lib/resolve/resolve.ts';
import { serviceSaying, specIn } from '../../lib/resolve/spec-in.ts';
import { PLAN_RULES } from '../../lib/rules/catalogue.ts';
import { checkPlan } from '../../lib/rules/engine.ts';
import { toYaml } from '../../lib/text/yaml.ts';

/** The objects a service has, or the codes of what is wrong with it. */
export type Synthesised =
  | { readonly kind: 'objects'; readonly objects: readonly unknown[] }
  | { readonly kind: 'refused'; readonly codes: readonly string[] };

type Say = (
  spec: ServiceSpec,
  environment: string,
) => { readonly codes: readonly string[]; readonly objects?: readonly UnsealedObject[] };

/** A chart on disk, with what it was made from. */
export interface Chart extends HelmOutput {
  readonly name: string;
  readonly folder: string;
  readonly environments: readonly Described[];
  readonly defaults: Described;
  readonly say: Say;
}

/** Writes the chart of a service below a folder; undefined when the service has errors. */
export function writeChart(service: Service, below: string): Chart | undefined {
  const say = sayingOf(service);
  const environments = environmentsOf(service).flatMap((environment) => {
    const { plan } = resolve(service, environment, { readText });
    const isRight = plan !== undefined && !hasErrors(checkPlan(PLAN_RULES, plan));
    return isRight ? [{ environment, plan, spec: specIn(service, environment) }] : [];
  });
  return written(service.name, environments, say, below);
}

/** Writes the charts of an app's services, with its patches and raw objects. */
export function writeChartsOf(app: App, below: string): readonly Chart[] {
  const { services } = synthesise(app);
  return [...Map.groupBy(services, ({ chart }) => chart.service)].flatMap(([name, own]) => {
    const environments = own.flatMap(({ chart }) =>
      chart.described === undefined ? [] : [{ environment: chart.environment, ...chart.described }],
    );
    const chart = written(
      name,
      environments,
      (spec, environment) => {
        const service = own.find((each) => each.chart.environment === environment);
        const objects = service?.chart.saying(spec);
        if (service === undefined || objects === undefined)
          return { codes: codesOf(spec, environment) };
        const raw = service.objects.filter(({ id }) => id === undefined);
        return { codes: [], objects: [...objects, ...raw.map(({ manifest }) => ({ manifest }))] };
      },
      below,
    );
    return chart === undefined ? [] : [chart];
  });
}

/** What the synthesis of the service gives for these values in an environment. */
export function synthesised(
  { say, parameters }: Pick<Chart, 'say' | 'parameters'>,
  described: Described,
  values: Values,
): Synthesised {
  const spec = specWith({ parameters }, described, values);
  const { objects, codes } = say(spec, described.environment);
  if (objects === undefined) return { kind: 'refused', codes };
  const entries = objects.map(({ id = '', manifest }) => ({ id, manifest }));
  return { kind: 'objects', objects: seal(entries).map(({ manifest }) => manifest) };
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

function written(
  name: string,
  environments: readonly Described[],
  say: Say,
  below: string,
): Chart | undefined {
  const defaults =
    environments.find(({ environment }) => environment === 'production') ?? environments.at(-1);
  if (defaults === undefined) return undefined;
  const output = emitHelm({
    environments,
    synthesise: (spec, environment) => say(spec, environment).objects,
  });
  if (output.files.length === 0) return undefined;
  const folder = join(below, name);
  rmSync(folder, { recursive: true, force: true });
  for (const { path, text } of output.files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return { ...output, name, folder, environments, defaults, say };
}

function sayingOf(service: Service): Say {
  return (spec, environment) => {
    const { plan, codes } = judged(serviceSaying(service, spec, environment), environment);
    return plan === undefined || codes.length > 0 ? { codes } : { codes, objects: lower(plan) };
  };
}

function codesOf(spec: ServiceSpec, environment: string): readonly string[] {
  const service = serviceSaying(defineService(spec), spec, environment);
  const { codes } = judged(service, environment);
  return codes.length > 0 ? codes : ['(patch)'];
}

/** The plan of a service, and the codes of the errors in it. */
function judged(service: Service, environment: string) {
  const { plan, diagnostics } = resolve(service, environment, { readText });
  const complaints = plan === undefined ? diagnostics : checkPlan(PLAN_RULES, plan);
  const errors = complaints.filter(({ severity }) => severity === 'error');
  return { plan, codes: [...new Set(errors.map(({ code }) => code))] };
}
