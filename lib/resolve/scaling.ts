/** resolve › scaling: how many pods, and by which metrics. */

import type { NeedFacts } from '../model/need.ts';
import type { ScalingPlan } from '../model/plan/scaling-plan.ts';
import type { ScaleBehavior, ScaleMetric, ScalePace, ScaleSpec } from '../model/spec/scale-spec.ts';
import { seconds } from './amounts.ts';
import type { Context } from './context.ts';
import { reportEventOptions, resolveEventScaling } from './event-scaling.ts';
import { type AuthoredProcess, measuredContainer } from './processes.ts';

type Running = Extract<AuthoredProcess, { readonly kind: 'web' | 'worker' }>;

/** Fixed, horizontal, or driven by events. Bounds that differ without a metric are an error (SW2153), a metric without a maximum too (SW2154). */
export function resolveScaling(
  context: Context,
  process: Running,
  needs: Readonly<Record<string, NeedFacts>>,
): ScalingPlan {
  const plan = scalingOf(context, process, needs);
  context.trace.derive(`processes.${process.name}.scaling.kind`, plan.kind, KINDS[plan.kind]);
  return plan;
}

const KINDS: Readonly<Record<ScalingPlan['kind'], string>> = {
  fixed: '`scale` names one number of pods',
  horizontal: '`scale` names metrics, and the fewest and the most pods',
  eventDriven: '`scale` names triggers',
  idle: 'there are no pods',
};

function scalingOf(
  context: Context,
  process: Running,
  needs: Readonly<Record<string, NeedFacts>>,
): ScalingPlan {
  const { trace } = context;
  const authored = process.spec.scale;
  const at = `processes.${process.name}.scaling`;
  const from = `${process.path}.scale`;
  const usual = process.kind === 'web' ? 2 : 1;
  const because =
    process.kind === 'web'
      ? 'two, so that one pod may be missing without an outage'
      : 'one: a queue waits while a pod is replaced';
  if (authored === undefined || typeof authored === 'number') {
    const replicas = trace.choose(
      `${at}.replicas`,
      { value: authored, from },
      { value: usual, because },
    );
    return { kind: 'fixed', replicas };
  }
  const metrics = metricsOf(authored, process);
  const min = trace.choose(
    `${at}.minReplicas`,
    { value: authored.min, from: `${from}.min` },
    { value: Math.min(usual, authored.max ?? usual), because },
  );
  const max = authored.max ?? min;
  const behavior = () => behaviorOf(context, at, from, authored.behavior);
  if (authored.triggers !== undefined && Object.keys(authored.triggers).length > 0) {
    if (authored.max === undefined) reportNoMaximum(context, from);
    trace.spec(`${at}.maxReplicas`, max, `${from}.max`);
    return resolveEventScaling(context, process, {
      authored,
      min,
      max,
      needs,
      behavior: behavior(),
    });
  }
  reportEventOptions(context, from, authored);
  if (metrics.length === 0) {
    if (max !== min) reportNoMetric(context, from, min, max);
    return { kind: 'fixed', replicas: trace.derive(`${at}.replicas`, min, `scale.min = ${min}`) };
  }
  if (authored.max === undefined) reportNoMaximum(context, from);
  return {
    kind: 'horizontal',
    minReplicas: min,
    maxReplicas: trace.spec(`${at}.maxReplicas`, max, `${from}.max`),
    metrics: tracedMetrics(context, process, authored, metrics),
    behavior: behavior(),
  };
}

/** In the order they are listed: CPU and memory before those of the author. */
function tracedMetrics<T>(
  { trace }: Context,
  { name, path }: Running,
  { cpu, memory }: ScaleSpec,
  metrics: readonly T[],
): readonly T[] {
  const own = [...(cpu === undefined ? [] : ['cpu']), ...(memory === undefined ? [] : ['memory'])];
  return metrics.map((metric, index) =>
    trace.spec(
      `processes.${name}.scaling.metrics.${index}`,
      metric,
      `${path}.scale.${own[index] ?? `metrics.${index - own.length}`}`,
    ),
  );
}

function metricsOf(
  scale: ScaleSpec,
  process: Running,
): readonly Readonly<Record<string, unknown>>[] {
  const container = measuredContainer(process);
  const resource = (name: 'cpu' | 'memory', utilization: number) =>
    container === undefined
      ? podResource(name, utilization)
      : metricOf({ type: 'ContainerResource', container, resource: name, utilization });
  return [
    ...(scale.cpu === undefined ? [] : [resource('cpu', scale.cpu)]),
    ...(scale.memory === undefined ? [] : [resource('memory', scale.memory)]),
    ...(scale.metrics ?? []).map(metricOf),
  ];
}

function podResource(name: 'cpu' | 'memory', averageUtilization: number) {
  return {
    type: 'Resource',
    resource: { name, target: { type: 'Utilization', averageUtilization } },
  };
}

function metricOf(metric: ScaleMetric): Readonly<Record<string, unknown>> {
  switch (metric.type) {
    case 'ContainerResource':
      return {
        type: metric.type,
        containerResource: {
          name: metric.resource,
          container: metric.container,
          target: { type: 'Utilization', averageUtilization: metric.utilization },
        },
      };
    case 'Pods':
      return { type: metric.type, pods: { metric: identifier(metric), target: target(metric) } };
    case 'Object':
      return {
        type: metric.type,
        object: {
          metric: identifier(metric),
          describedObject: metric.object,
          target: target(metric),
        },
      };
    case 'External':
      return {
        type: metric.type,
        external: { metric: identifier(metric), target: target(metric) },
      };
  }
}

function identifier(metric: Exclude<ScaleMetric, { readonly type: 'ContainerResource' }>) {
  return {
    name: metric.metric,
    ...(metric.selector === undefined ? {} : { selector: { matchLabels: metric.selector } }),
  };
}

function target(metric: { readonly value?: string | number; readonly average?: string | number }) {
  return metric.average !== undefined
    ? { type: 'AverageValue', averageValue: String(metric.average) }
    : { type: 'Value', value: String(metric.value ?? '') };
}

function behaviorOf(
  { edition, trace }: Context,
  at: string,
  from: string,
  authored: ScaleBehavior | undefined,
): Readonly<Record<string, unknown>> {
  const scaleDown = trace.choose(
    `${at}.behavior.scaleDown`,
    {
      value: authored?.scaleDown === undefined ? undefined : paceOf(authored.scaleDown),
      from: `${from}.behavior.scaleDown`,
    },
    {
      value: {
        stabilizationWindowSeconds: edition.scaleDownWindowSeconds,
        policies: [
          {
            type: 'Percent',
            value: edition.scaleDownPercent,
            periodSeconds: edition.scaleDownPeriodSeconds,
          },
        ],
      },
      because: `at most ${edition.scaleDownPercent} % a minute, so that each pod that goes has time to drain`,
    },
  );
  return {
    ...(authored?.scaleUp === undefined
      ? {}
      : {
          scaleUp: trace.spec(
            `${at}.behavior.scaleUp`,
            paceOf(authored.scaleUp),
            `${from}.behavior.scaleUp`,
          ),
        }),
    scaleDown,
  };
}

function paceOf(pace: ScalePace): Readonly<Record<string, unknown>> {
  return {
    ...(pace.stabilizationWindow === undefined
      ? {}
      : { stabilizationWindowSeconds: seconds(pace.stabilizationWindow) }),
    ...(pace.selectPolicy === undefined ? {} : { selectPolicy: pace.selectPolicy }),
    ...(pace.policies === undefined
      ? {}
      : {
          policies: pace.policies.map(({ type, value, period }) => ({
            type,
            value,
            periodSeconds: seconds(period),
          })),
        }),
    ...(pace.tolerance === undefined ? {} : { tolerance: String(pace.tolerance) }),
  };
}

function reportNoMetric({ trace }: Context, path: string, min: number, max: number): void {
  trace.report({
    code: 'SW2153',
    name: 'scale-without-metric',
    severity: 'error',
    path,
    message:
      min > max
        ? `The fewest pods (${min}) are more than the most (${max}), and nothing says when to scale.`
        : `Between ${min} and ${max} pods, but nothing says when.`,
    because: 'An autoscaler needs a metric to follow.',
    fix: `Add e.g. \`cpu: 70\` (percent of the request), or give one number: \`scale: ${min}\`.`,
  });
}

function reportNoMaximum({ trace }: Context, path: string): void {
  trace.report({
    code: 'SW2154',
    name: 'scale-without-maximum',
    severity: 'error',
    path,
    message: 'A metric is given, but no `max`.',
    because: 'An autoscaler needs an upper bound, which also bounds cost and database connections.',
    fix: 'Add `max`, e.g. `max: 10`.',
  });
}
