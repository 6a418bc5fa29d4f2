/** rollouts › blueGreen: two whole stacks and a selector between them; resolve makes a Deployment of each slot. */

import type {
  BlueGreenPhase,
  ParallelStacksPlan,
  SlotPlan,
} from '../../model/plan/rollout-plan.ts';
import type { SlotState } from '../../model/release.ts';
import type { Rollout, RolloutFacts, RolloutInput } from '../../model/rollout.ts';
import { checkShape, remake } from '../../model/shape.ts';
import type { ImageSpec } from '../../model/spec/image-spec.ts';
import { minReadyBecause, rollingProblems, rollingUpdatePlan } from '../rolling-update.ts';
import { changedImage } from '../../units/image-reference.ts';
import { blueGreenFindings } from './findings.ts';
import { type BlueGreenOptions, blueGreenShape } from './options.ts';

/** Slots where none are said. */
const SLOTS: NonNullable<BlueGreenOptions['slots']> = { blue: {}, green: {} };

/**
 * Runs the new version beside the old one, tries it out, and switches by one field.
 * Raises SW2090 to SW2096 and what rolling raises, see README.md.
 * @example blueGreen({ active: 'blue', phase: 'stage', slots: { blue: { image: { tag: '1.4.2' } }, green: { image: { tag: '1.5.0' } } } })
 */
export function blueGreen(options: BlueGreenOptions = {}): Rollout<'blueGreen', BlueGreenOptions> {
  return {
    family: 'rollout',
    kind: 'blueGreen',
    options,
    with: remake(blueGreen),
    check: () => {
      const problems = checkShape(blueGreenShape, options);
      return problems.length > 0
        ? problems
        : rollingProblems(options.within ?? {}).map((problem) => ({
            ...problem,
            path: `within.${problem.path}`,
          }));
    },
    facts: (input) => facts(options, input),
    slots: {
      names: Object.keys(options.slots ?? SLOTS).toSorted(),
      in: (state) => blueGreen(released(options, state)),
    },
  };
}

/** The state of a release wins over the authored one; a slot keeps what else was said of its image. */
function released(
  options: BlueGreenOptions,
  { active, phase, slots }: SlotState,
): BlueGreenOptions {
  return {
    ...options,
    active,
    phase,
    slots: Object.fromEntries(
      Object.entries(slots).map(([name, image]) => {
        const { tag: _tag, digest: _digest, ...rest } = options.slots?.[name]?.image ?? {};
        return [name, { image: { ...rest, ...image } }];
      }),
    ),
  };
}

function facts(options: BlueGreenOptions, input: RolloutInput): RolloutFacts {
  const phase = options.phase ?? 'stable';
  const authored = options.slots ?? SLOTS;
  const names = Object.keys(authored).toSorted();
  const wanted = options.active ?? names[0] ?? 'blue';
  const active = names.includes(wanted) ? wanted : (names[0] ?? wanted);
  const images = Object.fromEntries(
    names.map((name): [string, ImageSpec] => [
      name,
      changedImage(input.image, authored[name]?.image),
    ]),
  );
  const slots = Object.fromEntries(
    names.map((name): [string, SlotPlan] => [
      name,
      slotOf(options, phase, name === active, images[name] ?? input.image, input),
    ]),
  );
  const preview = names.find((name) => name !== active && slots[name]?.state !== 'idle');
  const plan: ParallelStacksPlan = {
    kind: 'parallelStacks',
    active,
    ...(preview === undefined ? {} : { preview }),
    phase,
    slots,
    within: rollingUpdatePlan(options.within ?? {}, input),
  };
  return {
    title: `blue/green, ${phase}, ${active} serves`,
    plan,
    because: minReadyBecause(options.within ?? {}, input, 'within.'),
    findings: blueGreenFindings({ options, input, phase, wanted, names, images }),
  };
}

/** State and size of a slot in a phase; the slot named `active` serves in each of them. */
function slotOf(
  options: BlueGreenOptions,
  phase: BlueGreenPhase,
  serves: boolean,
  image: ImageSpec,
  input: RolloutInput,
): SlotPlan {
  const warm = warmReplicas(options, input);
  if (serves) {
    // The load of both halves of the switch is not known before it was measured: stay as large as when warm.
    const minReplicas = phase === 'promote' ? warm : input.minReplicas;
    return { image, state: 'serving', minReplicas };
  }
  switch (phase) {
    case 'stable':
    case 'retire':
      return { image, state: 'idle', minReplicas: 0 };
    case 'stage':
      return { image, state: 'preview', minReplicas: options.previewReplicas ?? 1 };
    case 'warm':
      return { image, state: 'warm', minReplicas: warm };
    case 'promote':
    case 'hold':
      return { image, state: 'warm', minReplicas: options.rollbackReplicas ?? warm };
  }
}

/** As many as may be needed at once after the switch: how many serve just now is not known here. */
function warmReplicas({ warmReplicas: said }: BlueGreenOptions, input: RolloutInput): number {
  return Math.max(input.minReplicas, said ?? Math.ceil(input.maxReplicas / 2));
}
