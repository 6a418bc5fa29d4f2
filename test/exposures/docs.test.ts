// The page about exposures is what the dialects say today.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { exposuresPage } from '../../docs/generate/exposures.ts';
import { shop } from '../../docs/generate/two-hosts-example.ts';
import { defineService, nginxIngress } from '../../lib/index.ts';
import { complaintsAbout } from '../docs/complaints.ts';
import { synthesise } from '../support/synthesise.ts';

const PAGE = join(import.meta.dirname, '../../docs/exposures.md');

test('docs/exposures.md is up to date (npm run docs:exposures)', async () => {
  expect(readFileSync(PAGE, 'utf8')).toBe(await exposuresPage());
});

test('the service at two hosts serves each path at its own host only', () => {
  expect(complaintsAbout(shop)).toEqual([]);
  const [{ plan } = { plan: undefined }] = synthesise(shop);
  const hosts = Object.values(plan?.exposures ?? {}).map((exposure) => exposure.hosts);
  expect(hosts).toEqual([['shop.example.com'], ['partners.example.com']]);
});

test('the same host in both is refused, as the page says', () => {
  const expose = nginxIngress({
    host: 'partners.example.com',
    paths: [{ path: '/' }, { path: '/api', process: 'api' }],
    tls: { issuer: 'letsencrypt' },
  });
  const said = complaintsAbout(defineService({ ...shop.spec, expose }));
  expect(said.join(' ')).toContain('SW4403');
});
