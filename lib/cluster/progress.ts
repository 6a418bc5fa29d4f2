/** cluster › progress: what a deployment tells while it runs; who shows it decides how. */

import type { Phase } from '../deploy/phases.ts';
import type { PodTrouble } from '../deploy/pod-trouble.ts';

/** A workload or a run to its end that is waited for. */
export interface Waiting {
  /** `Kind/name`. */
  readonly object: string;
  readonly ready: number;
  readonly wanted: number;
  readonly done: boolean;
  readonly troubles: readonly PodTrouble[];
  /** What its controller complains of. */
  readonly complaint?: string;
}

/** One step of a deployment. */
export type ProgressEvent =
  | { readonly kind: 'phase'; readonly phase: Phase | 'rollback' | 'prune' }
  | {
      readonly kind: 'object';
      readonly object: string;
      readonly did: 'created' | 'changed' | 'unchanged' | 'deleted' | 'kept';
    }
  | { readonly kind: 'log'; readonly pod: string; readonly line: string }
  | { readonly kind: 'waiting'; readonly workloads: readonly Waiting[]; readonly seconds: number }
  | { readonly kind: 'note'; readonly text: string };

/** Takes what is told. */
export type Report = (event: ProgressEvent) => void;
