// What depends on content is stamped last.
import { describe, expect, test } from 'vitest';
import { lower } from '../../lib/kubernetes/lower.ts';
import { FILES_CHECKSUM, seal } from '../../lib/kubernetes/seal.ts';
import { checksum } from '../../lib/text/checksum.ts';
import { at } from '../support/kubernetes-object.ts';
import * as fixtures from './fixtures/plans.ts';
import { lowered, objectOf, templateOf } from './read.ts';

const filesOf = (text: string) =>
  fixtures.container({ files: [{ kind: 'text', path: '/etc/shop/a.conf', text }] });

const sumIn = (id: string, plan = fixtures.plan()) =>
  at(templateOf(objectOf(lowered(plan), id)), 'metadata', 'annotations', FILES_CHECKSUM);

describe('seal', () => {
  test('pods carry the checksum of the files they mount', () => {
    const data = at(objectOf(lowered(fixtures.plan()), 'web/config-map'), 'data');
    expect(sumIn('web/deployment')).toBe(checksum(data as Record<string, string>));
  });

  test('pods without files carry none', () => {
    expect(sumIn('mail/deployment')).toBeUndefined();
  });

  test('a changed file rolls the pods that mount it and no others', () => {
    const before = lowered(
      fixtures.plan({
        processes: { web: fixtures.web({ container: filesOf('a') }), mail: fixtures.worker() },
      }),
    );
    const after = lowered(
      fixtures.plan({
        processes: { web: fixtures.web({ container: filesOf('b') }), mail: fixtures.worker() },
      }),
    );
    expect(objectOf(after, 'web/deployment')).not.toEqual(objectOf(before, 'web/deployment'));
    expect(objectOf(after, 'mail/deployment')).toEqual(objectOf(before, 'mail/deployment'));
    expect(objectOf(after, 'web/config-map').metadata).toEqual(
      objectOf(before, 'web/config-map').metadata,
    );
  });

  test('a file changed by a patch of its ConfigMap rolls the pods too', () => {
    const key = 'etc__shop__logging.yaml';
    const patched = fixtures.plan({
      overrides: { 'web/config-map': { data: { [key]: 'level: debug' } } },
    });
    expect(sumIn('web/deployment', patched)).not.toBe(sumIn('web/deployment'));
  });

  test('cron jobs carry it in the template of their jobs', () => {
    const plan = fixtures.plan({
      processes: { cleanup: { ...fixtures.cron, container: filesOf('a') } },
    });
    expect(sumIn('cleanup/cron-job', plan)).toMatch(/^[0-9a-f]{64}$/);
  });

  test('the name of the migration ends in a hash of its final spec', () => {
    const nameWith = (more: object) =>
      objectOf(
        lowered(fixtures.plan({ processes: { migrate: { ...fixtures.migration, ...more } } })),
        'migrate/job',
      ).metadata.name;
    expect(nameWith({})).toMatch(/^shop-migrate-[0-9a-f]{10}$/);
    expect(nameWith({})).toBe(nameWith({}));
    expect(
      nameWith({ image: { ...fixtures.image, reference: 'ghcr.io/acme/shop:1.4.3' } }),
    ).not.toBe(nameWith({}));
    expect(nameWith({ container: filesOf('a') })).not.toBe(nameWith({ container: filesOf('b') }));
  });

  test('a patch of the Job changes its name, since a Job cannot be changed', () => {
    const name = (overrides: object) =>
      objectOf(lowered(fixtures.plan({ overrides: { ...overrides } })), 'migrate/job').metadata
        .name;
    expect(name({ 'migrate/job': { spec: { backoffLimit: 3 } } })).not.toBe(name({}));
    // Its labels can be changed: they are no part of the spec.
    expect(name({ 'migrate/job': { metadata: { labels: { a: 'b' } } } })).toBe(name({}));
  });

  test('annotations of the user stay beside the checksum', () => {
    const container = { ...filesOf('a'), podAnnotations: { 'example.com/a': 'b' } };
    const entries = lowered(fixtures.plan({ processes: { web: fixtures.web({ container }) } }));
    expect(
      at(templateOf(objectOf(entries, 'web/deployment')), 'metadata', 'annotations'),
    ).toHaveProperty(['example.com/a'], 'b');
  });

  test('lowering alone stamps nothing', () => {
    expect(JSON.stringify(lower(fixtures.plan()))).not.toContain(FILES_CHECKSUM);
    expect(seal([])).toEqual([]);
  });
});
