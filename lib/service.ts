/** Where a description becomes a service: the composition root that knows which variants stand in for what is not said. */

import type { Service, ServiceUrlOptions } from './model/service.ts';
import type { ServiceSpec } from './model/spec/service-spec.ts';
import { noText } from './model/no-text.ts';
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
  const link = (form: ServiceUrl['form'], options?: ServiceUrlOptions): ServiceUrl =>
    linkTo(form, (edition) => serviceTarget(service, edition), options);
  return {
    ...service,
    url: (options) => link('url', options),
    address: (options) => link('address', options),
  };
}

/**
 * Where a service is reached that is described further down, or calls this one itself.
 * @example config: { SHOP_URL: urlOf(() => shop) }
 */
export function urlOf(service: () => Service, options: ServiceUrlOptions = {}): ServiceUrl {
  return linkTo('url', (edition) => serviceTarget(service(), edition), options);
}

function linkTo(
  form: ServiceUrl['form'],
  target: ServiceUrl['target'],
  { process = 'web', path = '', environment }: ServiceUrlOptions = {},
): ServiceUrl {
  const where = environment === undefined ? {} : { environment };
  return noText<ServiceUrl>(
    { kind: 'serviceUrl', form, process, path, ...where, target },
    {
      written: `${form}()`,
      because:
        'It is a reference to another service: its namespace is known only in an environment, and network policies follow from it.',
      fix:
        form === 'url'
          ? "Give the rest to it, as in `shop.url({ path: '/v1' })`; what stands before or behind it belongs into the application."
          : 'Let it stand for the whole value of a variable, e.g. `SHOP_ADDRESS`, and write `$(SHOP_ADDRESS)` into a command, or into a variable whose name sorts behind it.',
    },
  );
}

export { environmentsOf } from './model/service.ts';
export type { Service } from './model/service.ts';
