/** constructs › collisions: things that would overwrite one another, in a folder or in a cluster. */

import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Manifest } from '../kubernetes/manifest.ts';
import { canonicalJson } from '../text/json.ts';
import type { SynthesisedChart, SynthesisedObject, SynthesisedService } from './synthesis.ts';

/** Whether an object is the Namespace of the environment, which services may share. */
export function isSharedNamespace({ id }: SynthesisedObject): boolean {
  return id === 'namespace';
}

/** Two services of one name in one environment (SW5001). */
export function repeatedServices(services: readonly SynthesisedService[]): readonly Diagnostic[] {
  return repeated(services, ({ chart }) => `${chart.environment}/${chart.service}`).map(
    ([first, { chart }]) => ({
      code: 'SW5001',
      name: 'service-repeated',
      severity: 'error',
      at: {
        service: chart.service,
        environment: chart.environment,
        construct: chart.node.path,
      },
      message: `There are two services \`${chart.service}\` in \`${chart.environment}\`: constructs \`${first.chart.node.path}\` and \`${chart.node.path}\`.`,
      because: 'They would share one file and the names of all objects; the second would win.',
      fix: 'Give one of them another name, or make only one chart of each service and environment.',
    }),
  );
}

/** Services that share a namespace but describe it differently (SW5008). */
export function conflictingNamespaces(
  services: readonly SynthesisedService[],
): readonly Diagnostic[] {
  const all = services.flatMap((service) =>
    service.objects.filter(isSharedNamespace).map(({ manifest }) => ({ service, manifest })),
  );
  const pairs = repeated(
    all,
    ({ service, manifest }) => `${service.chart.environment}/${manifest.metadata.name}`,
  );
  return pairs
    .filter(([first, other]) => canonicalJson(first.manifest) !== canonicalJson(other.manifest))
    .map(([first, { service, manifest }]) => ({
      code: 'SW5008',
      name: 'namespaces-differ',
      severity: 'error',
      at: {
        service: service.chart.service,
        environment: service.chart.environment,
        object: `Namespace/${manifest.metadata.name}`,
      },
      message: `\`${first.service.chart.service}\` and \`${service.chart.service}\` share the namespace \`${manifest.metadata.name}\`, but describe it differently.`,
      because:
        'One object cannot have two contents: labels such as those of Pod Security would come and go.',
      fix: 'Give `namespace` the same labels in both, or let one of them make it: `namespace: { name, create: false }` in the other.',
    }));
}

/** Two objects of one kind and name in one namespace, within an environment or a chart of the user (SW5002). */
export function repeatedObjects(
  services: readonly SynthesisedService[],
  charts: readonly SynthesisedChart[],
): readonly Diagnostic[] {
  const inServices = services.flatMap(({ chart, objects }) =>
    objects
      .filter((object) => !isSharedNamespace(object))
      .map((object) => ({
        object,
        scope: `environment ${chart.environment}`,
        at: { service: chart.service, environment: chart.environment },
      })),
  );
  const inCharts = charts.flatMap(({ chart, objects }) =>
    objects.map((object) => ({ object, scope: `chart ${chart.node.path}`, at: {} })),
  );
  // A repeated service repeats all of its objects; saying it once is enough.
  const sameService = new Set(repeatedServices(services).map(({ at }) => at.construct));
  return repeated(
    [...inServices, ...inCharts],
    ({ object, scope }) => `${scope}\n${identity(object.manifest)}`,
  )
    .filter(([, { object }]) => !sameService.has(object.construct.split('/')[0]))
    .map(([first, { object, at }]) => ({
      code: 'SW5002',
      name: 'object-repeated',
      severity: 'error',
      at: {
        ...at,
        construct: object.construct,
        object: `${object.manifest.kind}/${object.manifest.metadata.name}`,
      },
      message: `Two constructs make the same object: \`${first.object.construct}\` and \`${object.construct}\`.`,
      because: 'Of two objects with one kind, namespace and name the one applied last wins.',
      fix: 'Rename one of them, or make it only once.',
    }));
}

function identity({ apiVersion, kind, metadata }: Manifest): string {
  const group = apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
  return [group, kind, metadata.namespace ?? '', metadata.name].join('\n');
}

/** Every item whose key was there before, with the first item of that key. */
function repeated<T>(
  items: readonly T[],
  keyOf: (item: T) => string,
): readonly (readonly [T, T])[] {
  const firsts = new Map<string, T>();
  return items.flatMap((item) => {
    const key = keyOf(item);
    const first = firsts.get(key);
    if (first !== undefined) return [[first, item] as const];
    firsts.set(key, item);
    return [];
  });
}
