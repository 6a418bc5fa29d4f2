// The packed package in a new project of our kind: ESM, TypeScript 7, Node runs the charts without a build.
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { run, succeed } from './command.ts';
import { versionOf } from './installed.ts';
import { kindsOf, manifestsIn } from './manifests.ts';

const folder = mkdtempSync(join(tmpdir(), 'slipway-fresh-'));
const { tarball } = inject('packed');

beforeAll(async () => {
  cpSync(join(import.meta.dirname, '../fixtures/package/fresh'), folder, { recursive: true });
  const project = {
    name: 'fresh',
    private: true,
    type: 'module',
    dependencies: {
      slipway: `file:${tarball}`,
      cdk8s: versionOf('cdk8s'),
      'cdk8s-plus-28': versionOf('cdk8s-plus-28'),
      constructs: versionOf('constructs'),
    },
    devDependencies: {
      '@types/node': versionOf('@types/node'),
      'cdk8s-cli': versionOf('cdk8s-cli'),
      typescript: versionOf('typescript'),
    },
  };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(project));
  await succeed(folder, 'npm', 'install', '--no-audit', '--no-fund', '--loglevel=error');
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('a fresh project', () => {
  it('type-checks with TypeScript 7, declarations of ours included', async () => {
    await succeed(folder, 'npx', 'tsc', '-p', '.', '--skipLibCheck', 'true');
  });

  it('npx cdk8s synth writes one file per service and environment, and the plain chart beside them', async () => {
    await succeed(folder, 'npx', 'cdk8s', 'synth');
    const written = manifestsIn(join(folder, 'dist/manifests'));
    expect(Object.keys(written)).toEqual(
      expect.arrayContaining([
        'production/00-namespace.k8s.yaml',
        'production/shop.k8s.yaml',
        'staging/00-namespace.k8s.yaml',
        'staging/shop.k8s.yaml',
      ]),
    );
    expect(kindsOf(written['production/shop.k8s.yaml'])).toEqual(
      expect.arrayContaining(['CronJob', 'Deployment', 'Ingress', 'NetworkPolicy', 'Service']),
    );
    const beside = Object.values(written)
      .flat()
      .filter(({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === 'plain-settings');
    expect(beside).toHaveLength(1);
  });

  it('the command is installed: help, check and explain answer', async () => {
    expect(await succeed(folder, 'npx', 'slipway', '--help')).toContain('explain');
    await succeed(folder, 'npx', 'slipway', 'check');
    // Complaints of exposures say: See: slipway docs exposures.
    expect(await succeed(folder, 'npx', 'slipway', 'docs', 'exposures')).toContain('nginx-ingress');
    // As it is written in a description, and a family as a whole.
    expect(await succeed(folder, 'npx', 'slipway', 'docs', 'perPod')).toMatch(/^# per-pod\n/);
    expect(await succeed(folder, 'npx', 'slipway', 'docs', 'volumes')).toContain('existing-claim');
    // An option of a description, and a code in any case.
    expect(await succeed(folder, 'npx', 'slipway', 'docs', 'cron')).toMatch(/^### crons\n/);
    expect(await succeed(folder, 'npx', 'slipway', 'docs', 'sw2263')).toMatch(/^# SW2263 /);
    const path = 'web.lifecycle.terminationGracePeriod';
    expect(await succeed(folder, 'npx', 'slipway', 'explain', 'shop', path)).toContain(path);
  });

  it('a misspelt key that the compiler did not see is named with what was meant, and nothing is written', async () => {
    const charts = join(folder, 'charts');
    writeFileSync(
      join(charts, 'wrong.mjs'),
      `import { App, defineService, environmentsOf, ServiceChart } from 'slipway';
       const shop = defineService({ name: 'shop', image: { repository: 'shop', tag: '1' },
         web: { command: ['serve'], port: 80, heatlh: '/' }, environments: { production: {} } });
       const app = new App();
       for (const environment of environmentsOf(shop)) new ServiceChart(app, shop, { environment });
       app.synth();`,
    );
    const wrong = ['--app', 'node charts/wrong.mjs', '--output', 'dist/wrong'];
    const outcome = await run(folder, 'npx', 'cdk8s', 'synth', ...wrong);
    expect(outcome.code).not.toBe(0);
    expect(outcome.output).toContain('heatlh');
    expect(outcome.output).toContain('health');
    expect(outcome.output).not.toMatch(/^\s+at .*node_modules\/slipway/m);
    expect(manifestsIn(join(folder, 'dist'))).not.toHaveProperty('wrong/production/shop.k8s.yaml');
  });
});
