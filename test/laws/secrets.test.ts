/** Secrets stay out: what looks like a credential is refused wherever it is written, and no output is made. */

import fc from 'fast-check';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { App, ServiceChart, defineService, type ServiceSpec } from '../../lib/index.ts';
import { synthesise } from '../../lib/constructs/synthesise.ts';
import { base } from '../cases/case.ts';

const folder = mkdtempSync(join(tmpdir(), 'slipway-secrets-'));
afterAll(() => rmSync(folder, { recursive: true }));

const of = (pattern: RegExp) => fc.stringMatching(pattern);
const credential = fc.oneof(
  of(/^ghp_[A-Za-z0-9]{36}$/),
  of(/^AKIA[0-9A-Z]{16}$/),
  of(/^xoxb-[0-9]{11}-[0-9]{11}-[A-Za-z0-9]{24}$/),
  of(/^postgres:\/\/[a-z]{3,8}:[A-Za-z0-9]{6,12}@db\.internal:5432\/app$/),
  of(/^amqp:\/\/[a-z]{3,8}:[A-Za-z0-9]{6,12}@mq$/),
  fc.constant(
    '-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIBAAKCAQEA0\n-----END RSA PRIVATE KEY-----\n',
  ),
);
const name = fc.stringMatching(/^[A-Z]{1,8}$/);

/** Ways to write a text into a description. */
const places: readonly ((name: string, secret: string) => Partial<ServiceSpec>)[] = [
  (key, secret) => ({ config: { [key]: secret } }),
  (key, secret) => ({ workers: { mail: { command: ['x'], config: { [key]: secret } } } }),
  (key, secret) => ({ environments: { production: { config: { [key]: secret } } } }),
  (_key, secret) => ({ tasks: { load: { command: ['load', `--with=${secret}`] } } }),
];

function outcome(spec: ServiceSpec, outdir: string) {
  const app = new App({ outdir });
  const service = defineService(spec);
  new ServiceChart(
    app,
    service,
    spec.environments === undefined ? {} : { environment: 'production' },
  );
  return {
    app,
    errors: synthesise(app).diagnostics.filter(({ severity }) => severity === 'error'),
  };
}

describe('secrets', () => {
  test('a credential of a known form is refused in every place a text can be written', () => {
    fc.assert(
      fc.property(credential, name, fc.constantFrom(...places), (secret, key, place) => {
        const { errors } = outcome({ ...base, ...place(key, secret) }, join(folder, 'unwritten'));
        expect(errors.length).toBeGreaterThan(0);
        // The complaint itself must not repeat it: reports end up in logs.
        expect(JSON.stringify(errors)).not.toContain(JSON.stringify(secret).slice(1, -1));
      }),
      { numRuns: 80 },
    );
  });

  test('any literal of a variable that is named like a secret is refused', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('DB_PASSWORD', 'API_TOKEN', 'AWS_SECRET_ACCESS_KEY', 'SECRET_KEY'),
        fc.stringMatching(/^[A-Za-z0-9+]{12,40}$/).filter((value) => !/^\d+$/.test(value)),
        (key, value) => {
          const { errors } = outcome(
            { ...base, config: { [key]: value } },
            join(folder, 'unwritten'),
          );
          expect(errors.map(({ code }) => code)).toContain('SW2301');
        },
      ),
      { numRuns: 40 },
    );
  });

  test('nothing is written when a credential was found', () => {
    const outdir = join(folder, 'out', 'manifests');
    const { errors } = outcome(
      { ...base, config: { X: 'ghp_0123456789abcdefghijABCDEFGHIJ012345' } },
      outdir,
    );
    expect(errors.length).toBeGreaterThan(0);
    expect(existsSync(outdir)).toBe(false);
  });
});
