// What Helm makes of charts, asked of kubeconform with the schemas of every Kubernetes version that slipway writes for.
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { shop } from '../../charts/shop.ts';
import { requireTool } from '../../tools/find.ts';
import {
  blueGreen,
  cronWindow,
  defineService,
  gateway,
  gunicorn,
  type Service,
} from '../../lib/index.ts';
import type { KubernetesVersion } from '../../lib/model/kubernetes-version.ts';
import { KUBERNETES_VERSIONS } from '../../lib/model/kubernetes-version.ts';
import { textAt } from '../support/kubernetes-object.ts';
import { kubernetesVersions, standaloneSchema } from '../support/schemas.ts';
import { scratchFolder } from '../support/scratch.ts';
import { describeWithTools } from '../support/with-tools.ts';
import { writeChart } from './chart-of.ts';
import { type HelmBatch, startBatch } from './helm-batch.ts';

const folder = scratchFolder('helm-kubeconform');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Two slots behind a Gateway, scaled by KEDA: what the shop does not have. */
const tickets = defineService({
  name: 'tickets',
  image: { repository: 'ghcr.io/acme/tickets', tag: '1.0.0' },
  web: {
    server: gunicorn({ app: 'tickets.wsgi' }),
    health: '/healthz',
    scale: {
      min: 2,
      max: 6,
      triggers: {
        day: cronWindow({
          timezone: 'Etc/UTC',
          start: '0 8 * * *',
          end: '0 18 * * *',
          replicas: 4,
        }),
      },
    },
  },
  expose: gateway({
    host: 'tickets.example.com',
    gateway: { namespace: 'gateways', name: 'public' },
  }),
  rollout: blueGreen({
    phase: 'warm',
    slots: { blue: { image: { tag: '1.0.0' } }, green: { image: { tag: '1.1.0' } } },
  }),
});

describeWithTools('renders of charts', ['helm-batch-4', 'kubeconform'], () => {
  let batch: HelmBatch;
  beforeAll(() => {
    batch = startBatch('helm-batch-4');
  });
  afterAll(() => batch.close());

  const rendered = async (service: Service, version: KubernetesVersion) => {
    const chart = writeChart(
      defineService({ ...service.spec, kubernetes: version }),
      join(folder, 'charts', version),
    );
    if (chart === undefined) throw new Error(`${service.name} has errors on ${version}`);
    const {
      objects = [],
      hooks = [],
      error,
    } = await batch.render({
      chart: chart.folder,
      release: service.name,
      kubeVersion: `v${version}.0`,
    });
    if (error !== undefined) throw new Error(error);
    return [...objects, ...hooks];
  };

  test('every version that slipway writes for has schemas', () => {
    expect(kubernetesVersions).toEqual(expect.arrayContaining([...KUBERNETES_VERSIONS]));
    expect(KUBERNETES_VERSIONS[0]).toBe('1.29');
    expect(KUBERNETES_VERSIONS.at(-1)).toBe('1.37');
  });

  test.each(KUBERNETES_VERSIONS)('are accepted for Kubernetes %s', async (version) => {
    for (const service of [shop, tickets]) {
      const objects = await rendered(service, version);
      expect(objects.length).toBeGreaterThan(8);
      expect(complaints(objects, version)).toEqual([]);
    }
  });

  test('a field that a version does not know is refused', async () => {
    const [first, ...others] = await rendered(shop, '1.29');
    const wrong = { ...Object(first), specs: {} };
    expect(complaints([wrong, ...others], '1.29')).toEqual([expect.stringContaining('specs')]);
  });
});

/** What kubeconform says against objects, in a strict reading. */
function complaints(objects: readonly unknown[], version: string): readonly string[] {
  const schemas = join(folder, 'schemas', version);
  mkdirSync(schemas, { recursive: true });
  for (const object of objects) {
    const [apiVersion = '', kind = ''] = [textAt(object, 'apiVersion'), textAt(object, 'kind')];
    const schema = standaloneSchema(`${apiVersion}/${kind}`, version);
    if (schema === undefined) return [`no schema of ${apiVersion}/${kind} for ${version}`];
    writeFileSync(join(schemas, `${fileOf(apiVersion, kind)}.json`), JSON.stringify(schema));
  }
  const { stdout, stderr } = spawnSync(
    requireTool('kubeconform'),
    [
      ...['-strict', '-output', 'json', '-kubernetes-version', `${version}.0`],
      ...['-schema-location', `${schemas}/{{ .ResourceKind }}{{ .KindSuffix }}.json`],
    ],
    {
      input: objects.map((object) => `---\n${JSON.stringify(object)}\n`).join(''),
      encoding: 'utf8',
    },
  );
  const said: unknown = JSON.parse(stdout === '' ? '{}' : stdout);
  if (typeof said !== 'object' || said === null || !('resources' in said))
    return [`kubeconform said: ${stdout}${stderr}`];
  return Array.isArray(said.resources) ? said.resources.map((each) => JSON.stringify(each)) : [];
}

/** As kubeconform asks for it: the kind, the first part of its group, the version. */
function fileOf(apiVersion: string, kind: string): string {
  const parts = apiVersion.split('/');
  const version = parts.at(-1) ?? '';
  const [group] = parts.length > 1 ? (parts[0] ?? '').split('.') : [];
  return [kind.toLowerCase(), ...(group === undefined ? [] : [group]), version].join('-');
}
