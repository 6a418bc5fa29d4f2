// cdk8s' own YAML library waits until somebody uses it, and is then the same as ever.
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
  const isOfYaml = (file) => /cdk8s.node_modules.yaml.dist.*(?<!yaml.dist.index).js$/.test(file);
  const loaded = () => Object.keys(createRequire(process.cwd() + '/').cache).filter(isOfYaml).length > 0;`;

const useOfYaml = `
  const { Yaml, App, Chart, ApiObject } = await import('cdk8s');
  const app = new App();
  new ApiObject(new Chart(app, 'c'), 'o', { apiVersion: 'v1', kind: 'ConfigMap', data: { on: 'yes' } });
  console.log(app.synthYaml(), JSON.stringify(Yaml.load('cdk8s.yaml')));`;

test('importing slipway loads cdk8s without it', () => {
  expect(printed(`${loadedFiles} await import('./lib/index.ts'); console.log(loaded());`)).toBe(
    'false\n',
  );
  expect(printed(`${loadedFiles} await import('cdk8s'); console.log(loaded());`)).toBe('true\n');
});

test("cdk8s' own App writes and reads with it as without slipway", () => {
  const alone = printed(useOfYaml);
  expect(alone).toContain('kind: ConfigMap');
  expect(alone).toContain('"language":"typescript"');
  expect(printed(`await import('./lib/io/defer-yaml.ts'); ${useOfYaml}`)).toBe(alone);
  expect(printed(`${useOfYaml} await import('./lib/io/defer-yaml.ts');`)).toBe(alone);
});
