// A service as the templates of its chart, compared with its synthesis in TypeScript: without Helm, for quick tests.
import { analyse } from '../../../lib/emit/helm/infer/analyse.ts';
import { emitHelm, type HelmOutput } from '../../../lib/emit/helm/emit-helm.ts';
import { randomValue } from '../../../lib/emit/helm/infer/samples.ts';
import { render } from '../../../lib/emit/helm/infer/render.ts';
import type { Described } from '../../../lib/emit/helm/parameter.ts';
import type { Synthesise } from '../../../lib/emit/helm/synthesiser.ts';
import { surface } from '../../../lib/emit/helm/surface/surface.ts';
import { evaluateObjects } from '../../../lib/emit/helm/tree/evaluate.ts';
import type { ObjectTemplate } from '../../../lib/emit/helm/tree/template.ts';
import { keyOf, same } from '../../../lib/emit/helm/tree/values.ts';
import { environmentsOf, type Service } from '../../../lib/index.ts';
import { lower } from '../../../lib/kubernetes/lower.ts';
import { resolve } from '../../../lib/resolve/resolve.ts';
import { serviceSaying, specIn } from '../../../lib/resolve/spec-in.ts';
import { PLAN_RULES } from '../../../lib/rules/catalogue.ts';
import { checkPlan } from '../../../lib/rules/engine.ts';
import { noFiles } from '../../support/synthesise.ts';

/** The templates of a service, and what may be asked of them. */
export interface Charted {
  readonly objects: readonly ObjectTemplate[];
  /** Values of the surface that the chart does not have. */
  readonly refused: readonly string[];
  readonly output: () => HelmOutput;
  /** Ids of objects that differ from the synthesis in so many random sets of values. */
  readonly faults: (sets: number) => readonly string[];
}

const BUILTINS = { fullname: 'release', name: 'name', instance: 'instance', namespace: 'space' };

/** Analyses the service in all its environments. */
export function charted(service: Service): Charted {
  const environments = environmentsOf(service).map((environment): Described => {
    const { plan, diagnostics } = resolve(service, environment, { readText: noFiles });
    if (plan === undefined) throw new Error(JSON.stringify(diagnostics));
    return { environment, plan, spec: specIn(service, environment) };
  });
  const synthesise: Synthesise = (spec, environment) => {
    const { plan } = resolve(serviceSaying(service, spec, environment), environment, {
      readText: noFiles,
    });
    const isRight =
      plan !== undefined &&
      checkPlan(PLAN_RULES, plan).every(({ severity }) => severity !== 'error');
    return isRight ? lower(plan) : undefined;
  };
  const { objects, parameters, refusals } = analyse(
    environments,
    surface(environments),
    synthesise,
  );
  const input = { environments, parameters, synthesise, builtins: BUILTINS };
  return {
    objects,
    refused: refusals.map(({ parameter }) => keyOf(parameter.path)),
    output: () => emitHelm({ environments, synthesise }),
    faults: (sets) =>
      Array.from({ length: sets }, (_, turn) => turn).flatMap((turn) => {
        const values = new Map(
          parameters.map(({ path, domain }) => [
            keyOf(path),
            randomValue(domain, keyOf(path), turn),
          ]),
        );
        const expected = render(input, values);
        if (expected === undefined) return [];
        const actual = evaluateObjects(objects, { values, builtins: BUILTINS });
        return [...new Set([...expected.keys(), ...actual.keys()])].filter(
          (id) => !same(unmarked(expected.get(id)), unmarked(actual.get(id))),
        );
      }),
  };
}

/** Checksums are marks in what is synthesised here; Helm's own are compared in `npm run test:helm`. */
function unmarked(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value ?? null).replaceAll(/"checksum\/files":"[^"]*"/g, '"checksum/files":""'),
  );
}
