/** triggers › keda: any scaler of KEDA that slipway has no word for. */

import * as v from 'valibot';
import { checkShape, remake } from '../../model/shape.ts';
import type { SecretRef } from '../../model/spec/values.ts';
import type { Trigger } from '../../model/trigger.ts';
import type { OptionProblem } from '../../model/variant.ts';
import { secretShape, wordShape } from '../trigger-shape.ts';

/** The scaler, in KEDA's own words. */
export interface KedaTriggerOptions {
  /** KEDA's name, e.g. `nats-jetstream`. */
  readonly type: string;
  readonly metadata: Readonly<Record<string, string>>;
  /** Parameters that come from Secrets. */
  readonly secrets?: Readonly<Record<string, SecretRef>>;
  /** Default: KEDA's `AverageValue`. */
  readonly metricType?: 'AverageValue' | 'Value';
}

const shape = v.strictObject({
  type: wordShape,
  metadata: v.record(wordShape, v.string()),
  secrets: v.optional(v.record(wordShape, secretShape)),
  metricType: v.optional(v.picklist(['AverageValue', 'Value'])),
});

/**
 * Scales by any scaler of KEDA.
 * @example kedaTrigger({ type: 'nats-jetstream', metadata: { account: '$G', stream: 'orders', consumer: 'billing', lagThreshold: '50' } })
 */
export function kedaTrigger(
  options: KedaTriggerOptions,
): Trigger<'kedaTrigger', KedaTriggerOptions> {
  return {
    family: 'trigger',
    kind: 'kedaTrigger',
    options,
    with: remake(kedaTrigger),
    check: () => {
      const problems = checkShape(shape, options);
      return problems.length > 0 ? problems : typeProblems(options);
    },
    facts: () => {
      const { type, metadata, metricType } = options;
      const secrets = Object.entries(options.secrets ?? {}).map(([parameter, { name, key }]) => ({
        parameter,
        secret: name,
        key,
      }));
      return {
        type,
        metadata,
        ...(metricType === undefined ? {} : { metricType }),
        ...(secrets.length === 0 ? {} : { secrets }),
        findings: [],
      };
    },
  };
}

/** Use of the pods is a member of the scale itself. */
function typeProblems({ type }: KedaTriggerOptions): readonly OptionProblem[] {
  return type === 'cpu' || type === 'memory'
    ? [
        {
          path: 'type',
          message: `\`${type}\` is measured in the pods, not outside them.`,
          fix: `Write \`${type}: 70\` beside \`triggers\`.`,
        },
      ]
    : [];
}
