/** constructs › synthesis: what an app came to, before any of it is written. */

import type { Chart } from 'cdk8s';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Manifest } from '../kubernetes/manifest.ts';
import type { ServiceChart } from './service-chart.ts';

/** An object with the construct it came from. */
export interface SynthesisedObject {
  readonly manifest: Manifest;
  /** Path of the construct. */
  readonly construct: string;
  /** Id of an object made from the description; absent for the user's own. */
  readonly id?: string;
}

/** A service in one environment with all of its objects, the user's own among them. */
export interface SynthesisedService {
  readonly chart: ServiceChart;
  readonly objects: readonly SynthesisedObject[];
  /** Whether every object could be rendered; without one of them, those that refer to it would be blamed. */
  readonly complete: boolean;
}

/** A chart of the user's own. */
export interface SynthesisedChart {
  readonly chart: Chart;
  /** Name of its file without the extension, as cdk8s gives it. */
  readonly name: string;
  readonly objects: readonly SynthesisedObject[];
}

/** Everything an app came to. */
export interface Synthesis {
  readonly services: readonly SynthesisedService[];
  readonly charts: readonly SynthesisedChart[];
  readonly diagnostics: readonly Diagnostic[];
}
