// What kubeseal and SOPS really make of a Secret: read, passed on, and still decrypted to the same by the same tools.
import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { requireTool } from '../../tools/find.ts';
import {
  App,
  ServiceChart,
  defineService,
  flux,
  http,
  sealedSecrets,
  secretRef,
  sops,
  type ServiceSpec,
} from '../../lib/index.ts';
import { synthesise } from '../../lib/constructs/synthesise.ts';
import { isSealed } from '../../lib/stores/sealed-secrets/is-sealed.ts';
import { filesIn, standardError } from '../support/app-output.ts';
import { at, isFields, textAt } from '../support/kubernetes-object.ts';
import { scratchFolder } from '../support/scratch.ts';
import { describeWithTools } from '../support/with-tools.ts';

const VALUES = { url: 'postgres://shop:hunter2@db/shop', password: 'hunter2 "and" more\n' };
const secretOf = (name: string, namespace: string) =>
  JSON.stringify({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name, namespace },
    stringData: VALUES,
  });
const scratch = scratchFolder('encrypted');
afterAll(() => rmSync(scratch, { recursive: true }));
const inScratch = (...path: readonly string[]) => join(scratch, ...path);

function run(
  command: string,
  args: readonly string[],
  { input, env }: { readonly input?: string; readonly env?: Readonly<Record<string, string>> } = {},
): string {
  return execFileSync(command, args, {
    encoding: 'utf8',
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
    ...(input === undefined ? {} : { input }),
  });
}

const base: ServiceSpec = {
  name: 'shop',
  image: { repository: 'ghcr.io/acme/shop', tag: '1.4.2' },
  web: { server: http({ command: ['/app'] }) },
  config: { DATABASE_URL: secretRef('shop-db', 'url'), WORD: secretRef('shop-db', 'password') },
  environments: { production: { namespace: 'shop' } },
};

/** What is complained about as an error, and everything that is written. */
function outcome(spec: ServiceSpec, into: string) {
  standardError();
  const app = new App({
    outdir: inScratch(into, 'manifests'),
    gitops: flux({ repository: 'https://example.com/shop.git' }),
    helm: false,
  });
  new ServiceChart(app, defineService(spec), { environment: 'production' });
  const { diagnostics } = synthesise(app);
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  if (errors.length === 0) app.synth();
  return { codes: errors.map(({ code }) => code), files: filesIn(inScratch(into)) };
}

/** The objects of a kind in the manifests. */
function objectsOf(files: Readonly<Record<string, string>>, kind: string): readonly unknown[] {
  return parseAllDocuments(files['manifests/production/shop.k8s.yaml'] ?? '')
    .map((document): unknown => document.toJS())
    .filter((object) => textAt(object, 'kind') === kind);
}

function podChecksum(files: Readonly<Record<string, string>>): unknown {
  const [deployment] = objectsOf(files, 'Deployment');
  return at(deployment, 'spec', 'template', 'metadata', 'annotations', 'checksum/secrets');
}

describeWithTools('what kubeseal sealed', ['kubeseal'], () => {
  const kubeseal = (args: readonly string[], input: string) =>
    run(requireTool('kubeseal'), ['--cert', inScratch('tls.crt'), ...args], { input });
  const unseal = (object: unknown) =>
    run(
      requireTool('kubeseal'),
      ['--recovery-unseal', '--recovery-private-key', inScratch('tls.key'), '-o', 'json'],
      { input: JSON.stringify(object) },
    );

  beforeAll(() => {
    // What the controller makes for itself: pkg/crypto/keys.go of v0.40.0.
    const subject = ['-subj', '/CN=sealed-secrets', '-days', '2'];
    run('openssl', [
      ...['req', '-x509', '-nodes', '-newkey', 'rsa:4096', ...subject],
      ...['-keyout', inScratch('tls.key'), '-out', inScratch('tls.crt')],
    ]);
    writeFileSync(
      inScratch('shop-db.yaml'),
      kubeseal(['--format', 'yaml'], secretOf('shop-db', 'shop')),
    );
    writeFileSync(inScratch('elsewhere.yaml'), kubeseal([], secretOf('shop-db', 'shop-staging')));
    writeFileSync(
      inScratch('wide.json'),
      kubeseal(['--scope', 'cluster-wide'], secretOf('other', 'other')),
    );
  });

  const fromFile = (file: string) => ({
    ...base,
    secrets: { sealed: sealedSecrets({ secrets: { 'shop-db': inScratch(file) } }) },
  });

  test.each(['shop-db.yaml', 'wide.json'])('%s unseals to the same values', (file) => {
    const { codes, files } = outcome(fromFile(file), `out-${file}`);
    expect(codes).toEqual([]);
    const [sealed] = objectsOf(files, 'SealedSecret');
    const secret: unknown = JSON.parse(unseal(sealed));
    expect(textAt(secret, 'metadata', 'name')).toBe('shop-db');
    expect(textAt(secret, 'metadata', 'namespace')).toBe('shop');
    expect(decoded(secret)).toEqual(VALUES);
    expect(podChecksum(files)).toMatch(/^[0-9a-f]{64}$/);
  });

  test('a value of --raw unseals, in the scope that is said', () => {
    const raw = (value: string) => {
      writeFileSync(inScratch('value'), value);
      const of = ['--scope', 'namespace-wide', '--namespace', 'shop'];
      return kubeseal(['--raw', ...of, '--from-file', inScratch('value')], '');
    };
    const encryptedData = { url: raw(VALUES.url), password: raw(VALUES.password) };
    expect(Object.values(encryptedData).map(isSealed)).toEqual([true, true]);
    const spec = {
      ...base,
      secrets: {
        sealed: sealedSecrets({
          secrets: { 'shop-db': { encryptedData, scope: 'namespace-wide' } },
        }),
      },
    };
    const { codes, files } = outcome(spec, 'out-raw');
    expect(codes).toEqual([]);
    const [sealed] = objectsOf(files, 'SealedSecret');
    expect(decoded(JSON.parse(unseal(sealed)))).toEqual(VALUES);
  });

  test('for another namespace is refused, and rightly: moved by hand it cannot be unsealed', () => {
    expect(outcome(fromFile('elsewhere.yaml'), 'out-elsewhere').codes).toEqual(['SW2176']);
    const object: unknown = JSON.parse(readFileSync(inScratch('elsewhere.yaml'), 'utf8'));
    expect(decoded(JSON.parse(unseal(object)))).toEqual(VALUES);
    const moved = isFields(object)
      ? { ...object, metadata: { name: 'shop-db', namespace: 'shop' } }
      : {};
    expect(() => unseal(moved)).toThrow(/no key could decrypt|decryption error/);
  });

  test('sealed again rolls the pods', () => {
    const before = podChecksum(outcome(fromFile('shop-db.yaml'), 'out-before').files);
    writeFileSync(inScratch('again.yaml'), kubeseal([], secretOf('shop-db', 'shop')));
    const after = podChecksum(outcome(fromFile('again.yaml'), 'out-after').files);
    expect(after).toMatch(/^[0-9a-f]{64}$/);
    expect(after).not.toBe(before);
  });
});

describeWithTools('what SOPS encrypted', ['sops', 'age-keygen'], () => {
  const FILE = 'shop-db.sops.yaml';
  const COPY = `gitops/production/secrets/${FILE}`;
  const env = { SOPS_AGE_KEY_FILE: inScratch('age.txt') };
  const sopsRun = (...args: readonly string[]) => run(requireTool('sops'), args, { env });
  const spec = (file: string) => ({
    ...base,
    secrets: { files: sops({ secrets: { 'shop-db': inScratch(file) } }) },
  });
  let recipient = '';

  beforeAll(() => {
    run(requireTool('age-keygen'), ['-o', inScratch('age.txt')]);
    recipient = run(requireTool('age-keygen'), ['-y', inScratch('age.txt')]).trim();
    writeFileSync(
      inScratch(FILE),
      `# Kept.\napiVersion: v1\nkind: Secret\nmetadata: {name: shop-db, namespace: shop}\nstringData:\n  url: ${VALUES.url}\n  password: ${JSON.stringify(VALUES.password)}\n`,
    );
    writeFileSync(inScratch('plain.yaml'), readFileSync(inScratch(FILE), 'utf8'));
    encrypt(FILE, '^(data|stringData)$');
    for (const [file, pattern] of [
      ['whole.yaml', undefined],
      ['half.yaml', '^password$'],
    ] as const) {
      writeFileSync(inScratch(file), readFileSync(inScratch('plain.yaml'), 'utf8'));
      encrypt(file, pattern);
    }
  });
  function encrypt(file: string, pattern: string | undefined): void {
    const only = pattern === undefined ? [] : ['--encrypted-regex', pattern];
    sopsRun('encrypt', '--in-place', '--age', recipient, ...only, inScratch(file));
  }

  test('is in the tree byte for byte, and decrypts there to the same values', () => {
    const { codes, files } = outcome(spec(FILE), 'out-sops');
    expect(codes).toEqual([]);
    expect(files[COPY]).toBe(readFileSync(inScratch(FILE), 'utf8'));
    const plain: unknown = JSON.parse(
      sopsRun('decrypt', '--output-type', 'json', inScratch('out-sops', COPY)),
    );
    expect(at(plain, 'stringData')).toEqual(VALUES);
    const elsewhere = Object.entries(files).filter(([path]) => path !== COPY);
    expect(elsewhere.filter(([, text]) => text.includes('hunter2'))).toEqual([]);
    expect(elsewhere.filter(([, text]) => text.includes('ENC['))).toEqual([]);
  });

  test('a changed value keeps the text of the others, and rolls the pods', () => {
    const before = podChecksum(outcome(spec(FILE), 'out-sops-before').files);
    const text = readFileSync(inScratch(FILE), 'utf8');
    writeFileSync(inScratch('changed.yaml'), text);
    sopsRun('set', inScratch('changed.yaml'), '["stringData"]["url"]', '"postgres://elsewhere"');
    const passwordIn = (file: string) => /^ *password: (.*)$/m.exec(file)?.[1] ?? 'none';
    expect(readFileSync(inScratch('changed.yaml'), 'utf8')).toContain(passwordIn(text));
    const after = podChecksum(outcome(spec('changed.yaml'), 'out-sops-changed').files);
    expect(before).toMatch(/^[0-9a-f]{64}$/);
    expect(after).not.toBe(before);
  });

  test.each([
    ['plain.yaml', 'was never encrypted', 'SW2175'],
    ['half.yaml', 'was encrypted in part', 'SW2175'],
    ['whole.yaml', 'has an encrypted name, which no cluster could read', 'SW2176'],
  ])('%s %s, and is refused', (file, _why, code) => {
    expect(outcome(spec(file), `out-${file}`).codes).toContain(code);
  });
});

function decoded(secret: unknown): Readonly<Record<string, string>> {
  const data = at(secret, 'data');
  return Object.fromEntries(
    Object.entries(isFields(data) ? data : {}).map(([key, value]) => [
      key,
      Buffer.from(String(value), 'base64').toString('utf8'),
    ]),
  );
}
