/** emit › helm › surface of exposures: the host and what else of a route differs from cluster to cluster. */

import { isRecord } from '../../../kubernetes/is-manifest.ts';
import { isVariant } from '../../../model/variant.ts';
import { placeAt } from '../change.ts';
import type { Described, Parameter } from '../parameter.ts';
import { plainTexts } from './places.ts';
import { HOST, annotations, objectName } from './texts.ts';

/** Values of the service's exposure, under `ingress`, or `route` where it is one of the Gateway API. */
export function exposureSurface(environments: readonly Described[]): readonly Parameter[] {
  const kinds = new Set(environments.map(({ spec }) => spec.expose?.kind));
  const [kind, ...others] = kinds;
  // Inside the cluster there is no route object that could carry anything.
  if (kind === undefined || kind === 'internal' || others.length > 0) return [];
  const key = kind === 'nginxIngress' ? 'ingress' : 'route';
  const everywhere = (option: readonly string[], is: (value: unknown) => boolean): boolean =>
    environments.every(({ spec }) => is(placeAt(spec, ['expose', ...option])));
  const text = (
    name: readonly string[],
    option: readonly string[],
    domain: Parameter['domain'],
    description: string,
    fallback: unknown = '',
  ): Parameter => ({
    path: [key, ...name],
    domain,
    description,
    sets: ['expose', ...option].join('.'),
    read: ({ spec }) => placeAt(spec, ['expose', ...option]) ?? fallback,
    write: (value) => [{ at: ['expose', ...option], to: value }],
  });
  const isPlainHost = (value: unknown): boolean =>
    typeof value === 'string' && !value.startsWith('*.');
  return [
    ...(everywhere(['host'], isPlainHost)
      ? [text(['host'], ['host'], HOST, 'Host name the service is reached by.')]
      : []),
    ...(kind === 'nginxIngress'
      ? [
          text(
            ['className'],
            ['className'],
            objectName(false),
            'Name of the IngressClass.',
            'nginx',
          ),
        ]
      : []),
    ...(everywhere(['tls', 'issuer'], isText)
      ? [
          text(
            ['tls', 'issuer'],
            ['tls', 'issuer'],
            objectName(false),
            'Issuer of cert-manager that makes the certificate.',
          ),
        ]
      : []),
    ...(everywhere(['tls', 'secretName'], isText)
      ? [
          text(
            ['tls', 'secretName'],
            ['tls', 'secretName'],
            objectName(false),
            'Secret with the certificate.',
          ),
        ]
      : []),
    {
      path: [key, 'annotations'],
      domain: annotations([]),
      description: 'Further annotations of the route object.',
      sets: 'expose.annotations',
      read: ({ spec }) =>
        isVariant(spec.expose) ? plainTexts(placeAt(spec, ['expose', 'annotations'])) : {},
      write: (value) => [
        { at: ['expose', 'annotations'], to: isRecord(value) ? value : undefined },
      ],
    },
  ];
}

function isText(value: unknown): boolean {
  return typeof value === 'string';
}
