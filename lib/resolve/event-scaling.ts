/** resolve › event-driven scaling: triggers of KEDA, whose addresses and credentials follow from what the service needs. */

import type { Finding } from '../model/finding.ts';
import type { NeedFacts } from '../model/need.ts';
import type { EventDrivenScalingPlan, TriggerPlan } from '../model/plan/scaling-plan.ts';
import type { ScaleSpec } from '../model/spec/scale-spec.ts';
import type { TriggerFacts } from '../model/trigger.ts';
import { seconds } from './amounts.ts';
import type { Context } from './context.ts';
import { processObjectName } from './names.ts';
import { type AuthoredProcess, measuredContainer, named } from './processes.ts';

type Running = Extract<AuthoredProcess, { readonly kind: 'web' | 'worker' }>;

/** What is said of the scale, and what was decided about it already. */
export interface EventScalingInput {
  readonly authored: ScaleSpec;
  readonly min: number;
  readonly max: number;
  readonly needs: Readonly<Record<string, NeedFacts>>;
  readonly behavior: Readonly<Record<string, unknown>>;
}

/** Driven by events. Metrics of an autoscaler of one's own beside triggers are an error (SW2160). */
export function resolveEventScaling(
  context: Context,
  process: Running,
  { authored, min, max, needs, behavior }: EventScalingInput,
): EventDrivenScalingPlan {
  const { spec, trace } = context;
  const path = `${process.path}.scale`;
  if (authored.metrics !== undefined && authored.metrics.length > 0) reportBoth(context, path);
  const kinds = Object.fromEntries(
    named(needs).map(([name, facts]) => [
      name,
      { ...facts, kind: spec.needs?.[name]?.kind ?? 'other' },
    ]),
  );
  const triggers = named(authored.triggers).map(([name, trigger]) => {
    const at = `${path}.triggers.${name}`;
    const facts = trigger.facts({ path: at, needs: kinds, min: authored.idle ?? min, max });
    facts.findings.forEach(trace.report);
    return triggerPlan(`${processObjectName(spec.name, process.name)}-${name}`, name, facts);
  });
  reportFormula(context, path, authored);
  const { pollingInterval, cooldownPeriod, initialCooldownPeriod, fallback, formula } = authored;
  for (const [part, option] of Object.entries(OPTIONS)) {
    if (authored[option] !== undefined) {
      trace.spec(`processes.${process.name}.scaling.${part}`, undefined, `${path}.${option}`);
    }
  }
  const usesVariables = triggers.some(
    ({ metadata, authentication }) =>
      (authentication?.variables ?? []).length > 0 ||
      Object.keys(metadata).some((key) => key.endsWith('FromEnv')),
  );
  return {
    kind: 'eventDriven',
    minReplicas: min,
    maxReplicas: max,
    ...(authored.idle === undefined ? {} : { idleReplicas: authored.idle }),
    ...(pollingInterval === undefined ? {} : { pollingIntervalSeconds: seconds(pollingInterval) }),
    ...(cooldownPeriod === undefined ? {} : { cooldownPeriodSeconds: seconds(cooldownPeriod) }),
    ...(initialCooldownPeriod === undefined
      ? {}
      : { initialCooldownPeriodSeconds: seconds(initialCooldownPeriod) }),
    triggers: trace.spec(
      `processes.${process.name}.scaling.triggers`,
      [...useTriggers(authored, measuredContainer(process)), ...triggers],
      `${path}.triggers`,
    ),
    ...(fallback === undefined ? {} : { fallback }),
    ...(formula === undefined
      ? {}
      : {
          formula: {
            formula: formula.formula,
            target: String(formula.target),
            ...(formula.activationTarget === undefined
              ? {}
              : { activationTarget: String(formula.activationTarget) }),
          },
        }),
    ...(authored.restoreToOriginalReplicaCount === undefined
      ? {}
      : { restoreToOriginalReplicaCount: authored.restoreToOriginalReplicaCount }),
    behavior,
    ...(usesVariables
      ? {
          variablesOf: trace.derive(
            `processes.${process.name}.scaling.variablesOf`,
            process.name,
            'a trigger reads variables of the container',
          ),
        }
      : {}),
  };
}

/** Options of a scale by what the plan calls them. */
const OPTIONS = {
  idleReplicas: 'idle',
  pollingIntervalSeconds: 'pollingInterval',
  cooldownPeriodSeconds: 'cooldownPeriod',
  initialCooldownPeriodSeconds: 'initialCooldownPeriod',
  fallback: 'fallback',
  formula: 'formula',
  restoreToOriginalReplicaCount: 'restoreToOriginalReplicaCount',
} as const satisfies Readonly<Record<string, keyof ScaleSpec>>;

/** Options that only KEDA reads, without a trigger (SW2161). */
export function reportEventOptions(
  { trace }: Context,
  path: string,
  { idle, pollingInterval, cooldownPeriod, initialCooldownPeriod, fallback, formula }: ScaleSpec,
): void {
  const options = {
    idle,
    pollingInterval,
    cooldownPeriod,
    initialCooldownPeriod,
    fallback,
    formula,
  };
  for (const [option, value] of Object.entries(options)) {
    if (value === undefined) continue;
    trace.report({
      code: 'SW2161',
      name: 'scale-option-without-trigger',
      severity: 'error',
      path: `${path}.${option}`,
      message: `\`${option}\` is read by KEDA, and there are no triggers.`,
      because: 'A HorizontalPodAutoscaler knows nothing of it.',
      fix: `Add \`triggers: { … }\`, or leave \`${option}\` out.`,
    });
  }
}

function triggerPlan(
  authenticationName: string,
  name: string,
  { type, metadata, metricType, secrets = [], variables = [], identity }: TriggerFacts,
): TriggerPlan {
  const authenticated = secrets.length > 0 || variables.length > 0 || identity !== undefined;
  return {
    name,
    type,
    metadata,
    ...(metricType === undefined ? {} : { metricType }),
    ...(authenticated
      ? {
          authentication: {
            name: authenticationName,
            secrets,
            variables,
            ...(identity === undefined ? {} : { identity }),
          },
        }
      : {}),
  };
}

/** Use of the pods beside events: one autoscaler follows both, and takes the larger answer. */
function useTriggers(
  { cpu, memory }: ScaleSpec,
  containerName: string | undefined,
): readonly TriggerPlan[] {
  const measured = containerName === undefined ? {} : { containerName };
  return Object.entries({ cpu, memory }).flatMap(([type, target]) =>
    target === undefined
      ? []
      : [
          {
            name: type,
            type,
            metadata: { value: String(target), ...measured },
            metricType: 'Utilization',
          },
        ],
  );
}

function reportBoth({ trace }: Context, path: string): void {
  trace.report({
    code: 'SW2160',
    name: 'scaled-by-both',
    severity: 'error',
    path: `${path}.metrics`,
    message: '`metrics` stands beside `triggers`.',
    because:
      'Metrics are for a HorizontalPodAutoscaler, triggers for KEDA, which makes one of its own: two would undo what the other did.',
    fix: 'Make a trigger of each metric, e.g. with prometheusQuery(); `cpu` and `memory` may stay.',
  });
}

/** Words of the language a formula is written in. @see https://expr-lang.org/docs/language-definition */
const WORDS = ['true', 'false', 'nil', 'and', 'or', 'not', 'in', 'let', 'if', 'else'];

function reportFormula({ trace }: Context, path: string, { triggers, formula }: ScaleSpec): void {
  if (formula === undefined) return;
  const found = unknownWordOf(formula.formula, Object.keys(triggers ?? {}), path);
  if (found !== undefined) trace.report(found);
}

/** The complaint about a formula that names what is no trigger, or none at all (SW2162). */
export function unknownWordOf(
  formula: string,
  names: readonly string[],
  path: string,
): Finding | undefined {
  const used = [...formula.matchAll(/(?<![\w.'"])([A-Za-z_]\w*)(?!\w*\s*\()/g)].map(
    ([, word = '']) => word,
  );
  const unknown = used.find((word) => !names.includes(word) && !WORDS.includes(word));
  if (unknown === undefined && used.some((word) => names.includes(word))) return undefined;
  const named = unknown === undefined ? 'It names no trigger' : `\`${unknown}\` is no trigger`;
  return {
    code: 'SW2162',
    name: 'formula-names-no-trigger',
    severity: 'error',
    path: `${path}.formula.formula`,
    message: `${named}; there ${names.length === 1 ? 'is' : 'are'} ${names.join(', ')}.`,
    because:
      'KEDA refuses a formula with a name it does not know, and what it does not name is ignored.',
    fix: 'Use names of triggers without hyphens, such as `max(mail, reports)`.',
  };
}
