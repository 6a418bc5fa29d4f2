/** The contract of volumes: what is stored beyond a container, to be mounted by the processes of a service. */

import type { VolumePlan } from './plan/volume-plan.ts';
import type { Variant } from './variant.ts';

/** What a volume is told before it decides. */
export interface VolumeInput {
  /** Name in the description. */
  readonly name: string;
  /** Name its object gets, where it has one: `shop-uploads`. */
  readonly objectName: string;
}

/** A volume with its options. */
export interface Volume<Kind extends string = string, Options = object> extends Variant<
  'volume',
  Kind,
  Options
> {
  facts(input: VolumeInput): { readonly title: string; readonly plan: VolumePlan };
}
