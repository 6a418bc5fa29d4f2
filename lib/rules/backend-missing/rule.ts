/** Manifest rule: what routes lead to is there, with the port they ask for. */

import { dataAt, type Data, listAt, scalarAt, textAt } from '../manifests/data.ts';
import {
  findBeside,
  type ManifestObject,
  type ManifestSet,
  namesBeside,
  objectsOf,
} from '../manifests/manifest-set.ts';
import { servicesMadeBeside } from '../manifests/services-made.ts';
import type { ManifestComplaint, ManifestRule } from '../rule.ts';

/** SW4106. @see https://kubernetes.io/docs/concepts/services-networking/ingress/ */
export const backendMissing: ManifestRule = {
  code: 'SW4106',
  name: 'backend-missing',
  level: 'manifest',
  severity: 'error',
  summary: 'An Ingress or route leads to a Service or port that is not there.',
  because:
    'The controller answers such paths with 503, 502 or 500; the API server does not look backends up.',
  check: (set) =>
    objectsOf(set, 'Ingress', 'HTTPRoute', 'GRPCRoute').flatMap((on) =>
      backendsOf(on).flatMap((backend) => complaint(set, on, backend)),
    ),
};

interface Backend {
  readonly service: string;
  readonly port: number | string | undefined;
  readonly path: string;
}

function complaint(
  set: ManifestSet,
  on: ManifestObject,
  { service, port, path }: Backend,
): readonly ManifestComplaint[] {
  if (servicesMadeBeside(set, on).includes(service)) return [];
  const found = findBeside(set, on, 'Service', service);
  if (found === undefined) {
    return [
      {
        on,
        path,
        message: `Service ${service} is not among these objects; in this namespace there are: ${namesBeside(set, on, 'Service')}.`,
        fix: 'Add the Service or correct the name; if it is made elsewhere, silence this rule with that reason.',
      },
    ];
  }
  const ports = listAt(found.body, 'spec', 'ports');
  const fits = ports.some((body) => [textAt(body, 'name'), scalarAt(body, 'port')].includes(port));
  if (port === undefined || fits) return [];
  const known = ports.map((body) =>
    [textAt(body, 'name'), scalarAt(body, 'port')].filter((part) => part !== undefined).join(' '),
  );
  return [
    {
      on,
      path,
      message: `Service ${service} has no port ${port}; it has ${known.join(', ') || 'none'}.`,
      fix: 'Name a port of the Service: routes refer to those, never to ports of containers.',
    },
  ];
}

function backendsOf({ kind, body }: ManifestObject): readonly Backend[] {
  if (kind !== 'Ingress') {
    return listAt(body, 'spec', 'rules').flatMap((rule, index) =>
      listAt(rule, 'backendRefs')
        .filter(
          (ref) =>
            ['Service', undefined].includes(textAt(ref, 'kind')) &&
            textAt(ref, 'namespace') === undefined,
        )
        .map((ref) => ({
          service: textAt(ref, 'name') ?? '',
          port: scalarAt(ref, 'port'),
          path: `spec.rules[${index}].backendRefs`,
        })),
    );
  }
  const fallback = dataAt(body, 'spec', 'defaultBackend');
  return [
    ...ingressBackend(fallback, 'spec.defaultBackend'),
    ...listAt(body, 'spec', 'rules').flatMap((rule) =>
      listAt(rule, 'http', 'paths').flatMap((entry) =>
        ingressBackend(
          dataAt(entry, 'backend'),
          `spec.rules[${textAt(rule, 'host') ?? '*'}].http.paths[${textAt(entry, 'path') ?? ''}]`,
        ),
      ),
    ),
  ];
}

function ingressBackend(backend: Data, path: string): readonly Backend[] {
  const service = textAt(backend, 'service', 'name');
  if (service === undefined) return [];
  const port = dataAt(backend, 'service', 'port');
  return [{ service, port: scalarAt(port, 'name') ?? scalarAt(port, 'number'), path }];
}
