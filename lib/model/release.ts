/** What is released in an environment: the part of a description that changes with every release, kept in a file of its own. */

import type { BlueGreenPhase } from './plan/rollout-plan.ts';

/** An image as a release names it; its repository stands in the description. Tag, digest, or both. */
export interface ReleasedImage {
  readonly tag?: string;
  /** `sha256:` and 64 hexadecimal digits; wins over the tag when the kubelet pulls. */
  readonly digest?: string;
}

/** An image that was released before. */
export interface PastImage extends ReleasedImage {
  /** Somebody went back from it: a later way back leaves it out. */
  readonly rolledBack?: boolean;
}

/** Where a change of two slots stands. */
export interface SlotState {
  /** Slot that serves. */
  readonly active: string;
  readonly phase: BlueGreenPhase;
  readonly slots: Readonly<Record<string, ReleasedImage>>;
}

/** A service that is replaced in place: what runs is one image. */
export interface ImageRelease {
  readonly image: ReleasedImage;
  /** Images that ran before, the newest first. */
  readonly history?: readonly PastImage[];
}

/** A service with two versions side by side. */
export interface SlotRelease extends SlotState {
  /** Images that served before, the newest first. */
  readonly history?: readonly PastImage[];
}

/** How far a version that is tried out has come. */
export interface StepState {
  /** Step of the rollout that is reached: 1 is the first share of the requests, 0 none. */
  readonly step: number;
  /** The version that is tried out; absent: none. */
  readonly canary?: ReleasedImage;
}

/** A service whose new version gets a growing share of the requests; `canary` equals `image` once it was decided for. */
export interface CanaryRelease extends StepState {
  /** What serves everybody else. */
  readonly image: ReleasedImage;
  /** Images that served before, the newest first. */
  readonly history?: readonly PastImage[];
}

/** What is released of one service. */
export type ServiceRelease = ImageRelease | CanaryRelease | SlotRelease;

/** Services by name. */
export type Releases = Readonly<Record<string, ServiceRelease>>;

/** Whether a version is tried out in steps. */
export function hasSteps(release: ServiceRelease): release is CanaryRelease {
  return 'step' in release;
}

/** Whether two versions stand side by side. */
export function hasSlots(release: ServiceRelease): release is SlotRelease {
  return 'slots' in release;
}
