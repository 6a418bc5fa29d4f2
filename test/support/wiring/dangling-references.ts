// Test support: law 3 as a check: every reference between objects leads to exactly one object, or to one declared to be outside.
import { at, textAt } from '../kubernetes-object.ts';
import { selects } from '../label-selectors.ts';
import { podTemplatesOf } from '../pod-templates.ts';
import { coreWiring } from './core-wiring.ts';
import { emittedObjects } from './emitted-objects.ts';
import type { Dangling } from './emitted-objects.ts';
import { danglingInPod, podsText } from './pod-wiring.ts';
import { routeWiring } from './route-wiring.ts';
import { toolWiring } from './tool-wiring.ts';
import { contextOf } from './wiring-context.ts';
import type { Wiring } from './wiring-context.ts';

/** What a check of wiring takes for granted. */
export interface WiringOptions {
  /** What exists already: `Kind/name`, `Kind/namespace/name`, `Kind/*`, or a selector as reported, `Pods/app=redis`. */
  readonly outside?: readonly string[];
  /** Objects whose selector may select several workloads or Services, such as `Service/shop-web`. Default: none. */
  readonly several?: readonly string[];
}

/**
 * All references among some objects that lead nowhere, or to more than one object.
 *
 * Looked at: selectors of Services, budgets, policies and monitors; targets of autoscalers; backends, certificates and policies of
 * Ingresses, routes, Gateways and VirtualServers; keys of ConfigMaps and Secrets, claims, accounts, volumes and probe ports of pods;
 * role bindings; stores, issuers, analyses and sources of custom resources. What a controller makes counts as there: the Secret of a
 * Certificate, ExternalSecret or SealedSecret, the Services of a Flagger Canary. Classes (IngressClass, StorageClass …) are the cluster's.
 */
export function danglingReferences(
  manifests: readonly unknown[],
  { outside = [], several = [] }: WiringOptions = {},
): readonly Dangling[] {
  const objects = emittedObjects(manifests, outside);
  return manifests
    .flatMap((object) => {
      const kind = textAt(object, 'kind') ?? '';
      const checks = [podWiring, coreWiring[kind], routeWiring[kind], toolWiring[kind]];
      const context = contextOf(object, objects, several);
      return checks.flatMap((check) => check?.(context) ?? []).flat();
    })
    .filter(({ to }) => !outside.includes(to));
}

/** The pods of a workload, and whether its own selector selects them. */
const podWiring: Wiring = ({ object, spec, from, objects }) => {
  const [pod] = podTemplatesOf([object]);
  if (!pod) return [];
  const selector = at(spec, 'selector');
  const own =
    selector === undefined || selects(selector, pod.labels)
      ? []
      : [{ from, to: podsText(selector), message: 'does not select the pods of its own template' }];
  return [danglingInPod(pod, object, objects), own];
};
