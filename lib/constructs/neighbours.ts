/**
 * constructs: which charts of one app stand for a service in an environment, and which call it. A walk over the app for
 * every new chart would find them too, and took half of the time of a thousand services (`npm run bench`, 2026-11-30).
 */

import type { IConstruct } from 'constructs';
import type { CallPlan } from '../model/plan/service-plan.ts';

/** A chart as others see it. */
export interface Neighbour extends IConstruct {
  readonly service: string;
  readonly environment: string;
  readonly planIfAny: { readonly calls: readonly CallPlan[] } | undefined;
}

/** Those who call a chart, and those it calls. */
export interface Met<Chart extends Neighbour> {
  readonly callers: readonly Chart[];
  readonly called: readonly Chart[];
}

/** Begins to know charts: what is returned adds one to its app, and finds the others that are its concern. */
export function neighbourhood<Chart extends Neighbour>(): (chart: Chart) => Met<Chart> {
  interface App {
    readonly standing: Map<string, Chart[]>;
    readonly calling: Map<string, Chart[]>;
  }
  const apps = new WeakMap<IConstruct, App>();
  return (chart) => {
    const { root } = chart.node;
    const { standing, calling } = apps.get(root) ?? { standing: new Map(), calling: new Map() };
    apps.set(root, { standing, calling });
    const place = placeOf(chart);
    const calls = [...new Set((chart.planIfAny?.calls ?? []).map(placeOf))];
    const met = {
      callers: (calling.get(place) ?? []).filter(isInItsApp),
      called: calls.flatMap((call) => standing.get(call) ?? []).filter(isInItsApp),
    };
    add(standing, place, chart);
    for (const call of calls) add(calling, call, chart);
    return met;
  };
}

function placeOf({ service, environment }: Pick<Neighbour, 'service' | 'environment'>): string {
  return `${environment}/${service}`;
}

function add<T>(lists: Map<string, T[]>, key: string, item: T): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [item]);
  else list.push(item);
}

/** False once a construct, or one above it, was taken out by `tryRemoveChild`. */
function isInItsApp({ node }: IConstruct): boolean {
  return node.scopes.every((construct, index, scopes) => {
    const above = scopes[index - 1];
    return above === undefined || above.node.tryFindChild(construct.node.id) === construct;
  });
}
