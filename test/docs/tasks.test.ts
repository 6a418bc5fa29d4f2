// What docs/tasks.md tells a reader to type has to be there: names, deadlines, tries and the schedule.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { shop } from '../../docs/generate/description-example.ts';
import { lower } from '../../lib/kubernetes/lower.ts';
import { seal } from '../../lib/kubernetes/seal.ts';
import { environmentsOf, type Service } from '../../lib/model/service.ts';
import { resolve } from '../../lib/resolve/resolve.ts';
import { defineService } from '../../lib/service.ts';
import { nameRule } from '../../lib/units/dns-name.ts';
import { at } from '../support/kubernetes-object.ts';

const page = readFileSync(join(import.meta.dirname, '../../docs/tasks.md'), 'utf8');

const objectsOf = (service: Service, environment: string) => {
  const { plan } = resolve(service, environment, { readText: () => ({ ok: false, problem: '' }) });
  if (plan === undefined) throw new Error('no plan');
  return seal(lower(plan)).map(({ manifest }) => manifest);
};
const cronJob = (service: Service, environment: string) =>
  objectsOf(service, environment).find(
    ({ kind, metadata }) => kind === 'CronJob' && metadata.name === 'shop-reindex',
  );

const plain = defineService({ ...shop.spec, environments: {} });
const task = cronJob(plain, 'default');

test('every name and namespace of a command of the page is emitted', () => {
  const froms = [...page.matchAll(/--from=cronjob\/(\S+)/g)].map(([, name]) => name);
  const spaces = [...page.matchAll(/kubectl -n (\S+)/g)].map(([, name]) => name);
  expect(new Set(froms)).toEqual(new Set([task?.metadata.name]));
  expect(new Set(spaces)).toEqual(new Set([task?.metadata.namespace]));
  expect(environmentsOf(shop).map((each) => cronJob(shop, each)?.metadata.namespace)).toContain(
    'shop-staging',
  );
});

test('the description of the page is that of the example', () => {
  const text = readFileSync(
    join(import.meta.dirname, '../../docs/generate/description-example.ts'),
    'utf8',
  );
  const said = /tasks: \{\n[^\n]+\n/.exec(page)?.[0].replaceAll(/\s+/g, ' ') ?? 'none';
  expect(text.replaceAll(/\s+/g, ' ')).toContain(said);
});

test('it is suspended, its schedule, deadline, tries and grace are as told', () => {
  const job = at(task, 'spec', 'jobTemplate', 'spec');
  expect(at(task, 'spec', 'suspend')).toBe(true);
  expect(page).toContain(`\`${String(at(task, 'spec', 'schedule'))}\``);
  expect(at(job, 'activeDeadlineSeconds')).toBe(2 * 3600);
  expect(at(job, 'backoffLimit')).toBe(0);
  const pod = at(job, 'template', 'spec');
  expect(at(pod, 'terminationGracePeriodSeconds') ?? 30).toBe(30);
  expect(at(pod, 'initContainers')).toBeUndefined();
  // History is Kubernetes' own: 3 and 1.
  expect(at(task, 'spec', 'successfulJobsHistoryLimit')).toBeUndefined();
  expect(at(task, 'spec', 'failedJobsHistoryLimit')).toBeUndefined();
});

test('the patch of the page fits the CronJob', () => {
  const patched = defineService({
    ...plain.spec,
    overrides: {
      'reindex/cron-job': { spec: { successfulJobsHistoryLimit: 1, failedJobsHistoryLimit: 5 } },
    },
  });
  expect(page).toContain("'reindex/cron-job'");
  expect(at(cronJob(patched, 'default'), 'spec', 'failedJobsHistoryLimit')).toBe(5);
});

test('a name with a time behind it fits into the 63 characters of a Job, however long the names are', () => {
  const seconds = `-${Math.floor(Date.now() / 1000)}`;
  expect(nameRule('CronJob').max + seconds.length).toBeLessThanOrEqual(nameRule('Job').max);
});
