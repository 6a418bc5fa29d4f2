/** diff › types: what differs between two syntheses, and what that does to a cluster. */

import type { Manifest } from '../kubernetes/manifest.ts';

/** An object with the environment it belongs to; empty for charts of the user's own. */
export interface PlacedObject {
  readonly environment: string;
  readonly manifest: Manifest;
}

/** Ways in which a change is felt, the worst first. */
export const EFFECT_KINDS = [
  'dataLoss',
  'recreate',
  'stop',
  'traffic',
  'opening',
  'restart',
  'run',
  'resources',
  'none',
] as const;

/** How a change is felt. */
export type EffectKind = (typeof EFFECT_KINDS)[number];

/** One consequence of a change, in words. */
export interface Effect {
  readonly kind: EffectKind;
  readonly says: string;
  /** How to get there all the same, where it is not done by applying. */
  readonly wayOut?: string;
  /** Something is gone or interrupted that does not come back by itself. */
  readonly destructive?: true;
}

/** One field, by a path such as `spec.template.spec.containers[web].image`; absent sides are not there. */
export interface FieldChange {
  readonly path: string;
  readonly before?: unknown;
  readonly after?: unknown;
}

/** An object that is new, gone or different. */
export interface ObjectChange {
  readonly environment: string;
  readonly namespace?: string;
  /** `Kind/name`. */
  readonly object: string;
  readonly action: 'added' | 'removed' | 'changed';
  readonly fields: readonly FieldChange[];
  /** Never empty; the worst first. */
  readonly effects: readonly Effect[];
}

/** Both sides of an object, and all objects around it. */
export interface ObjectPair {
  readonly before?: Manifest;
  readonly after?: Manifest;
  readonly beside: {
    readonly before: readonly Manifest[];
    readonly after: readonly Manifest[];
  };
}

/** Whether anything would be lost or interrupted. */
export function isDestructive({ effects }: ObjectChange): boolean {
  return effects.some(({ destructive }) => destructive === true);
}
