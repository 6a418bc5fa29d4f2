// cdk8s' own libraries for YAML and patches wait until somebody uses them, and are then the same as ever.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');

/** What a script prints in a fresh process. */
function printed(script: string): string {
  const args = ['--input-type=module', '--eval', script];
  return execFileSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
}

const loadedFiles = `
  const { createRequire } = await import('node:module');
  const isOfLibrary = (file) =>
    /cdk8s.node_modules.(yaml.dist.*(?<!yaml.dist.index)|fast-json-patch.commonjs.core).js$/.test(file);
  const loaded = () => Object.keys(createRequire(process.cwd() + '/').cache).filter(isOfLibrary).length;`;

const use = `
  const { Yaml, App, Chart, ApiObject, JsonPatch } = await import('cdk8s');
  const app = new App();
  const object = new ApiObject(new Chart(app, 'c'), 'o', { apiVersion: 'v1', kind: 'ConfigMap', data: { on: 'yes' } });
  object.addJsonPatch(JsonPatch.add('/data/off', 'no'));
  console.log(app.synthYaml(), JSON.stringify(Yaml.load('cdk8s.yaml')));`;

test('importing slipway loads cdk8s without them', () => {
  expect(printed(`${loadedFiles} await import('./lib/index.ts'); console.log(loaded());`)).toBe(
    '0\n',
  );
  expect(printed(`${loadedFiles} await import('cdk8s'); console.log(loaded());`)).toBe('72\n');
});

test("cdk8s' own App writes, reads and patches with them as without slipway", () => {
  const alone = printed(use);
  expect(alone).toContain('kind: ConfigMap');
  expect(alone).toContain('"off": "no"');
  expect(alone).toContain('"language":"typescript"');
  expect(printed(`await import('./lib/io/defer-libraries.ts'); ${use}`)).toBe(alone);
  expect(printed(`${use} await import('./lib/io/defer-libraries.ts');`)).toBe(alone);
});
