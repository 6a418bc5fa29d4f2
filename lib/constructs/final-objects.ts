/** constructs › final objects: what is below a chart as a cluster gets it, and what rules say of it. */

import { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { renderDiagnostic } from '../diagnostics/render-text.ts';
import { isClusterScoped } from '../kubernetes/cluster-scoped.ts';
import { isManifest } from '../kubernetes/is-manifest.ts';
import type { Manifest } from '../kubernetes/manifest.ts';
import type { ServicePlan } from '../model/plan/service-plan.ts';
import { MANIFEST_RULES } from '../rules/catalogue.ts';
import { checkManifests } from '../rules/engine.ts';
import { outsideOf } from './outside.ts';

/** A chart as rules about its objects see it. */
export interface CheckedChart {
  readonly service: string;
  readonly environment: string;
  readonly planIfAny: ServicePlan | undefined;
  readonly plannedNames: ReadonlySet<string>;
  readonly changedNames: ReadonlySet<string>;
  /** What was said of the description and its plan. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Complaints of rules about the final objects of a service. */
export function checkObjects(
  chart: CheckedChart,
  objects: readonly unknown[],
): readonly Diagnostic[] {
  const { service, environment, planIfAny: plan, diagnostics: said } = chart;
  if (plan === undefined) return [];
  return checkManifests(MANIFEST_RULES, objects, {
    ...{ service, environment, said },
    ...{ planChecked: true, planned: chart.plannedNames, changed: chart.changedNames },
    outside: outsideOf(plan),
  });
}

/** An object as it is written into a cluster: no namespace where the kind has none. */
export function withoutNeedlessNamespace(value: unknown): unknown {
  if (!isManifest(value) || value.metadata.namespace === undefined) return value;
  if (!isClusterScoped(value.apiVersion, value.kind)) return value;
  const { namespace: _namespace, ...metadata } = value.metadata;
  return { ...value, metadata } satisfies Manifest;
}

/** The errors as text; several processes may complain of one and the same thing. */
export function errorMessages(diagnostics: readonly Diagnostic[]): readonly string[] {
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  return [...new Set(errors.map((diagnostic) => renderDiagnostic(diagnostic)))];
}

/** All objects below a chart; none when one cannot be rendered: cdk8s reports that, and those that refer to it are not to blame. */
export function renderedBelow(chart: IConstruct): readonly unknown[] | undefined {
  try {
    return chart.node
      .findAll()
      .filter((construct) => ApiObject.isApiObject(construct))
      .map((object) => withoutNeedlessNamespace(object.toJson()));
  } catch {
    return undefined;
  }
}
