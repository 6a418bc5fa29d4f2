/** Where a description becomes a service: the composition root that knows which variants stand in for what is not said. */

import type { Service, ServiceUrlOptions } from './model/service.ts';
import type { ServiceSpec } from './model/spec/service-spec.ts';
import type { ServiceUrl } from './model/spec/values.ts';
import { EDITIONS } from './resolve/edition.ts';
import { serviceTarget } from './resolve/service-target.ts';
import { rolling } from './rollouts/rolling/rolling.ts';

/**
 * Describes a service. Nothing is checked here: all complaints come together when it is synthesised or `slipway check` runs.
 * @example defineService({ name: 'shop', image: { repository: 'ghcr.io/acme/shop', tag: '1.4.2' }, web: { server: gunicorn({ app: 'shop.wsgi' }) } })
 */
export function defineService(spec: ServiceSpec): Service {
  const service = { name: spec.name, spec, defaults: { rollout: rolling(), editions: EDITIONS } };
  const link =
    (form: ServiceUrl['form']) =>
    ({ process = 'web', path = '', environment }: ServiceUrlOptions = {}): ServiceUrl => ({
      kind: 'serviceUrl',
      form,
      process,
      path,
      ...(environment === undefined ? {} : { environment }),
      target: (edition) => serviceTarget(service, edition),
    });
  return { ...service, url: link('url'), address: link('address') };
}

/**
 * Where a service is reached that is described further down, or calls this one itself.
 * @example config: { SHOP_URL: urlOf(() => shop) }
 */
export function urlOf(service: () => Service, options: ServiceUrlOptions = {}): ServiceUrl {
  const { process = 'web', path = '', environment } = options;
  return {
    kind: 'serviceUrl',
    form: 'url',
    process,
    path,
    ...(environment === undefined ? {} : { environment }),
    target: (edition) => serviceTarget(service(), edition),
  };
}

export { environmentsOf } from './model/service.ts';
export type { Service } from './model/service.ts';
