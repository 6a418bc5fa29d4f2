/** resolve › spec in an environment: the description as one environment says it, for whoever changes single values of it. */

import type { Service } from '../model/service.ts';
import { DEFAULT_ENVIRONMENT } from '../model/service.ts';
import type { ServiceSpec } from '../model/spec/service-spec.ts';
import { mergeEnvironment } from './merge-environment.ts';

/** The description of a service with the patch of an environment applied; unchecked, and without environments. */
export function specIn(service: Pick<Service, 'spec'>, environment: string): ServiceSpec {
  const { environments, ...base } = service.spec;
  const patch = environments?.[environment];
  const merged = patch === undefined ? base : mergeEnvironment(base, patch);
  return isSpec(merged) ? merged : base;
}

/** A service that says exactly this in the environment, and nothing in any other. */
export function serviceSaying(service: Service, spec: ServiceSpec, environment: string): Service {
  return {
    ...service,
    name: spec.name,
    spec:
      environment === DEFAULT_ENVIRONMENT && service.spec.environments === undefined
        ? spec
        : { ...spec, environments: { [environment]: {} } },
  };
}

/** Written as a guard because merging knows no types; `resolve` checks the shape. */
function isSpec(value: unknown): value is ServiceSpec {
  return typeof value === 'object' && value !== null && 'image' in value;
}
