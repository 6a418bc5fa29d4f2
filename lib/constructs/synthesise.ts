/** constructs › synthesise: from the tree to final objects and every complaint about them; nothing is thrown, nothing written. */

import { type ApiObject, type Chart, Names } from 'cdk8s';
import type { IConstruct } from 'constructs';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { isManifest } from '../kubernetes/is-manifest.ts';
import { checkSynthesis } from './checks.ts';
import { type Order, orderOf } from './dependencies.ts';
import { ManifestObject } from './manifest-object.ts';
import { withoutNeedlessNamespace } from './final-objects.ts';
import { ServiceChart } from './service-chart.ts';
import type {
  SynthesisedChart,
  SynthesisedObject,
  SynthesisedService,
  Synthesis,
} from './synthesis.ts';
import { type Tree, walk } from './tree.ts';

/** Synthesises everything in an app: one walk, one validation, one ordering. */
export function synthesise(app: IConstruct): Synthesis {
  const tree = walk(app);
  const complaints = tree.all.flatMap(validate);
  const order = orderOf(tree);
  if (order.cycle.length > 0) complaints.push(dependencyCycle(order.cycle));
  const render = renderer(complaints);
  const byService = Map.groupBy(order.charts, (chart) => tree.serviceOf(chart));
  const services = tree.charts
    .filter((chart) => chart instanceof ServiceChart)
    .map((chart) => serviceOf(chart, byService.get(chart) ?? [], order, render));
  const charts = chartsOf(tree, order, render);
  const diagnostics = [...services.flatMap(({ chart }) => chart.diagnostics), ...complaints];
  return {
    services,
    charts,
    diagnostics: [...diagnostics, ...checkSynthesis(services, charts)],
  };
}

type Render = (object: ApiObject) => readonly SynthesisedObject[];

/** The objects of a service: those made from the description and the user's own, nested charts included. */
function serviceOf(
  chart: ServiceChart,
  own: readonly Chart[],
  order: Order,
  render: Render,
): SynthesisedService {
  const nested = own.filter((other) => other !== chart);
  const all = [chart, ...nested].flatMap((part) => order.objectsOf(part));
  const objects = all.flatMap(render);
  return {
    chart,
    complete: objects.length === all.length,
    objects: objects.map((object) => {
      const manifest = withoutNeedlessNamespace(object.manifest);
      return isManifest(manifest) ? { ...object, manifest } : object;
    }),
  };
}

/** The user's own charts, named as cdk8s names their files: with a number once one depends on another. */
function chartsOf(tree: Tree, order: Order, render: Render): readonly SynthesisedChart[] {
  const own = order.charts.filter((chart) => tree.serviceOf(chart) === undefined);
  const isOwn = (chart: Chart): boolean => tree.serviceOf(chart) === undefined;
  const numbered = own.some((chart) => order.dependenciesOf(chart).some(isOwn));
  return own.map((chart, index) => ({
    chart,
    name: `${numbered ? `${String(index).padStart(4, '0')}-` : ''}${Names.toDnsLabel(chart)}`,
    objects: order.objectsOf(chart).flatMap(render),
  }));
}

/** Renders objects; one that cannot be rendered is a complaint, since patches and lazy values of the user take part. */
function renderer(complaints: Diagnostic[]): Render {
  return (object) => {
    const construct = object.node.path;
    try {
      const manifest: unknown =
        object instanceof ManifestObject ? object.sealed() : object.toJson();
      if (!isManifest(manifest)) {
        complaints.push(notRendered(object, 'apiVersion, kind or metadata.name is missing'));
        return [];
      }
      const id = object instanceof ManifestObject ? { id: object.manifestId } : {};
      return [{ manifest, construct, ...id }];
    } catch (error) {
      complaints.push(notRendered(object, error instanceof Error ? error.message : String(error)));
      return [];
    }
  };
}

/** What constructs say of themselves; a ServiceChart's own complaints are known already. */
function validate(construct: IConstruct): readonly Diagnostic[] {
  const known = construct instanceof ServiceChart ? construct.validationMessages() : [];
  return construct.node
    .validate()
    .filter((message) => !known.includes(message))
    .map((message) => ({
      code: 'SW5006',
      name: 'construct-invalid',
      severity: 'error',
      at: { construct: construct.node.path },
      message,
    }));
}

function notRendered(object: ApiObject, problem: string): Diagnostic {
  const service = object.node.scopes.findLast((scope) => scope instanceof ServiceChart);
  const patches = object instanceof ManifestObject ? object.patchTexts : [];
  return {
    code: 'SW5007',
    name: 'object-not-rendered',
    severity: 'error',
    at: {
      ...(service === undefined
        ? {}
        : { service: service.service, environment: service.environment }),
      construct: object.node.path,
      object: `${object.kind}/${object.name}`,
    },
    message: [
      `The object cannot be rendered: ${withoutPrefix(problem)}`,
      ...(patches.length === 0 ? [] : [`Patches of it: ${patches.join(', ')}.`]),
    ].join('. '),
    because: 'A patch asks for a place that is not there, or a value is no plain data.',
    fix: 'Compare the patches of this object with the object itself; to add a field use `JsonPatch.add`, and add what is missing on the way first.',
  };
}

/** cdk8s puts path and name in front, which the complaint has already. */
function withoutPrefix(problem: string): string {
  return problem.replace(
    /^Failed serializing construct at path '.*?' with name '.*?': (?:\w*Error: )?/s,
    '',
  );
}

function dependencyCycle(cycle: readonly string[]): Diagnostic {
  return {
    code: 'SW5006',
    name: 'construct-invalid',
    severity: 'error',
    at: { construct: cycle[0] ?? '' },
    message: `Constructs depend on one another in a circle: ${cycle.join(' → ')}.`,
    because: 'There is no order in which they could be applied.',
    fix: 'Remove one of these calls of `addDependency`.',
  };
}
