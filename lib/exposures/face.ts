/** exposures › face: what one route object shows of a service: the active side, or the preview of the inactive slot. */

import type { Neutral, Route } from './neutral.ts';

/** One route object to write. */
export interface Face {
  readonly name: string;
  readonly hosts: readonly string[];
  readonly routes: readonly Route[];
  readonly secretName?: string;
}

/** The face users see, and that of the inactive slot where there is one; each gets an object of its own, so that their annotations stay apart. */
export function facesOf(neutral: Neutral): readonly Face[] {
  const { name, hosts, routes, previewHost, tls } = neutral;
  if (hosts.length === 0 || routes.length === 0) return [];
  const active: Face = {
    name,
    hosts,
    routes,
    ...(tls === undefined ? {} : { secretName: tls.secretName }),
  };
  if (previewHost === undefined) return [active];
  return [
    active,
    {
      name: `${name}-preview`,
      hosts: [previewHost],
      routes: routes.map(previewRoute),
      ...(tls === undefined ? {} : { secretName: tls.previewSecretName }),
    },
  ];
}

/** The same path to the inactive slot; a process without slots is previewed as it is. */
function previewRoute(route: Route): Route {
  const { optIn: _, ...target } = route.target;
  const { previewServiceName, serviceName } = target;
  return {
    ...route,
    target: { ...target, serviceName: previewServiceName ?? serviceName, weights: [] },
  };
}
