/** resolve › preview: a described service as it is in a copy of an environment: its own namespace, hosts and images, one version. */

import type { Exposure } from '../model/exposure.ts';
import type { Finding } from '../model/finding.ts';
import { type Preview, PREVIEW_LABELS } from '../model/preview.ts';
import type { Rollout } from '../model/rollout.ts';
import type { Service } from '../model/service.ts';
import type { WebSpec } from '../model/spec/process-spec.ts';
import type { ServiceSpec } from '../model/spec/service-spec.ts';
import type { Variant } from '../model/variant.ts';
import { formatImageReference, parseImageReference } from '../units/image-reference.ts';
import { processObjectName, usualNamespace } from './names.ts';
import { serviceSaying, specIn } from './spec-in.ts';

/** A service in a preview, and what stands in the way of it. */
export interface Previewed {
  readonly service: Service;
  readonly findings: readonly Finding[];
}

/** The service with its description in the copied environment changed; a host without a domain to put it under is SW5021. */
export function previewed(service: Service, preview: Preview): Previewed {
  const spec = oneVersion(specIn(service, preview.environment));
  const findings: Finding[] = [];
  const hostsOf = hostsBelow(preview, findings);
  const { name, web, webs, expose } = spec;
  const said: ServiceSpec = {
    ...spec,
    namespace: namespaceOf(spec, preview),
    image: imageOf(spec.image, preview),
    ...(expose === undefined ? {} : { expose: hostsOf(expose, name, 'expose') }),
    ...(web === undefined ? {} : { web: webOf(web, processObjectName(name, 'web'), 'web.expose') }),
    ...(webs === undefined
      ? {}
      : {
          webs: Object.fromEntries(
            Object.entries(webs).map(([key, one]) => [
              key,
              webOf(one, processObjectName(name, key), `webs.${key}.expose`),
            ]),
          ),
        }),
  };
  return { service: serviceSaying(service, said, preview.environment), findings };

  function webOf(own: WebSpec, objectName: string, path: string): WebSpec {
    const { expose: exposed, ...rest } = oneVersion(own);
    return exposed === undefined ? rest : { ...rest, expose: hostsOf(exposed, objectName, path) };
  }
}

/** Nobody switches between versions of a preview: what would have two of them is replaced in place. */
function oneVersion<Holder extends { readonly rollout?: Rollout }>(
  holder: Holder,
): Holder | Omit<Holder, 'rollout'> {
  const { rollout, ...rest } = holder;
  return rollout?.slots === undefined && rollout?.shares === undefined ? holder : rest;
}

/** Namespace of a preview beside the one of the environment. */
export function previewNamespace(namespace: string, name: string): string {
  return `${namespace}-${name}`;
}

function namespaceOf(spec: ServiceSpec, { name, environment }: Preview) {
  const said = typeof spec.namespace === 'string' ? { name: spec.namespace } : spec.namespace;
  return {
    ...said,
    name: previewNamespace(said?.name ?? usualNamespace(spec.name, environment), name),
    create: true,
    labels: {
      ...said?.labels,
      [PREVIEW_LABELS.environment]: environment,
      [PREVIEW_LABELS.name]: name,
    },
  };
}

function imageOf(image: ServiceSpec['image'], { images }: Preview): ServiceSpec['image'] {
  for (const text of images) {
    const parsed = parseImageReference(text);
    if (!parsed.ok) continue;
    const { tag, digest, ...repository } = parsed.value;
    if (formatImageReference(repository) !== image.repository) continue;
    const { tag: _tag, digest: _digest, ...rest } = image;
    return {
      ...rest,
      ...(tag === undefined ? {} : { tag }),
      ...(digest === undefined ? {} : { digest }),
    };
  }
  return image;
}

/** Puts every host of an exposure below the domain: the first by the name of the object, others with a number. */
function hostsBelow({ name, domain }: Preview, findings: Finding[]) {
  return (exposure: Exposure, objectName: string, path: string): Exposure => {
    const { host, hosts = [], previewHost: _previewHost, ...options } = exposure.options;
    const said = [...(host === undefined ? [] : [host]), ...hosts];
    if (said.length === 0) return exposure;
    if (domain === undefined) {
      findings.push(withoutDomain(path));
      return exposure;
    }
    const [first = '', ...others] = said.map(
      (_, index) => `${objectName}-${name}${index === 0 ? '' : `-${index + 1}`}.${domain}`,
    );
    const made = exposure.with({
      ...options,
      host: first,
      ...(others.length === 0 ? {} : { hosts: others }),
    });
    return isExposure(made) ? made : exposure;
  };
}

/** A variant makes its like; its type does not say so. */
function isExposure(variant: Variant): variant is Exposure {
  return variant.family === 'exposure' && 'facts' in variant;
}

function withoutDomain(path: string): Finding {
  return {
    code: 'SW5021',
    name: 'preview-without-domain',
    severity: 'error',
    path,
    message: 'A preview has no domain for the hosts of this exposure.',
    because: 'It would answer at the address of the environment it is a copy of.',
    fix: 'Say where previews are reached: `--domain preview.example.com`.',
  };
}
