// The shop with a user's patches, metadata and raw objects, some of them in one environment only.
import { ApiObject, JsonPatch } from 'cdk8s';
import { shop } from '../../charts/shop.ts';
import { App, ServiceChart, environmentsOf } from '../../lib/index.ts';

/** An app whose outputs are never written. */
export function patchedShop(): App {
  const app = new App({ outdir: 'unwritten/manifests' });
  for (const environment of environmentsOf(shop)) {
    const chart = new ServiceChart(app, shop, { environment });
    const web = chart.object('web/deployment');
    web.addJsonPatch(
      JsonPatch.add('/spec/template/metadata/annotations', { note: '{{ $labels.pod }} 0o22' }),
      JsonPatch.add('/spec/template/spec/containers/0/env/0', { name: 'A', value: 'patched' }),
      JsonPatch.replace('/spec/template/spec/containers/0/lifecycle/preStop/sleep/seconds', 12),
    );
    chart.object('mail/deployment').addJsonPatch(JsonPatch.remove('/spec/minReadySeconds'));
    if (environment === 'staging') {
      chart.object('web/service').metadata.addAnnotation('example.com/only', 'staging');
      chart.object('web/hpa').addJsonPatch(JsonPatch.replace('/spec/behavior', {}));
    }
    new ApiObject(chart, 'extra', {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: `extra-${environment}`, labels: { by: 'hand' } },
      ...{ data: { environment, text: 'line {{ x }}\nyes\n\n', 'quoted.yaml': 'a: "b"\n' } },
    });
  }
  return app;
}
