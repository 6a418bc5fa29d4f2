/** Where a description becomes a service: the composition root that knows which variants stand in for what is not said. */

import type { Service } from './model/service.ts';
import type { ServiceSpec } from './model/spec/service-spec.ts';
import { rolling } from './rollouts/rolling/rolling.ts';

/**
 * Describes a service. Nothing is checked here: all complaints come together when it is synthesised or `slipway check` runs.
 * @example defineService({ name: 'shop', image: { repository: 'ghcr.io/acme/shop', tag: '1.4.2' }, web: { server: gunicorn({ app: 'shop.wsgi' }) } })
 */
export function defineService(spec: ServiceSpec): Service {
  return { name: spec.name, spec, defaults: { rollout: rolling() } };
}

export { environmentsOf } from './model/service.ts';
export type { Service } from './model/service.ts';
