/** resolve › shape: what a description may say of how many pods a process has. */

import * as v from 'valibot';
import { advised } from '../../model/advice.ts';
import { amountOf, durationShape, textOf, workShape, wholeNumber } from '../../model/unit-shape.ts';
import { parseDnsLabel } from '../../units/dns-name.ts';
import { parseQuantity } from '../../units/quantity.ts';
import { labelsShape, textShape, variantShape } from './value-shapes.ts';

const quantityShape = amountOf((input) => parseQuantity(String(input)));
const selectorShape = v.optional(labelsShape);

const metricShape = v.union([
  v.strictObject({
    type: v.literal('ContainerResource'),
    container: textShape,
    resource: v.picklist(['cpu', 'memory']),
    utilization: wholeNumber(1, 10_000, 'utilization'),
  }),
  v.strictObject({
    type: v.literal('Pods'),
    metric: textShape,
    average: quantityShape,
    selector: selectorShape,
  }),
  v.strictObject({
    type: v.literal('Object'),
    metric: textShape,
    object: v.strictObject({ apiVersion: textShape, kind: textShape, name: textShape }),
    value: v.optional(quantityShape),
    average: v.optional(quantityShape),
    selector: selectorShape,
  }),
  v.strictObject({
    type: v.literal('External'),
    metric: textShape,
    value: v.optional(quantityShape),
    average: v.optional(quantityShape),
    selector: selectorShape,
  }),
]);

const paceShape = v.strictObject({
  stabilizationWindow: v.optional(workShape),
  selectPolicy: v.optional(v.picklist(['Max', 'Min', 'Disabled'])),
  policies: v.optional(
    v.pipe(
      v.array(
        v.strictObject({
          type: v.picklist(['Pods', 'Percent']),
          value: wholeNumber(1, 1_000_000, 'value'),
          period: durationShape,
        }),
      ),
      v.minLength(1, "Give a policy, or leave the list out; `selectPolicy: 'Disabled'` forbids."),
    ),
  ),
  tolerance: v.optional(
    v.pipe(
      quantityShape,
      v.check((text) => !String(text).startsWith('-'), 'A tolerance is 0 or more.'),
    ),
  ),
});

/** A share of the request that is used. */
function percentOfRequest(name: string) {
  return advised(wholeNumber(1, 10_000, `${name} (percent of the request)`), {
    instead: (input) => {
      const percent = typeof input === 'string' ? /^\s*(\d+)\s*%\s*$/.exec(input)?.[1] : undefined;
      if (percent !== undefined) return `Write ${percent}: the number alone is a percentage.`;
      return typeof input === 'number' && input > 0 && input < 1
        ? `Write ${Math.max(1, Math.round(input * 100))}: it is a percentage.`
        : undefined;
    },
  });
}

const MAX_PODS = 100_000;
/** As long as the name of a process. */
const MAX_TRIGGER_NAME = 20;
/** How many pods a process has, and by what that changes. @internal */
export const scaleShape = v.union([
  wholeNumber(0, MAX_PODS, 'A fixed scale'),
  v.strictObject({
    min: v.optional(wholeNumber(0, MAX_PODS, 'min')),
    max: v.optional(wholeNumber(1, MAX_PODS, 'max')),
    cpu: v.optional(percentOfRequest('cpu')),
    memory: v.optional(percentOfRequest('memory')),
    metrics: v.optional(v.array(metricShape)),
    behavior: v.optional(
      v.strictObject({ scaleUp: v.optional(paceShape), scaleDown: v.optional(paceShape) }),
    ),
    triggers: v.optional(
      v.record(
        textOf((text) => parseDnsLabel(text, MAX_TRIGGER_NAME)),
        variantShape(
          'trigger',
          'redisList(), redisStream(), rabbitmqQueue(), sqsQueue(), kafkaLag(), prometheusQuery(), postgresQuery(), cronWindow(), kedaTrigger()',
        ),
      ),
    ),
    idle: v.optional(v.literal(0, 'KEDA knows 0 only.')),
    pollingInterval: v.optional(workShape),
    cooldownPeriod: v.optional(workShape),
    initialCooldownPeriod: v.optional(workShape),
    fallback: v.optional(
      v.strictObject({
        failureThreshold: wholeNumber(1, 1000, 'failureThreshold'),
        replicas: wholeNumber(0, MAX_PODS, 'replicas'),
        behavior: v.optional(
          v.picklist([
            'static',
            'currentReplicas',
            'currentReplicasIfHigher',
            'currentReplicasIfLower',
          ]),
        ),
      }),
    ),
    formula: v.optional(
      v.strictObject({
        formula: textShape,
        target: v.pipe(v.number(), v.minValue(0.001, 'A target is more than 0.')),
        activationTarget: v.optional(v.pipe(v.number(), v.minValue(0, 'It is 0 or more.'))),
      }),
    ),
    restoreToOriginalReplicaCount: v.optional(v.boolean()),
  }),
]);
