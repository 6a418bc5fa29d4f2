import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { shop } from '../../charts/shop.ts';
import { findTool } from '../../tools/find.ts';
import { kubernetesVersions, validateManifests } from '../support/schemas.ts';
import { scratchFolder } from '../support/scratch.ts';
import { describeWithTools } from '../support/with-tools.ts';
import { writeChart } from './chart-of.ts';
import { startBatch } from './helm-batch.ts';

const HELMS = ['helm-3', 'helm-4'] as const;
const folder = scratchFolder('helm-cli');
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const chart = writeChart(shop, folder);
if (chart === undefined) throw new Error('the shop has errors');

describeWithTools(
  'the chart of the shop for people at the command line',
  [...HELMS, 'helm-batch-3'],
  () => {
    test.each(HELMS)('%s lints it without a warning', (helm) => {
      const said = run(helm, ['lint', '--strict', chart.folder]);
      expect(said).toContain('0 chart(s) failed');
      expect(said).not.toMatch(/WARNING|ERROR/);
    });

    test.each(HELMS)('%s takes a tag of digits and dots as text', (helm) => {
      const text = run(helm, ['template', 'shop', chart.folder, '--set', 'image.tag=1.10']);
      expect(text).toContain('ghcr.io/acme/shop:1.10"');
    });

    test.each(HELMS)('%s gives two releases names and selectors of their own', (helm) => {
      const names = ['shop', 'blue-shop', 'test'].map((release) =>
        [...run(helm, ['template', release, chart.folder]).matchAll(/^ {2}name: (.+)$/gm)].map(
          ([, name = '']) => name.replaceAll('"', ''),
        ),
      );
      expect(new Set(names.flat())).toHaveLength(new Set(names[0]).size * 3);
    });

    test.each([
      ['a misspelt value', ['--set', 'web.replicaCuont=3'], 'replicaCuont'],
      ['a number as text', ['--set', 'web.replicaCount=three'], 'replicaCount'],
      ['a number as a tag', ['--set-json', 'image.tag=1.1'], 'image/tag'],
      ['nothing where a map is', ['--set', 'env=null'], 'env'],
      ['too few pods', ['--set', 'web.autoscaling.minReplicas=0'], 'minReplicas'],
      [
        'a number beyond all bounds',
        ['--set', 'web.replicaCount=9007199254740993'],
        'replicaCount',
      ],
      ['bounds the wrong way round', ['--set', 'web.autoscaling.minReplicas=20'], 'SW2264'],
      [
        'a limit of CPU below the request',
        ['--set', 'web.resources.requests.cpu=2000m,web.resources.limits.cpu=1500m'],
        'SW2272',
      ],
      [
        'a limit of memory below the request, in other units',
        ['--set', 'mail.resources.requests.memory=1Gi,mail.resources.limits.memory=1G'],
        'SW2272',
      ],
      ['a floating tag', ['--set', 'image.tag=latest'], 'SW2332'],
      ['memory with a suffix of CPU', ['--set', 'web.resources.requests.memory=512m'], 'memory'],
      [
        'a label that selects',
        ['--set-json', 'web.podLabels={"app.kubernetes.io/name":"x"}'],
        'podLabels',
      ],
    ])('%s is refused by name', (_, args, named) => {
      for (const helm of HELMS)
        expect(() => run(helm, ['template', 'shop', chart.folder, ...args])).toThrow(named);
    });

    test.each(HELMS)('%s packs it, and the package renders the same objects', (helm) => {
      run(helm, ['package', chart.folder, '--version', '1.5.0', '--destination', folder]);
      const [fromFolder, fromPackage] = [chart.folder, join(folder, 'shop-1.5.0.tgz')].map((from) =>
        run(helm, ['template', 'shop', from]).replaceAll(/shop-\d+\.\d+\.\d+/g, 'shop-VERSION'),
      );
      expect(fromPackage).toBe(fromFolder);
    });

    test.each(HELMS)('%s refuses a release whose name makes names too long', (helm) => {
      const release = 'a'.repeat(53);
      expect(() => run(helm, ['template', release, chart.folder])).toThrow('SW4308');
      expect(
        run(helm, ['template', release, chart.folder, '--set', 'fullnameOverride=shop']),
      ).toContain('name: shop-web');
    });

    test('every object is accepted by the schemas of its Kubernetes and of all newer ones', async () => {
      const batch = startBatch('helm-batch-3');
      const { objects = [], hooks = [] } = await batch.render({
        chart: chart.folder,
        release: 'shop',
      });
      batch.close();
      const versions = kubernetesVersions.slice(kubernetesVersions.indexOf('1.33'));
      expect(objects.length).toBeGreaterThan(10);
      for (const version of versions)
        expect(validateManifests([...objects, ...hooks], version)).toEqual([]);
    });
  },
);

/** What a command prints; its complaint becomes the message of an error. */
function run(helm: string, args: readonly string[]): string {
  const environment = { ...process.env, HELM_CACHE_HOME: join(folder, 'cache') };
  return execFileSync(findTool(helm) ?? helm, [...args], {
    encoding: 'utf8',
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}
