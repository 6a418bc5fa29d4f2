// `slipway convert ingress` as it is typed: what it prints where, and how it exits.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { convertIngressCommand } from '../../lib/cli/commands/convert-ingress.ts';
import { run } from './project.ts';

const folder = mkdtempSync(join(tmpdir(), 'slipway-convert-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(text: string): string {
  const path = join(folder, `${Math.random()}.yaml`);
  writeFileSync(path, text);
  return path;
}

const ingress = (annotations: string): string =>
  file(
    `apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: { name: a, annotations: { ${annotations} } }\nspec: { rules: [{ host: a.example.com }] }\n`,
  );
const annotation = (name: string, value: string): string =>
  `nginx.ingress.kubernetes.io/${name}: "${value}"`;

describe('slipway convert ingress', () => {
  test('prints options, and exits with 0, also where something is lost', async () => {
    const lost = ingress(
      `${annotation('proxy-body-size', '8m')}, ${annotation('service-upstream', 'true')}`,
    );
    const { exitCode, stdout, stderr } = await run(convertIngressCommand, lost);
    expect([exitCode, stderr]).toEqual([0, '']);
    expect(stdout).toContain("maxBodySize: '8m'");
    expect(stdout).toContain('## Lost');
    expect((await run(convertIngressCommand, lost, '--strict')).exitCode).toBe(1);
  });
  test('prints the same as data', async () => {
    const { stdout } = await run(
      convertIngressCommand,
      ingress(annotation('proxy-body-size', '8m')),
      '--format',
      'json',
    );
    expect(JSON.parse(stdout)).toMatchObject({
      conversions: [{ ingress: 'a', options: { host: 'a.example.com', maxBodySize: '8m' } }],
      diagnostics: [],
    });
  });
  test.each([
    [
      'a contradiction',
      `${annotation('limit-rps', '1')}, ${annotation('limit-rpm', '1')}`,
      'SW1053',
    ],
    ['a value that cannot be read', annotation('proxy-read-timeout', 'soon'), 'SW1052'],
  ])('exits with 1 for %s, and says it on the other channel', async (_, annotations, code) => {
    const { exitCode, stdout, stderr } = await run(convertIngressCommand, ingress(annotations));
    expect(exitCode).toBe(1);
    expect(stderr).toContain(code);
    expect(stdout).toContain('expose: nginxIngress(');
  });
  test('warns of an annotation that does not exist, and fails for it only when told to', async () => {
    const unknown = ingress(annotation('proxy-bodysize', '1m'));
    const { exitCode, stderr } = await run(convertIngressCommand, unknown);
    expect([exitCode, stderr.includes('SW1051')]).toEqual([0, true]);
    expect((await run(convertIngressCommand, unknown, '--strict')).exitCode).toBe(1);
  });
  test.each([
    ['no Ingress', () => file('kind: Service\n'), 'SW1050'],
    ['no YAML', () => file('a: [1\nb: }\n'), 'SW1054'],
    ['no file', () => join(folder, 'none.yaml'), 'SW1054'],
  ])('exits with 1 where there is %s', async (_, path, code) => {
    const { exitCode, stdout, stderr } = await run(convertIngressCommand, path());
    expect([exitCode, stdout]).toEqual([1, '']);
    expect(stderr).toContain(code);
  });
  test('exits with 2 without a file', async () => {
    expect(await run(convertIngressCommand)).toMatchObject({ exitCode: 2 });
  });
});
