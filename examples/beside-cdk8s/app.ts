/** A cdk8s app with raw constructs and patches: inside a ServiceChart they belong to the service, beside it they are the user's own. */

import { ApiObject, Chart, JsonPatch } from 'cdk8s';
import { ConfigMap } from 'cdk8s-plus-28';
import { ServiceChart, defineService, gunicorn, internal, type App } from '../../lib/index.ts';

export const ledger = defineService({
  name: 'ledger',
  image: { repository: 'ghcr.io/acme/ledger', tag: '6.0.0' },
  web: { server: gunicorn({ app: 'ledger.wsgi' }), health: '/healthz' },
  expose: internal(),
  overrides: {
    'web/service': { metadata: { annotations: { 'example.com/owner': 'ledger-team' } } },
  },
});

export function build(app: App): void {
  const chart = new ServiceChart(app, ledger);
  chart
    .object('web/deployment')
    .addJsonPatch(
      JsonPatch.add('/spec/template/spec/containers/0/env/-', { name: 'ADDED', value: 'by patch' }),
      JsonPatch.replace('/spec/revisionHistoryLimit', 3),
    );
  new ConfigMap(chart, 'limits', {
    metadata: { name: 'ledger-limits' },
    data: { limits: 'max: 1e3\n' },
  });
  new ApiObject(chart, 'quota', {
    apiVersion: 'v1',
    kind: 'ResourceQuota',
    metadata: { name: 'ledger' },
    spec: { hard: { pods: '40' } },
  });
  const own = new Chart(app, 'platform', { namespace: 'platform' });
  new ConfigMap(own, 'note', {
    metadata: { name: 'note' },
    data: { text: '{{ not a template }}' },
  });
}
