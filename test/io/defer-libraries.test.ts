// What cdk8s loads for YAML, patches, names and downloads waits until somebody uses it, and is then the same as ever.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');

/** What a script prints in a fresh process. */
function printed(script: string): string {
  const args = ['--input-type=module', '--eval', script];
  return execFileSync(process.execPath, args, { cwd: root, encoding: 'utf8', stdio: 'pipe' });
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
  console.log(app.synthYaml(), object.node.addr, JSON.stringify(Yaml.load('cdk8s.yaml')));
  try { Yaml.load('http://0.0.0.0:1/'); } catch (error) { console.log(error.message.split('\\n')[0]); }`;

const modulesOfNode = `
  const { createRequire } = await import('node:module');
  const loaded = () => process.moduleLoadList.filter((name) => /^NativeModule (child_process|crypto)$/.test(name)).length;`;

test('importing slipway loads cdk8s without them', () => {
  expect(printed(`${loadedFiles} await import('./lib/index.ts'); console.log(loaded());`)).toBe(
    '0\n',
  );
  expect(printed(`${loadedFiles} await import('cdk8s'); console.log(loaded());`)).toBe('72\n');
});

test("what a synthesis uses of cdk8s loads none of Node's modules that it does not use", () => {
  const use = `createRequire(import.meta.resolve('cdk8s'))('./api-object');`;
  const defer = `await import('./lib/io/defer-libraries.ts');`;
  expect(printed(`${modulesOfNode} ${defer} ${use} console.log(loaded());`)).toBe('0\n');
  expect(printed(`${modulesOfNode} ${use} console.log(loaded());`)).toBe('2\n');
});

test("other packages get Node's own modules", () => {
  const same = `
    const { createRequire } = await import('node:module');
    const require = createRequire(process.cwd() + '/');
    console.log(['crypto', 'child_process'].map((name) => require(name) === require('node:' + name)).join());`;
  expect(printed(`await import('./lib/index.ts'); ${same}`)).toBe('true,true\n');
});

test("cdk8s' own App writes, reads and patches with them as without slipway", () => {
  const alone = printed(use);
  expect(alone).toContain('kind: ConfigMap');
  expect(alone).toContain('"off": "no"');
  expect(alone).toMatch(/name: c-o-[0-9a-z]{8}\n/);
  expect(alone).toMatch(/ c8[0-9a-f]{40} /);
  expect(alone).toContain('"language":"typescript"');
  expect(alone).toContain('Command failed');
  expect(printed(`await import('./lib/io/defer-libraries.ts'); ${use}`)).toBe(alone);
  expect(printed(`${use} await import('./lib/io/defer-libraries.ts');`)).toBe(alone);
});
