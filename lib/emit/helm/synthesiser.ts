/** emit › helm › contract: what the composition root hands in, so that the user's patches and raw objects take part. */

import type { Manifest } from '../../kubernetes/manifest.ts';
import type { ServiceSpec } from '../../model/spec/service-spec.ts';

/** An object of a service before its content is stamped on it; without id when it is the user's own. */
export interface UnsealedObject {
  readonly id?: string;
  readonly manifest: Manifest;
}

/** All objects of a description in an environment, patches applied; undefined when it has errors. */
export type Synthesise = (
  spec: ServiceSpec,
  environment: string,
) => readonly UnsealedObject[] | undefined;
