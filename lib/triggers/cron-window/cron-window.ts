/** triggers › cron window: a number of pods between two times of the clock. */

import * as v from 'valibot';
import type { Finding } from '../../model/finding.ts';
import { checkShape, remake } from '../../model/shape.ts';
import type { Trigger, TriggerInput } from '../../model/trigger.ts';
import { textOf, wholeNumber } from '../../model/unit-shape.ts';
import type { OptionProblem } from '../../model/variant.ts';
import { parseCronSchedule } from '../../units/cron-schedule.ts';
import { refused } from '../../units/parsed.ts';
import { parseTimeZone } from '../../units/time-zone.ts';
import { texts } from '../trigger-shape.ts';

/** When, and how many. */
export interface CronWindowOptions {
  /** IANA name, e.g. `Europe/Berlin`. */
  readonly timezone: string;
  /** Five fields of cron: when the pods are to be there. */
  readonly start: string;
  /** Five fields of cron: when they may go. */
  readonly end: string;
  readonly replicas: number;
}

/** KEDA reads five fields and no descriptors. @see keda v2.21.0 pkg/scalers/cron_scaler.go Validate */
const schedule = textOf((text) =>
  text.startsWith('@')
    ? refused(`"${text}" is no list of five fields, such as "0 8 * * 1-5"`)
    : parseCronSchedule(text),
);

const shape = v.strictObject({
  timezone: textOf(parseTimeZone),
  start: schedule,
  end: schedule,
  replicas: wholeNumber(1, 100_000, 'The number of pods'),
});

/**
 * Keeps a number of pods between two times, such as office hours.
 * @example cronWindow({ timezone: 'Europe/Berlin', start: '0 8 * * 1-5', end: '0 18 * * 1-5', replicas: 6 })
 */
export function cronWindow(options: CronWindowOptions): Trigger<'cronWindow', CronWindowOptions> {
  return {
    family: 'trigger',
    kind: 'cronWindow',
    options,
    with: remake(cronWindow),
    check: () => {
      const problems = checkShape(shape, options);
      return problems.length > 0 ? problems : windowProblems(options);
    },
    facts: (input) => {
      const { timezone, start, end, replicas } = options;
      return {
        type: 'cron',
        metadata: texts({ timezone, start, end, desiredReplicas: replicas }),
        findings: boundFindings(replicas, input),
      };
    },
  };
}

function windowProblems({ start, end }: CronWindowOptions): readonly OptionProblem[] {
  return start === end
    ? [
        {
          path: 'end',
          message: '`start` and `end` are the same, which KEDA refuses.',
          fix: 'Say when the pods may go again.',
        },
      ]
    : [];
}

function boundFindings(replicas: number, { path, min, max }: TriggerInput): readonly Finding[] {
  if (replicas > min && replicas <= max) return [];
  const many = replicas > max;
  return [
    {
      code: 'SW2166',
      name: 'window-outside-bounds',
      severity: 'warning',
      path: `${path}.replicas`,
      message: many
        ? `${replicas} pods are wanted in the window, but the most are ${max}.`
        : `${replicas} pods are wanted in the window, but there are always at least ${min}.`,
      because: many ? 'An autoscaler never goes beyond its bounds.' : 'The window changes nothing.',
      fix: many ? `Set max to ${replicas} or more.` : `Want more than ${min}, or lower min.`,
    },
  ];
}
