// What a machine lacks for the cluster is said by the name of its package before anything is started.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { controllerPackages } from '../../tools/pins.ts';
import { missingForCluster } from '../../tools/system.ts';

const cluster = join(import.meta.dirname, '../cluster');
const read = (name: string) => readFileSync(join(cluster, name), 'utf8');

test('a package that only some suites need is missed by its name, and by them alone', () => {
  const more = { 'no-such-command': 'no-such-package', sh: 'not-missed' };
  expect(missingForCluster(more).join('\n')).toContain('no-such-package');
  expect(missingForCluster(more).join('\n')).not.toContain('not-missed');
  expect(missingForCluster().join('\n')).not.toContain('no-such-package');
});

test('suites that ask Prometheus say so before their cluster starts, and CI installs it for none', () => {
  const suites = readdirSync(cluster)
    .filter((name) => name.endsWith('.test.ts'))
    .filter((name) => read(name).includes('await startPrometheus('));
  expect(suites.length).toBeGreaterThan(0);
  const silent = suites.filter((name) => !read(name).includes('fullPackages: controllerPackages'));
  expect(silent).toEqual([]);
  for (const name of Object.values(controllerPackages)) {
    expect(read('needs.txt')).not.toContain(name);
  }
});
