/** diff › workloads: what happens to pods when a Deployment, StatefulSet or DaemonSet is new, gone or different. */

import type { Manifest } from '../kubernetes/manifest.ts';
import { canonicalJson } from '../text/json.ts';
import type { Effect, ObjectPair } from './change.ts';
import { podOpenings } from './openings.ts';
import { podsOf, podsText, replacementOf, requestsOf, timeText, type PodRange } from './pods-of.ts';
import { at, numberAt } from './read-manifest.ts';

const NO_PODS: PodRange = { min: 0, max: 0 };

/** Effects on the pods of a workload. */
export function workloadEffects({ before, after, beside }: ObjectPair): readonly Effect[] {
  const was = before === undefined ? NO_PODS : podsOf(before, beside.before);
  const is = after === undefined ? NO_PODS : podsOf(after, beside.after);
  const template = (manifest: Manifest | undefined) => at(manifest, 'spec', 'template');
  const differs =
    canonicalJson(template(before) ?? null) !== canonicalJson(template(after) ?? null);
  return [
    ...(before !== undefined && after !== undefined && differs && was.max > 0 && is.max > 0
      ? restart(after, is)
      : []),
    ...(after === undefined
      ? [gone(was)]
      : scaled(before === undefined, before === undefined ? undefined : was, is)),
    // What is new is measured by `slipway check`, against the strictest.
    ...(before !== undefined && after !== undefined && differs
      ? podOpenings(at(template(before), 'spec'), at(template(after), 'spec'))
      : []),
    ...resources(before, after, was, is),
  ];
}

function restart(after: Manifest, pods: PodRange): readonly Effect[] {
  const recreated =
    after.kind === 'Deployment' && at(after, 'spec', 'strategy', 'type') === 'Recreate';
  // A pod with a stable name stops before the next one of that name starts.
  if (recreated || (after.kind === 'StatefulSet' && pods.max === 1)) {
    return [
      {
        kind: 'traffic',
        says: `${pods.max === 1 ? 'its pod stops' : `all ${podsText(pods)} stop`} before a new one starts: an outage of at most ${timeText(replacementOf(after, { min: 1, max: 1 }).seconds)}.`,
      },
    ];
  }
  const held = heldBack(after, pods);
  if (held >= pods.max) {
    return [{ kind: 'none', says: 'no pod is replaced: its partition holds all of them back.' }];
  }
  const { atOnce, waves, seconds } = replacementOf(after, {
    ...pods,
    max: pods.max - held,
  });
  const pace = waves === 1 ? 'in one wave' : `in at most ${waves} waves of ${atOnce}`;
  return [
    {
      kind: 'restart',
      says: `${held === 0 ? '' : `${pods.max - held} of `}${podsText(pods)} ${pods.max === 1 ? 'is' : 'are'} replaced ${pace}, which takes at most ${timeText(seconds)}.`,
    },
  ];
}

/** Pods of a StatefulSet that keep their version, by its partition. */
function heldBack(workload: Manifest, { max }: PodRange): number {
  if (workload.kind !== 'StatefulSet') return 0;
  const first = numberAt(workload, 0, 'spec', 'ordinals', 'start');
  const partition = numberAt(workload, 0, 'spec', 'updateStrategy', 'rollingUpdate', 'partition');
  return Math.min(max, Math.max(0, partition - first));
}

function gone(was: PodRange): Effect {
  return was.max === 0
    ? { kind: 'none', says: 'it had no pods.' }
    : {
        kind: 'stop',
        says: `${podsText(was)} ${was.max === 1 ? 'stops' : 'stop'}, and nothing takes ${was.max === 1 ? 'its' : 'their'} place.`,
        destructive: true,
      };
}

function scaled(isNew: boolean, was: PodRange | undefined, is: PodRange): readonly Effect[] {
  if (isNew) {
    return [
      is.max === 0
        ? { kind: 'none', says: 'it is new and has no pods yet.' }
        : { kind: 'resources', says: `it is new and starts ${podsText(is)}.` },
    ];
  }
  if (was === undefined || (was.min === is.min && was.max === is.max)) return [];
  if (is.max === 0) return [{ kind: 'resources', says: `its ${podsText(was)} stop.` }];
  if (was.max === 0) return [{ kind: 'resources', says: `it starts ${podsText(is)}.` }];
  return [{ kind: 'resources', says: `it has ${podsText(is)} instead of ${podsText(was)}.` }];
}

/** What all pods ask for at the most; said where it changes. */
function resources(
  before: Manifest | undefined,
  after: Manifest | undefined,
  was: PodRange,
  is: PodRange,
): readonly Effect[] {
  const [old, now] = [
    before === undefined ? undefined : requestsOf(before, was.max),
    after === undefined ? undefined : requestsOf(after, is.max),
  ];
  const changes = (['cpu', 'memory'] as const).flatMap((resource) => {
    const [from, to] = [old?.[resource] ?? '0', now?.[resource] ?? '0'];
    return from === to ? [] : [`${resource} ${from} → ${to}`];
  });
  return changes.length === 0
    ? []
    : [{ kind: 'resources', says: `requests at the most: ${changes.join(', ')}.` }];
}
