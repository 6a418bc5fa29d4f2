/** A described service as it is handed around: the description and what stands in for what it does not say. */

import type { Editions } from './edition.ts';
import type { Rollout } from './rollout.ts';
import type { ServiceSpec } from './spec/service-spec.ts';
import type { ServiceUrl } from './spec/values.ts';

/** A service made by `defineService`. */
export interface Service {
  readonly name: string;
  readonly spec: ServiceSpec;
  /** What stands in for what the description does not say: variants, and the numbers of its edition. */
  readonly defaults: { readonly rollout: Rollout; readonly editions: Editions };
  /**
   * Where other services of the cluster reach it, as the value of a variable: network policies of both follow.
   * @example config: { SHOP_URL: shop.url({ path: '/api' }) }
   */
  url(options?: ServiceUrlOptions): ServiceUrl;
  /** The same as `host:port`, for clients that take no URL, such as those of gRPC. */
  address(options?: ServiceUrlOptions): ServiceUrl;
}

/** Which process of a service is meant, and where. */
export interface ServiceUrlOptions {
  /** Web process. Default: `web`. */
  readonly process?: string;
  /** Path behind the host. Default: none. */
  readonly path?: string;
  /** Environment of that service. Default: the caller's own. */
  readonly environment?: string;
}

/** Environment of a service that names none. */
export const DEFAULT_ENVIRONMENT = 'default';

/** Names of the environments of a service, in the order they are written; `default` when it has none. */
export function environmentsOf(service: Pick<Service, 'spec'>): readonly string[] {
  const names = Object.keys(service.spec.environments ?? {});
  return names.length === 0 ? [DEFAULT_ENVIRONMENT] : names;
}
