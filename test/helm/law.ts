// The law: what Helm renders for some values is what the service synthesises with them.
import { fitting, randomValue } from '../../lib/emit/helm/infer/samples.ts';
import { chance } from '../../lib/emit/helm/infer/chance.ts';
import { type Values, keyOf, same } from '../../lib/emit/helm/tree/values.ts';
import { type Chart, synthesised, valuesFile, valuesIn } from './chart-of.ts';
import type { HelmBatch } from './helm-batch.ts';
import { comparable } from './set-aside.ts';

/** What came of one comparison. */
export type Comparison =
  | { readonly kind: 'equal' }
  | { readonly kind: 'both refuse' }
  /** `slipway check` knows more than a template can ask: secrets in plain text, budgets of databases. */
  | { readonly kind: 'only check refuses'; readonly codes: readonly string[] }
  | {
      readonly kind: 'different';
      readonly differences: readonly string[];
      readonly values: string;
    };

/** Renders and synthesises with the same values, and compares. */
export async function compare(chart: Chart, batch: HelmBatch, values: Values): Promise<Comparison> {
  const described =
    chart.environments.find(({ environment }) => environment === values.get('environment')) ??
    chart.defaults;
  const file = valuesFile(chart, values);
  const expected = synthesised(chart, described, values);
  const {
    objects = [],
    hooks = [],
    error,
  } = await batch.render({
    chart: chart.folder,
    release: chart.name,
    namespace: described.plan.namespace.name,
    values: [file],
  });
  if (expected.kind === 'refused') {
    if (error === undefined) return { kind: 'only check refuses', codes: expected.codes };
    // A guard speaks with the code of the rule; a schema has none.
    const code = /SW\d{4}/.exec(error)?.[0];
    const isSame = code === undefined || expected.codes.includes(code);
    return isSame || expected.codes.includes('(patch)')
      ? { kind: 'both refuse' }
      : {
          kind: 'different',
          differences: [`${expected.codes.join()}, Helm: ${error}`],
          values: file,
        };
  }
  if (error !== undefined)
    return { kind: 'different', differences: [`Helm: ${error}`], values: file };
  const differences = differencesOf(
    comparable(expected.objects),
    comparable([...objects, ...hooks]),
  );
  return differences.length === 0
    ? { kind: 'equal' }
    : { kind: 'different', differences, values: file };
}

/** Random values by number: every parameter at random, or one alone changed from the defaults. */
export function randomValues({ parameters, defaults }: Chart, turn: number): Values {
  const usual = valuesIn(parameters, defaults);
  const alone = turn % 3 === 0 ? parameters[chance('alone', turn) % parameters.length] : undefined;
  const share = [1, 2, 4][chance('share', turn) % 3] ?? 1;
  const values = new Map(
    parameters.map(({ path, domain }) => {
      const key = keyOf(path);
      const isChanged =
        alone === undefined
          ? chance(`${key} changes`, turn) % share === 0
          : keyOf(alone.path) === key;
      return [key, isChanged ? randomValue(domain, key, turn) : usual.get(key)];
    }),
  );
  // Limits below requests are refused (SW2272): often enough to ask the guard, seldom enough to compare objects.
  return turn % 5 === 0 ? values : fitting(parameters, values);
}

/** Places in which two sets of objects differ. */
export function differencesOf(
  expected: ReadonlyMap<string, unknown>,
  actual: ReadonlyMap<string, unknown>,
): readonly string[] {
  const keys = new Set([...expected.keys(), ...actual.keys()]);
  return [...keys].flatMap((key) => difference(expected.get(key), actual.get(key), key));
}

function difference(expected: unknown, actual: unknown, at: string): readonly string[] {
  if (same(expected, actual)) return [];
  if (isNode(expected) && isNode(actual)) {
    const keys = new Set([...Object.keys(expected), ...Object.keys(actual)]);
    return [...keys].flatMap((key) =>
      difference(Reflect.get(expected, key), Reflect.get(actual, key), `${at}.${key}`),
    );
  }
  return [`${at}: synthesis ${shown(expected)}, Helm ${shown(actual)}`];
}

function isNode(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function shown(value: unknown): string {
  return (JSON.stringify(value) ?? 'nothing').slice(0, 300);
}
