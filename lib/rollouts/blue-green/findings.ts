/** rollouts › blueGreen: states of a change that would lose requests or change nothing. */

import type { Finding } from '../../model/finding.ts';
import type { BlueGreenPhase } from '../../model/plan/rollout-plan.ts';
import type { RolloutInput } from '../../model/rollout.ts';
import type { ImageSpec } from '../../model/spec/image-spec.ts';
import { rollingFindings } from '../rolling-findings.ts';
import { isSameImage, shownImage } from '../version-image.ts';
import type { BlueGreenOptions } from './options.ts';

/** What the findings are made from. */
export interface BlueGreenCase {
  readonly options: BlueGreenOptions;
  readonly input: RolloutInput;
  readonly phase: BlueGreenPhase;
  /** Slot the author wants to serve, whether it exists or not. */
  readonly wanted: string;
  readonly names: readonly string[];
  readonly images: Readonly<Record<string, ImageSpec>>;
}

/** All findings, in the order of their codes. */
export function blueGreenFindings(given: BlueGreenCase): readonly Finding[] {
  const path = `${given.input.process}.rollout`;
  return [
    ...slotFindings(given, path),
    ...imageFindings(given, path),
    ...sizeFindings(given, path),
    ...workerFindings(given, path),
    ...rollingFindings(given.options.within ?? {}, given.input, `${path}.within`),
  ];
}

function slotFindings({ wanted, names }: BlueGreenCase, path: string): readonly Finding[] {
  const findings: Finding[] = [];
  if (!names.includes(wanted)) {
    findings.push({
      code: 'SW2090',
      name: 'blue-green-slot-unknown',
      severity: 'error',
      path: `${path}.active`,
      message: `There is no slot \`${wanted}\`; there ${names.length === 1 ? 'is' : 'are'} ${names.map((name) => `\`${name}\``).join(' and ') || 'none'}.`,
      because: 'Traffic would go to pods that do not exist.',
      fix: 'Name one of the slots, or add it.',
    });
  }
  if (names.length !== 2) {
    findings.push({
      code: 'SW2091',
      name: 'blue-green-slots-not-two',
      severity: 'error',
      path: `${path}.slots`,
      message: `Blue/green has two slots; ${names.length === 0 ? 'none is' : names.length === 1 ? 'one is' : `${names.length} are`} given.`,
      because: 'One serves while the other takes the new version.',
      fix: 'Give two, e.g. `blue` and `green`.',
    });
  }
  return findings;
}

function imageFindings({ phase, names, images }: BlueGreenCase, path: string): readonly Finding[] {
  const [first, second] = names.map((name) => images[name]);
  if (first === undefined || second === undefined || !isSameImage(first, second)) return [];
  if (phase === 'stable' || phase === 'retire') return [];
  const held = phase === 'hold';
  return [
    {
      code: 'SW2092',
      name: 'blue-green-same-image',
      severity: held ? 'warning' : 'error',
      path: `${path}.slots`,
      message: `Both slots have the image ${shownImage(first)} in phase \`${phase}\`.`,
      because: held
        ? 'There is no way back: the other slot runs the same version.'
        : 'Nothing new would be tried out or switched to.',
      fix: held
        ? 'Give the slot that served before its old image again, or go on to `retire`.'
        : 'Give the slot that does not serve the new image.',
    },
  ];
}

function sizeFindings({ options, input, phase }: BlueGreenCase, path: string): readonly Finding[] {
  const findings: Finding[] = [];
  for (const key of ['previewReplicas', 'warmReplicas', 'rollbackReplicas'] as const) {
    const replicas = options[key];
    if (replicas !== undefined && replicas > input.maxReplicas) {
      findings.push({
        code: 'SW2093',
        name: 'blue-green-above-most',
        severity: 'error',
        path: `${path}.${key}`,
        message: `${replicas} pods are more than the ${input.maxReplicas} that \`scale\` allows.`,
        because: 'A slot never grows beyond the most pods of its process.',
        fix: `Give at most ${input.maxReplicas}, or raise \`scale.max\`.`,
      });
    }
  }
  if (options.warmReplicas !== undefined && options.warmReplicas < input.minReplicas) {
    findings.push({
      code: 'SW2094',
      name: 'blue-green-warm-short',
      severity: 'warning',
      path: `${path}.warmReplicas`,
      message: `${options.warmReplicas} pods are fewer than the ${input.minReplicas} that always serve; ${input.minReplicas} are kept warm.`,
      because: 'After the switch the new version carries the whole load at once.',
      fix: 'Give as many as serve at peak.',
    });
  }
  const back = options.rollbackReplicas;
  if (back !== undefined && back < input.minReplicas && (phase === 'promote' || phase === 'hold')) {
    findings.push({
      code: 'SW2095',
      name: 'blue-green-way-back-short',
      severity: 'warning',
      path: `${path}.rollbackReplicas`,
      message: `The way back leads to ${back} pods, but ${input.minReplicas} serve at least.`,
      because: 'A switch back under load would overrun them before they grow.',
      fix: 'Leave it out, or give as many as serve at peak.',
    });
  }
  return findings;
}

function workerFindings({ input, phase }: BlueGreenCase, path: string): readonly Finding[] {
  if (input.kind !== 'worker') return [];
  return [
    {
      code: 'SW2096',
      name: 'blue-green-worker',
      severity: 'error',
      path,
      message: `Blue/green directs requests, and a worker takes work from a queue${phase === 'stable' ? '' : `: in phase \`${phase}\` both versions would take it`}.`,
      because: 'No selector stands between a queue and its workers.',
      fix: 'Use `rolling()` for workers, and code that bears both versions.',
    },
  ];
}
