/**
 * constructs › dependencies: the order cdk8s gives charts and objects, found in one pass. cdk8s 2.70 walks the whole app
 * again for every chart and visits shared dependencies once for each way that leads to them (lib/app.js, lib/dependency.js),
 * so that fifteen charts in a row do not end; the order here is the same.
 */

import { type ApiObject, Chart } from 'cdk8s';
import type { IConstruct } from 'constructs';
import type { Tree } from './tree.ts';

/** Charts and the objects of each, what is depended on first. */
export interface Order {
  readonly charts: readonly Chart[];
  objectsOf(chart: Chart): readonly ApiObject[];
  /** Charts a chart depends on, its nested charts among them. */
  dependenciesOf(chart: Chart): readonly Chart[];
  /** Paths of constructs that depend on themselves, from the first back to it; empty when there are none. */
  readonly cycle: readonly string[];
}

type Edges = ReadonlyMap<IConstruct, ReadonlySet<IConstruct>>;

/** Orders an app. */
export function orderOf(tree: Tree): Order {
  const edges = allEdges(tree);
  const asMade = (chart: Chart): readonly ApiObject[] => tree.objects.get(chart) ?? [];
  if (edges.size === 0) {
    return { charts: tree.charts, objectsOf: asMade, dependenciesOf: () => [], cycle: [] };
  }
  const whole = sorted(tree.all, edges);
  const place = new Map(whole.order.map((construct, index) => [construct, index]));
  return {
    charts: tree.charts.toSorted((a, b) => (place.get(a) ?? 0) - (place.get(b) ?? 0)),
    objectsOf: (chart) => sortedObjects(tree, chart, edges),
    dependenciesOf: (chart) =>
      [...(edges.get(chart) ?? [])].filter((target) => Chart.isChart(target)),
    cycle: whole.cycle,
  };
}

/** Dependencies of charts and objects that follow from those of any constructs. */
function allEdges(tree: Tree): Edges {
  const edges = new Map<IConstruct, Set<IConstruct>>();
  const add = (source: IConstruct, target: IConstruct): void => {
    const targets = edges.get(source) ?? new Set();
    edges.set(source, targets);
    targets.add(target);
  };
  for (const construct of tree.all) {
    for (const target of construct.node.dependencies) add(construct, target);
  }
  const charts = new Set<IConstruct>(tree.charts);
  for (const chart of tree.charts) {
    for (const child of chart.node.children) if (charts.has(child)) add(chart, child);
  }
  if (edges.size === 0) return edges;
  for (const [source, target] of pairs(tree, edges)) {
    const [from, to] = [tree.chartOf(source), tree.chartOf(target)];
    if (from !== undefined && to !== undefined && from !== to) add(from, to);
  }
  const below = objectsBelow(tree);
  for (const [source, target] of pairs(tree, edges)) {
    for (const to of below(target)) {
      for (const from of below(source)) if (from !== to) add(from, to);
    }
  }
  return edges;
}

/** All edges in the order of the tree, as they are now. */
function pairs(tree: Tree, edges: Edges): readonly (readonly [IConstruct, IConstruct])[] {
  return tree.all.flatMap((source) =>
    [...(edges.get(source) ?? [])].map((target) => [source, target] as const),
  );
}

/** The objects at or below a construct that belong to its own chart. */
function objectsBelow(tree: Tree): (construct: IConstruct) => readonly ApiObject[] {
  const known = new Map<IConstruct, readonly ApiObject[]>();
  return (construct) => {
    const found = known.get(construct);
    if (found !== undefined) return found;
    const chart = tree.chartOf(construct);
    const own = chart === undefined ? [] : (tree.objects.get(chart) ?? []);
    const below = own.filter((object) => object.node.scopes.includes(construct));
    known.set(construct, below);
    return below;
  };
}

/** Constructs without objects count too: what they depend on comes later than what nobody asks for. */
function sortedObjects(tree: Tree, chart: Chart, edges: Edges): readonly ApiObject[] {
  const { order } = sorted(chart.node.findAll(), edges);
  const place = new Map(order.map((construct, index) => [construct, index]));
  return (tree.objects.get(chart) ?? []).toSorted(
    (a, b) => (place.get(a) ?? 0) - (place.get(b) ?? 0),
  );
}

/** Depth first from what nothing depends on; each construct once. Edges that lead out of the set are left aside. */
function sorted(
  constructs: readonly IConstruct[],
  edges: Edges,
): { readonly order: readonly IConstruct[]; readonly cycle: readonly string[] } {
  const inside = new Set(constructs);
  const targetsOf = (construct: IConstruct): readonly IConstruct[] =>
    [...(edges.get(construct) ?? [])].filter((target) => inside.has(target));
  const wanted = new Set(constructs.flatMap(targetsOf));
  const order: IConstruct[] = [];
  const done = new Set<IConstruct>();
  const path: IConstruct[] = [];
  const onPath = new Set<IConstruct>();
  let cycle: readonly string[] = [];
  const visit = (construct: IConstruct): void => {
    if (onPath.has(construct)) {
      const loop = [...path.slice(path.indexOf(construct)), construct];
      if (cycle.length === 0) cycle = loop.map(({ node }) => node.path);
      return;
    }
    if (done.has(construct)) return;
    path.push(construct);
    onPath.add(construct);
    targetsOf(construct).forEach(visit);
    path.pop();
    onPath.delete(construct);
    done.add(construct);
    order.push(construct);
  };
  constructs.filter((construct) => !wanted.has(construct)).forEach(visit);
  // What is left depends on itself.
  constructs.filter((construct) => !done.has(construct)).forEach(visit);
  return { order, cycle };
}
