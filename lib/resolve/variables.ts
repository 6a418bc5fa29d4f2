/** resolve › variables: the environment of a container, from needs, the service, the server and the process itself. */

import type { EnvVarPlan } from '../model/plan/container-plan.ts';
import type { ConfigValue } from '../model/spec/values.ts';
import { textOf } from './calls.ts';
import type { Context } from './context.ts';
import { named } from './processes.ts';

/** A layer of variables; later layers replace earlier ones by name, `null` removes. */
export interface VariableLayer {
  /** Where the layer stands in the description, e.g. `config` or `needs.db`. */
  readonly from: string;
  readonly variables: Readonly<Record<string, ConfigValue | null>>;
}

/** Variables of all layers over the server's own, sorted by name. An undecided one is an error (SW1010). */
export function resolveVariables(
  context: Context,
  /** Where they stand in the plan. */
  at: string,
  own: readonly EnvVarPlan[],
  layers: readonly VariableLayer[],
): readonly EnvVarPlan[] {
  const result = new Map<string, EnvVarPlan>(own.map((variable) => [variable.name, variable]));
  const filledBy = new Map<string, string>();
  for (const { name } of own) {
    context.trace.derive(
      `${at}.${name}`,
      undefined,
      'set for the server, the image or the rollout',
    );
  }
  for (const { from, variables } of layers) {
    for (const [name, value] of named(variables)) {
      if (value === null) result.delete(name);
      else {
        const variable = variableOf(context, name, value, `${from}.${name}`);
        if (variable === undefined) continue;
        const earlier = filledBy.get(name);
        if (earlier !== undefined && !isSame(result.get(name), variable)) {
          reportFilledTwice(context, name, earlier, from);
        }
        result.set(name, context.trace.spec(`${at}.${name}`, variable, `${from}.${name}`));
        if (from.startsWith('needs.')) filledBy.set(name, from);
      }
    }
  }
  return [...result.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/** Two needs cannot share a variable; the service's own `config` may mean it. A process may always say otherwise for itself. */
function reportFilledTwice(
  { trace, environment }: Context,
  name: string,
  earlier: string,
  from: string,
): void {
  if (from !== 'config' && !from.startsWith('needs.')) return;
  trace.report({
    code: 'SW2168',
    name: 'variable-filled-twice',
    severity: from === 'config' ? 'warning' : 'error',
    path: `${from}.${name}`,
    message: `\`${name}\` is filled by \`${earlier}\` too, with another value.`,
    because: 'A container has one variable of a name: what the other one says reaches nobody.',
    fix:
      from === 'config'
        ? `Keep it in one of them. Where an environment needs another value, say it in \`environments.${environment}.${earlier}\`.`
        : 'Give each its own variable.',
  });
}

function isSame(one: EnvVarPlan | undefined, other: EnvVarPlan): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** Reports a value nobody has decided, naming the environment that must say it. */
export function reportUndecided(
  { trace, environment }: Context,
  path: string,
  reason: string | undefined,
): void {
  trace.report({
    code: 'SW1010',
    name: 'value-undecided',
    severity: 'error',
    path,
    message: `\`${path}\` is not decided in environment \`${environment}\`${reason === undefined ? '' : `: ${reason}`}.`,
    because: 'It was marked with undecided(), so that no environment is deployed with a guess.',
    fix: `Give it in \`environments.${environment}.${path}\`.`,
  });
}

function variableOf(
  context: Context,
  name: string,
  value: ConfigValue,
  path: string,
): EnvVarPlan | undefined {
  if (typeof value !== 'object') return { name, kind: 'value', value: String(value) };
  switch (value.kind) {
    case 'secretRef':
      return {
        name,
        kind: 'secret',
        secret: value.name,
        key: value.key,
        optional: value.optional ?? false,
      };
    case 'fieldRef':
      return { name, kind: 'field', field: value.field };
    case 'serviceUrl': {
      const text = textOf(context, value);
      return text === undefined ? undefined : { name, kind: 'value', value: text };
    }
    case 'undecided':
      reportUndecided(context, path, value.reason);
      return undefined;
  }
}
