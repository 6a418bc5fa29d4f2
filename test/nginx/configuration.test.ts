// nginx.conf of any service passes the real `nginx -t`, and gixy finds nothing in it; both find what is planted.
import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { resolve } from '../../lib/index.ts';
import type { ServicePlan } from '../../lib/index.ts';
import { PROXY_EXAMPLES } from '../../lib/proxies/index.ts';
import { ANY_PROXY_INPUT, ORDINARY_PROXY } from '../proxies/situation.ts';
import { scratchFolder } from '../support/scratch.ts';
import { serviceArbitrary } from '../support/service-arbitrary.ts';
import { gixyFindings } from './gixy.ts';

const folder = scratchFolder('nginx-conf');
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let count = 0;

/** A machine without IPv6 has no socket to listen on `[::]` with. */
const hasIpv6 = await new Promise<boolean>((done) => {
  const server = createServer();
  server.once('error', () => done(false));
  server.listen(0, '::1', () => server.close(() => done(true)));
});

/** Writes a configuration whose temporary files lie in the folder of these tests. */
function written(text: string): string {
  count += 1;
  const path = join(folder, `${count}.conf`);
  writeFileSync(path, text.replaceAll('/tmp/', `${folder}/`));
  return path;
}

/** What `nginx -t` says; empty when it has nothing to say. */
function nginxTest(text: string): Promise<string> {
  return new Promise((done) => {
    // It opens /dev/stdout, which must not be a socket.
    const child = spawn('nginx', ['-t', '-q', '-e', 'stderr', '-c', written(text)], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => {
      said += chunk.toString();
    });
    child.once('close', (code) => done(code === 0 ? said : `failed: ${said}`));
  });
}

function configurations(plan: ServicePlan | undefined): readonly string[] {
  return Object.values(plan?.processes ?? {}).flatMap(({ container }) =>
    (container.sidecars ?? []).flatMap(({ files }) =>
      files.flatMap((file) => (file.kind === 'text' ? [file.text] : [])),
    ),
  );
}

const ofServices = serviceArbitrary.map((service) =>
  configurations(
    resolve(service, 'production', { readText: () => ({ ok: false, problem: 'none' }) }).plan,
  ),
);
const ofCircumstances = fc
  .tuple(fc.constantFrom(...PROXY_EXAMPLES), ANY_PROXY_INPUT)
  .map(([proxy, input]) => Object.values(proxy.facts(input).files));
const any = fc
  .oneof(ofServices, ofCircumstances)
  .filter((texts) => texts.length > 0 && (hasIpv6 || !texts.join().includes('[::]')));

describe('the configuration of any service', () => {
  test('passes nginx -t without a word', async () => {
    await fc.assert(
      fc.asyncProperty(any, async (texts) => {
        for (const text of texts) expect(await nginxTest(text)).toBe('');
      }),
      { numRuns: 60 },
    );
  });

  test('is nothing gixy complains of', async () => {
    const texts = fc.sample(any, 40).flat();
    expect(await gixyFindings(texts.map(written))).toEqual([]);
  });
});

describe('a planted fault', () => {
  const [text = ''] = Object.values(PROXY_EXAMPLES[1]?.facts(ORDINARY_PROXY).files ?? {}).map(
    (each) => each.replaceAll(/\[::\]:(\d+) default_server ipv6only=off/g, '$1 default_server'),
  );

  test.each([
    ['a misspelt directive', 'proxy_read_timeout', 'proxy_read_time_out'],
    ['a missing semicolon', 'server_tokens off;', 'server_tokens off'],
    ['a wrong unit', '35500ms', '35500sec'],
    ['an unknown variable', '$forwarded_proto;', '$forwarded_scheme;'],
    ['buffers that do not fit', 'proxy_buffer_size 16k', 'proxy_buffer_size 512k'],
    ['a location twice', 'location = /status', 'location = /healthz'],
  ])('is found by nginx -t: %s', async (_, right, wrong) => {
    expect(text).toContain(right);
    expect(await nginxTest(text.replace(right, wrong))).toMatch(/^failed/);
  });

  test.each([
    ['a version that is told to everybody', 'server_tokens off;', ''],
    ['files beside the directory', 'location ^~ /static/ {', 'location ^~ /static {'],
    ['a host the client invents', 'Host $host', 'Host $http_host'],
  ])('is found by gixy: %s', async (_, right, wrong) => {
    expect(text).toContain(right);
    expect(await gixyFindings([written(text.replace(right, wrong))])).not.toEqual([]);
  });
});
