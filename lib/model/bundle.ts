/** What our App hands to commands instead of writing outputs: plans, manifests and complaints of everything in it. */

import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { HelmParameter } from './helm-parameter.ts';
import type { Origin } from './origin.ts';
import type { ServicePlan } from './plan/service-plan.ts';

/** Format of a bundle; a command of another version refuses it. */
export const BUNDLE_VERSION = 1;

/** Everything a synthesis knows, as plain data. */
export interface Bundle {
  readonly version: typeof BUNDLE_VERSION;
  readonly diagnostics: readonly Diagnostic[];
  readonly services: readonly BundledService[];
  /** Values of the Helm charts, where they were asked for. */
  readonly helm?: readonly BundledHelmChart[];
  /** Charts of the user's own, beside the services. */
  readonly charts?: readonly BundledChart[];
}

/** What a service's Helm chart takes, and what it cannot take. */
export interface BundledHelmChart {
  readonly service: string;
  readonly parameters: readonly HelmParameter[];
  readonly diagnostics: readonly Diagnostic[];
}

/** A chart of the user's own. */
export interface BundledChart {
  /** Name of its file without the extension. */
  readonly name: string;
  readonly manifests: readonly Readonly<Record<string, unknown>>[];
}

/** One service in one environment. */
export interface BundledService {
  readonly service: string;
  readonly environment: string;
  /** Editions the description could name, the oldest first. */
  readonly editions: readonly number[];
  /** Absent when the description has errors. */
  readonly plan?: ServicePlan;
  readonly origins: Readonly<Record<string, Origin>>;
  /** Final objects, with the user's patches and raw objects. */
  readonly manifests: readonly Readonly<Record<string, unknown>>[];
}
