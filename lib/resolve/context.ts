/** resolve › context: what every pass may read. */

import type { Edition } from '../model/edition.ts';
import type { Service } from '../model/service.ts';
import type { ServiceSpec } from '../model/spec/service-spec.ts';
import type { KubernetesVersion } from '../model/kubernetes-version.ts';
import type { Trace } from './trace.ts';

/** Reads a text file of the project; given by whoever may touch files. */
export type ReadText = (
  path: string,
) =>
  { readonly ok: true; readonly text: string } | { readonly ok: false; readonly problem: string };

/** What every pass may read. */
export interface Context {
  /** The description with the environment applied and its shape checked. */
  readonly spec: ServiceSpec;
  readonly environment: string;
  readonly kubernetes: KubernetesVersion;
  readonly namespace: string;
  /** Whoever installs a chart chooses the namespace; the one here stands for it. */
  readonly namespaceOpen: boolean;
  readonly defaults: Service['defaults'];
  /** Constants and defaults of the edition. */
  readonly edition: Edition;
  /** Edition that was asked for in place of the one every description names. */
  readonly askedEdition?: number;
  /** Name of the preview whose part this is. */
  readonly preview?: string;
  readonly readText: ReadText;
  readonly trace: Trace;
}

/** Whether the target cluster is at least of this minor version. */
export function atLeast(context: Context, minor: `1.${number}`): boolean {
  return minorOf(context.kubernetes) >= minorOf(minor);
}

function minorOf(version: string): number {
  return Number(version.slice(version.indexOf('.') + 1));
}
