/** resolve › service target: what other services have to know of a service to call it, in each of its environments. */

import { environmentsOf, type Service } from '../model/service.ts';
import type { ServiceTarget, ServiceUrl } from '../model/spec/values.ts';
import { EDITION_1, editionOf } from './edition.ts';
import { usualNamespace } from './names.ts';
import { specIn } from './spec-in.ts';

/** Reads a description that may not be checked yet: its own errors are complained of where it is synthesised. */
export function serviceTarget(
  service: Pick<Service, 'name' | 'spec' | 'defaults'>,
  asked?: number,
): ServiceTarget {
  const edition = editionOf(service, asked).table ?? EDITION_1;
  const environments = environmentsOf(service).map((environment) => {
    const spec = specIn(service, environment);
    const said = typeof spec.namespace === 'string' ? spec.namespace : spec.namespace?.name;
    const webs = { ...spec.webs, ...(spec.web === undefined ? {} : { web: spec.web }) };
    const ports = Object.entries(webs).map(([name, { port }]) => [name, port ?? edition.port]);
    return [
      environment,
      {
        namespace: said ?? usualNamespace(spec.name, environment),
        ports: Object.fromEntries(ports),
        startsAfter: Object.entries(spec.needs ?? {}).flatMap(([name, need]) => {
          const facts = need.facts(name);
          return facts.startup === undefined ? [] : serviceUrlsIn(facts.variables);
        }),
      },
    ] as const;
  });
  return { service: service.name, environments: Object.fromEntries(environments) };
}

/** References to other services among variables. */
export function serviceUrlsIn(variables: Readonly<Record<string, unknown>>): readonly ServiceUrl[] {
  return Object.values(variables).filter(isServiceUrl);
}

/** Whether a value is a reference to another service. */
export function isServiceUrl(value: unknown): value is ServiceUrl {
  return typeof value === 'object' && value !== null && Reflect.get(value, 'kind') === 'serviceUrl';
}
