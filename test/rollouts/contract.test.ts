// What holds for every rollout, for any process.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RolloutPlan } from '../../lib/model/plan/rollout-plan.ts';
import type { RolloutFacts, RolloutInput } from '../../lib/model/rollout.ts';
import {
  ROLLOUT_EXAMPLES,
  argoRollouts,
  blueGreen,
  canary,
  flagger,
  recreate,
  rolling,
  stateful,
} from '../../lib/rollouts/index.ts';
import { resolveFenceposts } from '../../lib/units/percent.ts';
import { readmesAreTrue, variantsKeepTheirContract } from '../support/variant-contract.ts';
import { ANY_INPUT } from './situation.ts';

variantsKeepTheirContract(ROLLOUT_EXAMPLES);
readmesAreTrue([
  { folder: 'rollouts/rolling', example: rolling(), scope: { rolling } },
  { folder: 'rollouts/recreate', example: recreate(), scope: { recreate } },
  { folder: 'rollouts/blue-green', example: blueGreen(), scope: { blueGreen } },
  {
    folder: 'rollouts/argo-rollouts',
    example: argoRollouts({ strategy: { blueGreen: {} } }),
    scope: { argoRollouts },
  },
  {
    folder: 'rollouts/flagger',
    example: flagger({ strategy: { blueGreen: {} }, analysis: { prometheus: 'http://p' } }),
    scope: { flagger },
  },
  { folder: 'rollouts/stateful', example: stateful(), scope: { stateful } },
  { folder: 'rollouts/canary', example: canary({ steps: [10] }), scope: { canary } },
]);

function rollingPartOf(plan: RolloutPlan) {
  if (plan.kind === 'rollingUpdate') return plan;
  return 'within' in plan ? plan.within : undefined;
}

describe.each(
  ROLLOUT_EXAMPLES.map((rollout, index) => [`${rollout.kind} ${index}`, rollout] as const),
)('the facts of %s', (_, rollout) => {
  const always = (what: (facts: RolloutFacts, input: RolloutInput) => void) =>
    fc.assert(
      fc.property(ANY_INPUT, (input) => {
        what(rollout.facts(input), input);
      }),
      { numRuns: 100 },
    );

  test('are plain data, the same each time', () => {
    always((facts, input) => {
      expect(structuredClone(facts)).toEqual(facts);
      expect(JSON.stringify(rollout.facts(input))).toBe(JSON.stringify(facts));
    });
  });
  test('let pods be replaced, within a deadline the API accepts', () => {
    always(({ plan }, input) => {
      const part = rollingPartOf(plan);
      if (part === undefined) return;
      const { surge, unavailable } = resolveFenceposts(
        part.maxSurge,
        part.maxUnavailable,
        Math.max(1, input.minReplicas),
      );
      expect(surge + unavailable).toBeGreaterThan(0);
      expect(part.progressDeadlineSeconds).toBeGreaterThan(part.minReadySeconds);
    });
  });
  test('have exactly one slot that serves, never smaller than the process must be', () => {
    always(({ plan }, input) => {
      if (plan.kind !== 'parallelStacks') return;
      const serving = Object.entries(plan.slots).filter(([, slot]) => slot.state === 'serving');
      expect(serving.map(([name]) => name)).toEqual([plan.active]);
      expect(serving[0]?.[1].minReplicas).toBeGreaterThanOrEqual(input.minReplicas);
      for (const slot of Object.values(plan.slots)) {
        if (slot.state === 'idle') expect(slot.minReplicas).toBe(0);
      }
      if (plan.preview !== undefined) expect(plan.slots[plan.preview]?.state).not.toBe('idle');
      expect(plan.preview).not.toBe(plan.active);
    });
  });
  test('split by rising shares, and give none to a canary that has no pods', () => {
    always(({ plan }) => {
      if (plan.kind !== 'weightedTraffic') return;
      expect(plan.steps.toSorted((a, b) => a - b)).toEqual(plan.steps);
      expect(plan.weight).toBe(plan.step === 0 ? 0 : plan.steps[plan.step - 1]);
      if (plan.canary === undefined) expect([plan.weight, plan.canaryMinReplicas]).toEqual([0, 0]);
      else expect(plan.canaryMinReplicas).toBeGreaterThan(0);
    });
  });
  test('report only findings of their own block, below their process', () => {
    always(({ findings }, input) => {
      for (const finding of findings) {
        expect(finding.code).toMatch(/^SW(?:20[7-9]\d|219[1-5]|44(?:1[2-9]|2\d))$/);
        expect(finding.path.startsWith(`${input.process}.rollout`)).toBe(true);
      }
    });
  });
});
