/** Law: every value of a process says where it came from, over generated services and the examples. */

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { shop } from '../../charts/shop.ts';
import { App, environmentsOf, resolve, type Service } from '../../lib/index.ts';
import { synthesise } from '../../lib/constructs/synthesise.ts';
import type { Origin } from '../../lib/model/origin.ts';
import type { ServicePlan } from '../../lib/model/plan/service-plan.ts';
import { exampleNames, loadExample } from '../corpus/load-example.ts';
import { serviceArbitrary } from '../support/service-arbitrary.ts';
import { noFiles } from '../support/synthesise.ts';

const RUNS = 40;

type Origins = Readonly<Record<string, Origin>>;

/** Paths of the values of all processes. */
function leavesOf(value: unknown, path: string): readonly string[] {
  if (typeof value !== 'object' || value === null) return [path];
  const entries = Array.isArray(value)
    ? value.map((item: unknown, index) => [nameOf(path, item) ?? String(index), item] as const)
    : Object.entries(value);
  return entries.flatMap(([key, member]) => leavesOf(member, `${path}.${key}`));
}

/** Variables go by their names in origins. */
function nameOf(path: string, item: unknown): string | undefined {
  const name: unknown =
    path.endsWith('.env') && typeof item === 'object' && item !== null
      ? Reflect.get(item, 'name')
      : undefined;
  return typeof name === 'string' ? name : undefined;
}

/** Values without an origin at their path, or above it and still of one process; what tells processes apart needs none. */
function unexplained(plan: ServicePlan, origins: Origins): readonly string[] {
  return Object.entries(plan.processes).flatMap(([name, process]) => {
    const at = `processes.${name}`;
    return leavesOf(process, at).filter((path) => {
      if (path === `${at}.name` || path === `${at}.kind`) return false;
      for (let part = path; part !== at; part = part.slice(0, part.lastIndexOf('.'))) {
        if (origins[part] !== undefined) return false;
      }
      return true;
    });
  });
}

function unexplainedOf(service: Service): readonly string[] {
  return environmentsOf(service).flatMap((environment) => {
    const { plan, origins } = resolve(service, environment, { readText: noFiles });
    return plan === undefined ? [] : unexplained(plan, Object.fromEntries(origins));
  });
}

test('origins: every value of a generated process is explained', () => {
  fc.assert(
    fc.property(serviceArbitrary, (service) => {
      expect(unexplainedOf(service)).toEqual([]);
    }),
    { numRuns: RUNS },
  );
});

test.each(exampleNames())(
  'origins: every value of a process of the example %s is explained',
  async (name) => {
    const { build, props } = await loadExample(name);
    const app = new App({ ...props, outdir: 'unwritten' });
    build(app);
    for (const { chart } of synthesise(app).services) {
      expect(unexplained(chart.plan, Object.fromEntries(chart.origins))).toEqual([]);
    }
  },
);

test('origins: were the origins of probes forgotten, it would be seen', () => {
  const { plan, origins } = resolve(shop, 'production', { readText: noFiles });
  if (plan === undefined) throw new Error('the shop has no plan');
  const kept = [...origins].filter(([path]) => !path.includes('.probes'));
  expect(unexplained(plan, Object.fromEntries(kept))).toContain(
    'processes.web.probes.readiness.periodSeconds',
  );
});
