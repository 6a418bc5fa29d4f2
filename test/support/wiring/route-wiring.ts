// Test support: the references of objects that lead traffic in, one of the parts of `danglingReferences`.
import { at, isFields, listAt, textAt } from '../kubernetes-object.ts';
import type { Findings, Wiring, WiringContext } from './wiring-context.ts';

/** Checks by kind. */
export const routeWiring: Readonly<Record<string, Wiring>> = {
  Ingress: (context) => {
    const { spec, need, object } = context;
    const paths = listAt(spec, 'rules').flatMap((rule) => listAt(rule, 'http', 'paths'));
    const backends = [...paths.map((path) => at(path, 'backend')), at(spec, 'defaultBackend')];
    return [
      ...backends.map((backend) => {
        const port = at(backend, 'service', 'port');
        return need('Service', textAt(backend, 'service', 'name'), {
          port: at(port, 'name') ?? at(port, 'number'),
        });
      }),
      ...listAt(spec, 'tls').map((tls) => need('Secret', textAt(tls, 'secretName'))),
      ...annotated(object, context),
    ];
  },
  HTTPRoute: gatewayRoute,
  GRPCRoute: gatewayRoute,
  TLSRoute: gatewayRoute,
  Gateway: ({ spec, need }) =>
    listAt(spec, 'listeners')
      .flatMap((listener) => listAt(listener, 'tls', 'certificateRefs'))
      .map((certificate) => need(...target(certificate, 'Secret'))),
  BackendTLSPolicy: ({ spec, need }) => [
    ...listAt(spec, 'targetRefs').map((service) => need(...target(service, 'Service'))),
    ...listAt(spec, 'validation', 'caCertificateRefs').map((ca) =>
      need(...target(ca, 'ConfigMap')),
    ),
  ],
  ClientSettingsPolicy: gatewayPolicy,
  ObservabilityPolicy: gatewayPolicy,
  UpstreamSettingsPolicy: gatewayPolicy,
  VirtualServer: virtualServer,
  VirtualServerRoute: virtualServer,
};

// Annotations whose value is the name of an object, with its namespace in front or not.
const named: Readonly<Record<string, string>> = {
  'cert-manager.io/issuer': 'Issuer',
  'cert-manager.io/cluster-issuer': 'ClusterIssuer',
  'nginx.ingress.kubernetes.io/auth-secret': 'Secret',
  'nginx.ingress.kubernetes.io/auth-tls-secret': 'Secret',
  'nginx.ingress.kubernetes.io/proxy-ssl-secret': 'Secret',
  'nginx.org/basic-auth-secret': 'Secret',
  'nginx.org/policies': 'Policy',
};

function annotated(object: unknown, { need }: WiringContext): Findings {
  const annotations = at(object, 'metadata', 'annotations');
  return Object.entries(named).flatMap(([annotation, kind]) =>
    (textAt(annotations, annotation) ?? '')
      .split(',')
      .map((value) => value.trim().split('/').toReversed())
      .map(([name, namespace]) => need(kind, name || undefined, { namespace })),
  );
}

function gatewayRoute({ spec, need }: WiringContext): Findings {
  const rules = listAt(spec, 'rules');
  const backends = rules.flatMap((rule) => listAt(rule, 'backendRefs'));
  const filters = [...rules, ...backends].flatMap((place) => listAt(place, 'filters'));
  return [
    ...listAt(spec, 'parentRefs').map((parent) => {
      const [kind, name, rest] = target(parent, 'Gateway');
      return need(kind, name, { ...rest, port: at(parent, 'sectionName') ?? at(parent, 'port') });
    }),
    ...backends.map((backend) => need(...target(backend, 'Service'))),
    ...filters.map((filter) =>
      need(...target(at(filter, 'requestMirror', 'backendRef'), 'Service')),
    ),
    ...filters.map((filter) => need(...target(at(filter, 'extensionRef'), ''))),
  ];
}

function gatewayPolicy({ spec, need }: WiringContext): Findings {
  return [...listAt(spec, 'targetRefs'), at(spec, 'targetRef')]
    .filter(isFields)
    .map((one) => need(...target(one, 'Gateway')));
}

/** A reference of the Gateway API: the kind has a default, the namespace is the route's. */
function target(reference: unknown, kind: string): Parameters<WiringContext['need']> {
  return [
    textAt(reference, 'kind') ?? kind,
    textAt(reference, 'name'),
    { namespace: textAt(reference, 'namespace'), port: at(reference, 'port') },
  ];
}

function virtualServer({ spec, from, need }: WiringContext): Findings {
  const routes = [...listAt(spec, 'routes'), ...listAt(spec, 'subroutes')];
  const upstreams = listAt(spec, 'upstreams');
  const names = upstreams.map((upstream) => textAt(upstream, 'name'));
  const weighed = routes.flatMap((route) => [
    route,
    ...listAt(route, 'splits'),
    ...listAt(route, 'matches').flatMap((match) => [match, ...listAt(match, 'splits')]),
  ]);
  const passes = weighed.flatMap((place) => [
    textAt(place, 'action', 'pass'),
    textAt(place, 'action', 'proxy', 'upstream'),
  ]);
  return [
    ...upstreams.map((upstream) =>
      need('Service', textAt(upstream, 'service'), { port: at(upstream, 'port') }),
    ),
    need('Secret', textAt(spec, 'tls', 'secret')),
    ...[spec, ...routes]
      .flatMap((place) => listAt(place, 'policies'))
      .map((policy) => need(...target(policy, 'Policy'))),
    ...routes.map((route) => {
      const [name, namespace] = (textAt(route, 'route') ?? '').split('/').toReversed();
      return need('VirtualServerRoute', name || undefined, { namespace });
    }),
    passes
      .filter((upstream) => upstream !== undefined && !names.includes(upstream))
      .map((upstream) => ({
        from,
        to: `upstream/${upstream}`,
        message: `no such upstream, only ${names.join(', ') || 'none'}`,
      })),
  ];
}
