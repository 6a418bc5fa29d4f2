/** deploy › exposure: by which addresses an Ingress, a Gateway or a route is reached, and why it is not. */

import { at, itemsAt, textAt, textsAt } from '../diff/read-manifest.ts';

/** How an object that routes requests stands. */
export interface ExposureState {
  readonly hosts: readonly string[];
  /** Addresses its controller reports; empty as long as it reports none. */
  readonly addresses: readonly string[];
  /** What its controller complains of. */
  readonly problems: readonly string[];
}

/** The state of an Ingress, a Gateway, a route of the Gateway API or a Service of type LoadBalancer. */
export function exposureState(object: unknown): ExposureState {
  const balancer = itemsAt(object, 'status', 'loadBalancer', 'ingress');
  const addresses = [...balancer, ...itemsAt(object, 'status', 'addresses')].flatMap(
    (address) =>
      textAt(address, 'ip') ?? textAt(address, 'hostname') ?? textAt(address, 'value') ?? [],
  );
  const hosts = [
    ...itemsAt(object, 'spec', 'rules').flatMap((rule) => textAt(rule, 'host') ?? []),
    ...itemsAt(object, 'spec', 'listeners').flatMap((one) => textAt(one, 'hostname') ?? []),
    ...textsAt(object, 'spec', 'hostnames'),
    ...[textAt(object, 'spec', 'host') ?? []].flat(),
  ];
  return {
    hosts: [...new Set(hosts)],
    addresses: [...new Set(addresses)],
    problems: problemsOf(object),
  };
}

/** Conditions that are good when they are true. @see https://gateway-api.sigs.k8s.io/reference/spec/ */
const GOOD = new Set(['Accepted', 'Programmed', 'ResolvedRefs', 'Ready']);

function problemsOf(object: unknown): readonly string[] {
  const conditions = [
    ...itemsAt(object, 'status', 'conditions'),
    ...itemsAt(object, 'status', 'parents').flatMap((parent) => itemsAt(parent, 'conditions')),
  ];
  const bad = conditions.filter(
    (condition) =>
      GOOD.has(textAt(condition, 'type') ?? '') && textAt(condition, 'status') === 'False',
  );
  const texts = bad.map((condition) => {
    const message = textAt(condition, 'message') ?? '';
    return `${textAt(condition, 'type') ?? ''}: ${textAt(condition, 'reason') ?? ''}${message === '' ? '' : `, ${message}`}`;
  });
  // F5's controller reports in its own way. @see https://docs.nginx.com/nginx-ingress-controller/configuration/global-configuration/reporting-resources-status/
  const state = textAt(object, 'status', 'state');
  const own =
    state === 'Invalid' || state === 'Warning'
      ? [`${state}: ${textAt(object, 'status', 'message') ?? ''}`]
      : [];
  return [...new Set([...texts, ...own])].filter(() => at(object, 'kind') !== 'Service');
}
