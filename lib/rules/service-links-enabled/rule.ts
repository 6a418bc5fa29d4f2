/** Manifest rule: pods get no variables made from the names of Services. */

import type { Severity } from '../../diagnostics/diagnostic.ts';
import { type ManifestSet, objectsOf, sameNamespace } from '../manifests/manifest-set.ts';
import type { PodTemplate } from '../manifests/pod-template.ts';
import type { ManifestRule } from '../rule.ts';

/** Programs that read variables of their own name with the endings Kubernetes uses (`_PORT`, `_HOST`, `_SERVICE_HOST`). */
const READERS = [
  'uvicorn',
  'granian',
  'gunicorn',
  'uwsgi',
  'grafana',
  'vault',
  'consul',
  'hypercorn',
];

/** SW4031. @see https://kubernetes.io/docs/tutorials/services/connect-applications-service/#accessing-the-service */
export const serviceLinksEnabled: ManifestRule = {
  code: 'SW4031',
  name: 'service-links-enabled',
  level: 'manifest',
  severity: 'warning',
  summary: 'A pod gets a variable for every Service of its namespace.',
  because:
    'A Service named like a program overrides that program’s settings: a Service uvicorn sets UVICORN_PORT to tcp://…, which uvicorn refuses to start with (measured 2026-11-22, uvicorn 0.54, granian 2.8).',
  check: (set) =>
    set.pods
      .filter((pod) => pod.spec['enableServiceLinks'] !== false)
      .map((pod) => {
        const culprits = collisions(set, pod);
        const written = pod.spec['enableServiceLinks'] === true;
        return {
          on: pod.owner,
          path: `${pod.path}.enableServiceLinks`,
          severity: (culprits.length > 0 || written ? 'error' : 'warning') satisfies Severity,
          message:
            culprits.length > 0
              ? `enableServiceLinks is on, and the Service ${culprits.join(', ')} fills ${culprits.map((name) => `${name.toUpperCase()}_PORT`).join(', ')} with tcp://….`
              : `enableServiceLinks is ${written ? 'true' : 'on (the default)'}: every Service of the namespace adds seven variables to the pod.`,
          fix: 'Set enableServiceLinks: false; Services are found by their DNS name.',
        };
      }),
};

function collisions(set: ManifestSet, pod: PodTemplate): readonly string[] {
  return objectsOf(set, 'Service')
    .filter((service) => sameNamespace(service, pod.owner))
    .map(({ name }) => name)
    .filter((name) => READERS.includes(name));
}
