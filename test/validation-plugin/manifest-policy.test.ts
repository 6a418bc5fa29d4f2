import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import {
  ManifestPolicy,
  type ManifestPolicyProperties,
  type ManifestPolicyViolation,
} from '../../lib/validation-plugin/manifest-policy.ts';

const pod = (image: string, name = 'shop'): string => `apiVersion: v1
kind: Pod
metadata: { name: ${name} }
spec:
  containers:
    - { name: web, image: '${image}' }
`;

async function run(
  files: Readonly<Record<string, string>>,
  properties?: ManifestPolicyProperties,
): Promise<{ readonly status: string; readonly violations: readonly ManifestPolicyViolation[] }> {
  const violations: ManifestPolicyViolation[] = [];
  let status = 'none';
  await new ManifestPolicy(properties).validate({
    manifests: Object.keys(files),
    parseManifest: (path) =>
      parseAllDocuments(files[path] ?? '').map((document): unknown => document.toJS()),
    report: {
      addViolation: (violation) => void violations.push(violation),
      submit: (verdict) => {
        status = verdict;
      },
    },
  });
  return { status, violations };
}

describe('the validation plugin', () => {
  test('fails a synthesis that wrote a faulty object, and says which and where', async () => {
    const { status, violations } = await run({ 'dist/shop.k8s.yaml': pod('ghcr.io/acme/shop') });
    expect(status).toBe('failure');
    expect(violations.find(({ ruleName }) => ruleName.startsWith('SW4301'))).toMatchObject({
      ruleName: 'SW4301 image-tag-mutable (error)',
      violatingResources: [
        {
          resourceName: 'shop',
          manifestPath: 'dist/shop.k8s.yaml',
          locations: ['spec.containers[web].image'],
        },
      ],
    });
  });

  test('names a member that no version of Kubernetes has, and leaves custom resources alone', async () => {
    const own = 'apiVersion: example.com/v1\nkind: Pod\nmetadata: { name: own }\nspec: { a: 1 }\n';
    const misspelt = pod('ghcr.io/acme/shop:1.4.2').replace('containers:', 'container:');
    const { violations } = await run({ 'dist/a.yaml': misspelt, 'dist/b.yaml': own });
    expect(violations.filter(({ ruleName }) => ruleName.startsWith('SW4311'))).toMatchObject([
      {
        fix: 'Did you mean `containers`? Otherwise leave it out.',
        violatingResources: [{ manifestPath: 'dist/a.yaml', locations: ['spec.container'] }],
      },
    ]);
  });

  test('lets warnings pass unless it is strict', async () => {
    const files = { 'dist/shop.k8s.yaml': pod('ghcr.io/acme/shop:1.4.2') };
    expect((await run(files)).status).toBe('success');
    expect((await run(files)).violations.length).toBeGreaterThan(0);
    expect((await run(files, { strict: true })).status).toBe('failure');
  });

  test('shows notes only when asked', async () => {
    const files = { 'dist/shop.k8s.yaml': pod('ghcr.io/acme/shop:1.4.2') };
    const noted = (violations: readonly ManifestPolicyViolation[]): boolean =>
      violations.some(({ ruleName }) => ruleName.endsWith('(note)'));
    expect(noted((await run(files)).violations)).toBe(false);
    expect(noted((await run(files, { notes: true })).violations)).toBe(true);
  });

  test('ignores a rule for the whole project, but not without a reason', async () => {
    const files = { 'dist/shop.k8s.yaml': pod('ghcr.io/acme/shop') };
    expect((await run(files, { ignore: { SW4301: 'a demo' } })).status).toBe('success');
    expect((await run(files, { ignore: { SW4301: '' } })).status).toBe('failure');
  });

  test('looks for references in other files of the same folder only', async () => {
    const account = `apiVersion: v1
kind: ServiceAccount
metadata: { name: shop }
`;
    const user = pod('ghcr.io/acme/shop:1.4.2').replace(
      'spec:\n',
      'spec:\n  serviceAccountName: shop\n',
    );
    const beside = await run({ 'dist/a/account.yaml': account, 'dist/a/pod.yaml': user });
    const elsewhere = await run({ 'dist/b/account.yaml': account, 'dist/a/pod.yaml': user });
    expect(beside.status).toBe('success');
    expect(elsewhere.status).toBe('failure');
  });
});

describe('under the real cdk8s command', () => {
  const folder = mkdtempSync(join(tmpdir(), 'manifest-policy-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const synth = (image: string): Promise<{ readonly code: number; readonly output: string }> => {
    writeFileSync(
      join(folder, 'app.mjs'),
      `import { mkdirSync, writeFileSync } from 'node:fs';
mkdirSync('dist', { recursive: true });
writeFileSync('dist/shop.k8s.yaml', ${JSON.stringify(pod(image))});
`,
    );
    writeFileSync(
      join(folder, 'cdk8s.yaml'),
      `language: typescript
app: '"${process.execPath}" app.mjs'
output: dist
validations:
  - package: ${join(import.meta.dirname, '../../lib/validation-plugin/manifest-policy.ts')}
    version: 0.1.0
    class: ManifestPolicy
    properties: { ignore: { SW4024: 'a test' } }
`,
    );
    const command = join(import.meta.dirname, '../../node_modules/cdk8s-cli/bin/cdk8s');
    return new Promise((resolve) => {
      execFile(
        process.execPath,
        [command, 'synth'],
        { cwd: folder, env: { ...process.env, CDK8S_CHECK_UPGRADE: 'false' } },
        (error, stdout, stderr) => {
          const code = typeof error?.code === 'number' ? error.code : 0;
          resolve({ code, output: `${stdout}${stderr}` });
        },
      );
    });
  };

  test('a faulty object ends the synthesis with code 2 and a report', async () => {
    const { code, output } = await synth('ghcr.io/acme/shop:latest');
    expect(code).toBe(2);
    expect(output).toContain('SW4301 image-tag-mutable');
    expect(output).not.toContain('SW4024');
  }, 60_000);

  test('a sound one does not', async () => {
    const { code, output } = await synth('ghcr.io/acme/shop:1.4.2');
    expect(output).toContain('Validations finished');
    expect(code).toBe(0);
    expect(readFileSync(join(folder, 'dist/shop.k8s.yaml'), 'utf8')).toContain('1.4.2');
  }, 60_000);
});
