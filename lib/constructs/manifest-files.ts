/** constructs › files of manifests: one for each service and environment, one for its namespaces, one for each chart of the user. */

import { MANIFESTS } from '../io/output-folder.ts';
import type { Manifest } from '../kubernetes/manifest.ts';
import { compareBytes } from '../text/byte-order.ts';
import type { OutputFile } from '../text/file-tree.ts';
import { MADE_BY } from '../text/made-by.ts';
import { toYamlDocuments } from '../text/yaml.ts';
import { isSharedNamespace } from './collisions.ts';
import type { Synthesis, SynthesisedObject } from './synthesis.ts';

const EXTENSION = '.k8s.yaml';

/** Sorts before every service, so that `kubectl apply -f` of the folder makes the namespace first. */
const NAMESPACES = '00-namespace';

/** The files, relative to the folder of all outputs. A chart without objects has none. */
export function manifestFiles({ services, charts }: Synthesis): readonly OutputFile[] {
  const ofServices = services.map(({ chart: { service, environment }, objects }) =>
    file(
      [environment, service],
      `service ${service}, environment ${environment}`,
      manifestsOf(objects.filter((object) => !isSharedNamespace(object))),
    ),
  );
  const environments = [...new Set(services.map(({ chart }) => chart.environment))];
  const ofNamespaces = environments.map((environment) => {
    const shared = services
      .filter(({ chart }) => chart.environment === environment)
      .flatMap(({ objects }) => objects.filter(isSharedNamespace));
    return file(
      [environment, NAMESPACES],
      `namespaces of environment ${environment}`,
      eachOnce(manifestsOf(shared)),
    );
  });
  const ofCharts = charts.map(({ chart, name, objects }) =>
    file([name], `chart ${chart.node.path}`, manifestsOf(objects)),
  );
  return [...ofNamespaces, ...ofServices, ...ofCharts].flat();
}

function manifestsOf(objects: readonly SynthesisedObject[]): readonly Manifest[] {
  return objects.map(({ manifest }) => manifest);
}

/** Services that share a namespace agree on it by now. */
function eachOnce(namespaces: readonly Manifest[]): readonly Manifest[] {
  const byName = new Map(namespaces.map((manifest) => [manifest.metadata.name, manifest]));
  return [...byName.values()].toSorted((a, b) => compareBytes(a.metadata.name, b.metadata.name));
}

function file(
  path: readonly string[],
  about: string,
  manifests: readonly Manifest[],
): readonly OutputFile[] {
  if (manifests.length === 0) return [];
  return [
    {
      path: `${[MANIFESTS, ...path].join('/')}${EXTENSION}`,
      text: `# ${MADE_BY} from the ${about}. Change that instead of this file.\n${toYamlDocuments(manifests)}`,
    },
  ];
}
