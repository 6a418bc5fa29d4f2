/** constructs › tree: one walk over everything in an app; later steps look things up instead of walking again. */

import { ApiObject, Chart } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { ServiceChart } from './service-chart.ts';

/** What the walk found. */
export interface Tree {
  /** Every construct, parents before children, in the order they were made. */
  readonly all: readonly IConstruct[];
  readonly charts: readonly Chart[];
  /** Objects by the nearest chart above them. */
  readonly objects: ReadonlyMap<Chart, readonly ApiObject[]>;
  /** The nearest chart above a construct, or the construct itself if it is one. */
  chartOf(construct: IConstruct): Chart | undefined;
  /** The nearest ServiceChart at or above a chart. */
  serviceOf(chart: Chart): ServiceChart | undefined;
}

/** Walks an app once. */
export function walk(app: IConstruct): Tree {
  const all: IConstruct[] = [];
  const charts: Chart[] = [];
  const objects = new Map<Chart, ApiObject[]>();
  const chartOf = new Map<IConstruct, Chart>();
  const serviceOf = new Map<Chart, ServiceChart>();
  const visit = (construct: IConstruct, above: Chart | undefined): void => {
    all.push(construct);
    const chart = Chart.isChart(construct) ? construct : above;
    if (chart !== undefined) {
      chartOf.set(construct, chart);
      if (chart === construct) {
        charts.push(chart);
        const service =
          chart instanceof ServiceChart
            ? chart
            : above === undefined
              ? undefined
              : serviceOf.get(above);
        if (service !== undefined) serviceOf.set(chart, service);
      }
      if (ApiObject.isApiObject(construct)) {
        const own = objects.get(chart) ?? [];
        objects.set(chart, own);
        own.push(construct);
      }
    }
    for (const child of construct.node.children) visit(child, chart);
  };
  visit(app, undefined);
  return {
    all,
    charts,
    objects,
    chartOf: (construct) => chartOf.get(construct),
    serviceOf: (chart) => serviceOf.get(chart),
  };
}
