/** A described service as it is handed around: the description and what stands in for what it does not say. */

import type { Rollout } from './rollout.ts';
import type { ServiceSpec } from './spec/service-spec.ts';

/** A service made by `defineService`. */
export interface Service {
  readonly name: string;
  readonly spec: ServiceSpec;
  /** Variants used where the description names none. */
  readonly defaults: { readonly rollout: Rollout };
}

/** Environment of a service that names none. */
export const DEFAULT_ENVIRONMENT = 'default';

/** Names of the environments of a service, in the order they are written; `default` when it has none. */
export function environmentsOf(service: Service): readonly string[] {
  const names = Object.keys(service.spec.environments ?? {});
  return names.length === 0 ? [DEFAULT_ENVIRONMENT] : names;
}
