// Test support: the references that a pod template makes, one of the parts of `danglingReferences`.
import type { Dangling, EmittedObjects } from './emitted-objects.ts';
import { at, isFields, listAt, textAt } from '../kubernetes-object.ts';
import { selects } from '../label-selectors.ts';
import { containersOf } from '../pod-templates.ts';
import type { PodTemplate } from '../pod-templates.ts';

/** What a pod refers to that is not there: configuration, claims, accounts, and names inside the pod itself. */
export function danglingInPod(
  pod: PodTemplate,
  workload: unknown,
  objects: EmittedObjects,
): readonly Dangling[] {
  const { owner, namespace, spec } = pod;
  const need = (kind: string, name: string | undefined, key?: string): readonly Dangling[] =>
    name === undefined ? [] : objects.resolve(owner, { kind, name, namespace, key });
  return [
    ...need('ServiceAccount', textAt(spec, 'serviceAccountName')),
    ...listAt(spec, 'imagePullSecrets').flatMap((secret) => need('Secret', textAt(secret, 'name'))),
    ...containersOf(spec).flatMap((container) => [
      ...danglingVariables(container, need),
      ...danglingNames(container, pod, workload),
    ]),
    ...listAt(spec, 'volumes').flatMap((volume) => danglingVolume(volume, need)),
    ...danglingPlacement(pod, objects),
  ];
}

type Need = (kind: string, name: string | undefined, key?: string) => readonly Dangling[];

function danglingVariables(container: unknown, need: Need): readonly Dangling[] {
  const variables = listAt(container, 'env').flatMap((variable) => {
    const source = at(variable, 'valueFrom');
    return [
      ...demanded('Secret', at(source, 'secretKeyRef'), need),
      ...demanded('ConfigMap', at(source, 'configMapKeyRef'), need),
    ];
  });
  const whole = listAt(container, 'envFrom').flatMap((source) => [
    ...demanded('Secret', at(source, 'secretRef'), need),
    ...demanded('ConfigMap', at(source, 'configMapRef'), need),
  ]);
  return [...variables, ...whole];
}

/** A reference to a ConfigMap or Secret, or to a key of it; optional ones may lead nowhere. */
function demanded(
  kind: string,
  reference: unknown,
  need: Need,
  name = 'name',
): readonly Dangling[] {
  if (!isFields(reference) || at(reference, 'optional') === true) return [];
  const keys = [
    ...(at(reference, 'key') === undefined ? [] : [textAt(reference, 'key')]),
    ...listAt(reference, 'items').map((item) => textAt(item, 'key')),
  ];
  if (keys.length === 0) return need(kind, textAt(reference, name));
  return keys.flatMap((key) => need(kind, textAt(reference, name), key));
}

function danglingVolume(volume: unknown, need: Need): readonly Dangling[] {
  return [
    ...demanded('ConfigMap', at(volume, 'configMap'), need),
    ...demanded('Secret', at(volume, 'secret'), need, 'secretName'),
    ...need('PersistentVolumeClaim', textAt(volume, 'persistentVolumeClaim', 'claimName')),
    ...need(
      'SecretProviderClass',
      textAt(volume, 'csi', 'volumeAttributes', 'secretProviderClass'),
    ),
    ...listAt(volume, 'projected', 'sources').flatMap((source) => [
      ...demanded('ConfigMap', at(source, 'configMap'), need),
      ...demanded('Secret', at(source, 'secret'), need),
    ]),
  ];
}

/** Names that must be found in the pod itself: volumes, ports of probes, containers of resource fields. */
function danglingNames(
  container: unknown,
  { owner, spec }: PodTemplate,
  workload: unknown,
): readonly Dangling[] {
  const name = textAt(container, 'name') ?? '';
  const namesAt = (value: unknown, ...path: readonly string[]): readonly (string | undefined)[] =>
    listAt(value, ...path).map((entry) => textAt(entry, 'name'));
  const volumes = [
    ...namesAt(spec, 'volumes'),
    ...listAt(workload, 'spec', 'volumeClaimTemplates').map((claim) =>
      textAt(claim, 'metadata', 'name'),
    ),
  ];
  const missing = (
    what: string,
    wanted: readonly unknown[],
    there: readonly unknown[],
  ): readonly Dangling[] =>
    wanted
      .filter((one) => typeof one === 'string' && !there.includes(one))
      .map((one) => ({
        from: owner,
        to: `${what}/${String(one)}`,
        message: `container ${name} names it, the pod has ${there.join(', ') || 'none'}`,
      }));
  const containers = containersOf(spec).map((one) => textAt(one, 'name'));
  const resources = listAt(container, 'env').map((variable) =>
    at(variable, 'valueFrom', 'resourceFieldRef', 'containerName'),
  );
  return [
    ...missing('volume', namesAt(container, 'volumeMounts'), volumes),
    ...missing('volume', namesAt(container, 'volumeDevices'), volumes),
    ...missing('port', probedPorts(container), namesAt(container, 'ports')),
    ...missing('container', resources, containers),
  ];
}

/** Ports that probes and lifecycle hooks name. The kubelet looks names up in the same container only. */
function probedPorts(container: unknown): readonly unknown[] {
  const handlers = [
    ...['startupProbe', 'livenessProbe', 'readinessProbe'].map((probe) => at(container, probe)),
    ...['preStop', 'postStart'].map((hook) => at(container, 'lifecycle', hook)),
  ];
  return handlers.flatMap((handler) => [
    at(handler, 'httpGet', 'port'),
    at(handler, 'tcpSocket', 'port'),
  ]);
}

/** Spreading counts the pods its selector selects: one that does not select the pod itself spreads nothing. */
function danglingPlacement(pod: PodTemplate, objects: EmittedObjects): readonly Dangling[] {
  const spread = listAt(pod.spec, 'topologySpreadConstraints')
    .map((constraint) => at(constraint, 'labelSelector'))
    .filter((selector) => selector !== undefined && !selects(selector, pod.labels))
    .map((selector) => ({
      from: pod.owner,
      to: podsText(selector),
      message: 'a topology spread constraint that does not select the pod itself',
    }));
  const affinity = ['podAffinity', 'podAntiAffinity'].flatMap((kind) => {
    const terms = at(pod.spec, 'affinity', kind);
    return [
      ...listAt(terms, 'requiredDuringSchedulingIgnoredDuringExecution'),
      ...listAt(terms, 'preferredDuringSchedulingIgnoredDuringExecution').map((preferred) =>
        at(preferred, 'podAffinityTerm'),
      ),
    ];
  });
  const apart = affinity
    .filter((term) => at(term, 'namespaces') === undefined)
    .filter((term) => at(term, 'namespaceSelector') === undefined)
    .map((term) => at(term, 'labelSelector'))
    .filter(
      (selector) =>
        objects.podsIn(pod.namespace, (labels) => selects(selector, labels)).length === 0,
    )
    .map((selector) => ({
      from: pod.owner,
      to: podsText(selector),
      message: 'an affinity to pods that are not among the objects',
    }));
  return [...spread, ...apart];
}

/** How reports write the pods of a selector: `Pods/app=web,tier in (a b)`. */
export function podsText(selector: unknown): string {
  const labels = at(selector, 'matchLabels') ?? (isLabelSelector(selector) ? {} : selector);
  const equal = isFields(labels)
    ? Object.entries(labels).map(([key, value]) => `${key}=${String(value)}`)
    : [];
  const expressions = listAt(selector, 'matchExpressions').map(
    (expression) =>
      `${textAt(expression, 'key')} ${textAt(expression, 'operator')} (${listAt(expression, 'values').join(' ')})`,
  );
  return `Pods/${[...equal, ...expressions].join(',')}`;
}

function isLabelSelector(selector: unknown): boolean {
  return at(selector, 'matchExpressions') !== undefined;
}
