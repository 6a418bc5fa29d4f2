/** constructs › releases: what is released in an environment wins over the description, before anything is resolved. */

import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { readReleaseFile, releasedEnvironments, releasePath } from '../io/release-file.ts';
import { environmentsOf, type Service } from '../model/service.ts';
import type { ServiceSpec } from '../model/spec/service-spec.ts';
import { nearestName } from '../model/nearest-name.ts';
import { applyRelease } from '../release/apply-release.ts';
import { checkRelease, unknownServices } from '../release/check-release.ts';
import { type ReadReleases, readReleases } from '../release/read-releases.ts';
import { specIn } from '../resolve/spec-in.ts';

/** A service as it is released, and what is wrong with its release. */
export interface ReleasedService {
  readonly service: Service;
  readonly diagnostics: readonly Diagnostic[];
}

/** The service with the release of an environment; as it is where there is no release file, or a wrong one. */
export function releasedService(service: Service, environment: string): ReleasedService {
  const read = releasesOf(environment);
  if (read === undefined || !environmentsOf(service).includes(environment)) {
    return { service, diagnostics: [] };
  }
  if (!read.ok) return { service, diagnostics: read.diagnostics };
  const spec = specIn(service, environment);
  if (!isDescribed(spec)) return { service, diagnostics: [] };
  const file = releasePath(environment);
  const diagnostics = checkRelease({ ...read, service: service.name, environment, file }, spec);
  const entry = read.releases[service.name];
  if (entry === undefined || diagnostics.length > 0) return { service, diagnostics };
  const { environments: _environments, ...released } = applyRelease(spec, entry);
  return { service: { ...service, spec: saying(service, released, environment) }, diagnostics };
}

/**
 * Complaints about release files as a whole: services nobody described (SW7005), and environments no service has, whose
 * file nobody reads (SW7006).
 */
export function releaseFileProblems(
  charts: readonly { readonly service: string; readonly environment: string }[],
): readonly Diagnostic[] {
  const known = [...new Set(charts.map(({ environment }) => environment))];
  if (known.length === 0) return [];
  return releasedEnvironments().flatMap((environment) => {
    if (!known.includes(environment)) return [unknownEnvironment(environment, known)];
    const read = releasesOf(environment);
    if (read?.ok !== true) return [];
    const described = charts.filter((chart) => chart.environment === environment);
    return unknownServices(
      { ...read, environment, file: releasePath(environment) },
      described.map(({ service }) => service),
    );
  });
}

function releasesOf(environment: string): ReadReleases | undefined {
  const found = readReleaseFile(environment);
  switch (found.kind) {
    case 'none':
      return undefined;
    case 'unreadable':
      return { ok: false, diagnostics: [found.diagnostic] };
    case 'text':
      return readReleases({ file: releasePath(environment), environment, text: found.text });
  }
}

/** A description whose image is no object is refused by resolve, which says so better. */
function isDescribed(spec: ServiceSpec): boolean {
  return typeof spec.image === 'object' && spec.image !== null;
}

/** The description that says the same in the environment; keys an environment must not have stay where they are refused. */
function saying(
  { spec }: Service,
  released: Omit<ServiceSpec, 'environments'>,
  environment: string,
): ServiceSpec {
  const { environments } = spec;
  const own = environments?.[environment];
  const refused = Object.entries(own ?? {}).filter(([key]) =>
    ['name', 'edition', 'environments'].includes(key),
  );
  const edition = spec.edition === undefined ? {} : { edition: spec.edition };
  const { edition: _edition, ...rest } = released;
  return {
    ...rest,
    name: spec.name,
    ...edition,
    ...(environments === undefined
      ? {}
      : { environments: { ...environments, [environment]: Object.fromEntries(refused) } }),
  };
}

function unknownEnvironment(environment: string, known: readonly string[]): Diagnostic {
  const nearest = nearestName(environment, known);
  return {
    code: 'SW7006',
    name: 'release-environment-unknown',
    severity: 'warning',
    at: { file: releasePath(environment) },
    message: `No service has an environment \`${environment}\`; there are ${known.join(', ')}.`,
    because: 'The file has no effect.',
    fix:
      nearest === undefined
        ? 'Remove the file, or add the environment.'
        : `Rename it to \`${releasePath(nearest)}\`.`,
  };
}
