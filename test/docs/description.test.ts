// The page about the description is what the types and their comments say, every option is explained, and its example is a service.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { shop } from '../../docs/generate/description-example.ts';
import { GROUPS, SECTIONS, anchorOf } from '../../docs/generate/description-sections.ts';
import { descriptionPage, unexplained } from '../../docs/generate/description.ts';
import { readSpec, said } from '../../docs/generate/spec-types.ts';
import { environmentsOf } from '../../lib/model/service.ts';
import { EDITION_1 } from '../../lib/resolve/edition.ts';
import { resolve } from '../../lib/resolve/resolve.ts';
import { noFiles } from '../support/synthesise.ts';
import { complaintsAbout } from './complaints.ts';

const page = readFileSync(join(import.meta.dirname, '../../docs/description.md'), 'utf8');

test('docs/description.md is up to date (npm run docs:description)', async () => {
  expect(page).toBe(await descriptionPage());
});

describe('every option', () => {
  it('says what it means and what counts without it', () => {
    expect(unexplained()).toEqual([]);
  });

  it('of a service is in the table of the service, and every interface has a section or a reason', () => {
    const { types } = readSpec();
    const rows = /### service\n([\s\S]*?)\n### /.exec(page)?.[1] ?? '';
    for (const { name } of types['ServiceSpec']?.options ?? []) {
      expect(rows).toContain(`| \`${name}\``);
    }
    const shown = SECTIONS.map(({ type }) => type);
    const missing = Object.values(types)
      .filter(({ name, options }) => options.length > 0 && !shown.includes(name))
      .map(({ name }) => name);
    expect(missing.toSorted()).toEqual([
      // Written out where it stands.
      'ComputeAmounts',
      // What functions make, which are listed.
      ...['ConfigMapRef', 'FieldRef'],
      // Its options are in those of crons, tasks and the migration.
      'RunToEndSpec',
      ...['SecretRef', 'ServiceAccountToken', 'ServiceTarget', 'ServiceUrl', 'TextFile'],
      'Undecided',
    ]);
  });
});

describe('links', () => {
  it('inside the page lead to its headings', () => {
    const anchors = [...page.matchAll(/^#+ (.+)$/gm)].map(([, title = '']) => anchorOf(title));
    const wanted = [...page.matchAll(/\]\(#([^)]+)\)/g)].map(([, anchor]) => anchor);
    expect(wanted.length).toBeGreaterThan(50);
    expect(wanted.filter((anchor = '') => !anchors.includes(anchor))).toEqual([]);
  });

  it('cannot mean two headings', () => {
    const titles = [...GROUPS, ...SECTIONS].map(({ title }) => anchorOf(title));
    expect(titles.length).toBe(new Set(titles).size);
  });
});

describe('the example', () => {
  it('is nothing to complain of', () => {
    expect(complaintsAbout(shop)).toEqual([]);
  });

  test.each(environmentsOf(shop))('has every kind of process in %s', (environment) => {
    const { plan } = resolve(shop, environment, { readText: noFiles });
    expect(Object.keys(plan?.processes ?? {}).toSorted()).toEqual(
      ['beat', 'cleanup', 'mail', 'migrate', 'reindex', 'web'].toSorted(),
    );
  });
});

test('defaults that are numbers of the edition are those of the edition', () => {
  const { types } = readSpec();
  const usual = (type: string, option: string) =>
    types[type]?.options.find(({ name }) => name === option)?.default;
  const edition = EDITION_1;
  expect({
    port: usual('WebSpec', 'port'),
    startup: usual('WebSpec', 'startupTimeout'),
    request: usual('WebSpec', 'requestTimeout'),
    task: usual('WorkerSpec', 'taskTimeout'),
    writable: usual('WritablePathSpec', 'size'),
    user: usual('SecuritySpec', 'runAsUser'),
    monitoring: usual('NetworkSpec', 'monitoringNamespace'),
    requests: usual('ResourcesSpec', 'requests'),
    deadline: usual('RunToEndSpec', 'deadline'),
    starting: usual('CronSpec', 'startingDeadline'),
    check: usual('MigrateSpec', 'checkTimeout'),
    grace: usual('LifecycleSpec', 'terminationGracePeriod'),
  }).toEqual({
    port: `${edition.port}`,
    startup: `${edition.startupTimeoutSeconds} s`,
    request: `${edition.requestTimeoutSeconds} s`,
    task: `${edition.taskTimeoutSeconds} s`,
    writable: `\`${edition.writableSize}\``,
    user: `${edition.runAsUser}`,
    monitoring: `\`${edition.monitoringNamespace}\``,
    requests: `cpu ${edition.cpu} and memory ${edition.memory}; ${edition.shortCpu} and ${edition.shortMemory} for crons, tasks and the migration`,
    deadline: `${edition.cronDeadlineSeconds / 3600} h; ${edition.migrateDeadlineSeconds / 60} min for the migration`,
    starting: `${edition.startingDeadlineSeconds / 60} min`,
    check: `${edition.checkTimeoutSeconds / 60} min`,
    grace: `preStop + graceful + what the server adds + ${edition.slackSeconds} s of slack`,
  });
});

test('a comment is taken apart', () => {
  expect(
    said('\n * Time, e.g. 1.5 h. Default: 2.5 h. Rest\n * follows. @see https://example.com/a'),
  ).toEqual({
    text: 'Time, e.g. 1.5 h. Rest follows.',
    default: '2.5 h',
    more: 'https://example.com/a',
  });
  expect(said(' Default: none. ')).toEqual({ text: '', default: 'none' });
  expect(said(' Says nothing of it. ')).toEqual({ text: 'Says nothing of it.' });
});
