/** io: hands what an app synthesised to the command that runs it. */

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { Bundle } from '../model/bundle.ts';
import type { Preview } from '../model/preview.ts';
import { environmentVariable } from './environment.ts';
import { isBundle } from './is-bundle.ts';

/** Variable that names the file a bundle goes to, instead of outputs. */
export const BUNDLE_VARIABLE = 'SLIPWAY_BUNDLE';

/** Variable by which a bundle is asked to hold the values of Helm charts: a `ChartWish`. */
export const BUNDLE_HELM_VARIABLE = 'SLIPWAY_BUNDLE_HELM';

/** Of which apps charts are wanted: of `all`, or of those `written` with the outputs, which `helm: false` says no to. */
export type ChartWish = 'all' | 'written';

/** Whether a bundle is asked for charts, by an app that writes them with its outputs or does not. */
export function asksForCharts(isWritten: boolean): boolean {
  const wish = environmentVariable(BUNDLE_HELM_VARIABLE);
  return wish !== undefined && (isWritten || wish !== ('written' satisfies ChartWish));
}

/** Variable by which a bundle is asked to be resolved under another edition than the one the descriptions name. */
export const BUNDLE_EDITION_VARIABLE = 'SLIPWAY_BUNDLE_EDITION';

/** The edition a bundle is asked for; outputs are always written under the one that is named. */
export function askedEdition(): number | undefined {
  if (environmentVariable(BUNDLE_VARIABLE) === undefined) return undefined;
  const asked = environmentVariable(BUNDLE_EDITION_VARIABLE);
  return asked === undefined ? undefined : Number(asked);
}

/** Variable by which a bundle is asked to hold a preview of an environment: what `Preview` holds, as JSON. */
export const BUNDLE_PREVIEW_VARIABLE = 'SLIPWAY_BUNDLE_PREVIEW';

/** The preview a bundle is asked for; outputs never are one. */
export function askedPreview(): Preview | undefined {
  if (environmentVariable(BUNDLE_VARIABLE) === undefined) return undefined;
  const asked = environmentVariable(BUNDLE_PREVIEW_VARIABLE);
  const read: unknown = asked === undefined ? undefined : JSON.parse(asked);
  return isPreview(read) ? read : undefined;
}

/** Written by the command that runs the app, so that only its shape is asked. */
function isPreview(value: unknown): value is Preview {
  return typeof value === 'object' && value !== null && 'name' in value && 'images' in value;
}

/** Writes the bundle; what another app of the same process wrote there before stays in it. */
export function writeBundle(file: string, bundle: Bundle): void {
  const before: unknown = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
  const whole = isBundle(before)
    ? {
        ...bundle,
        diagnostics: [...before.diagnostics, ...bundle.diagnostics],
        services: [...before.services, ...bundle.services],
        charts: [...(before.charts ?? []), ...(bundle.charts ?? [])],
        helm: [...(before.helm ?? []), ...(bundle.helm ?? [])],
      }
    : bundle;
  writeFileSync(file, JSON.stringify(whole));
}
