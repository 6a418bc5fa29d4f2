// `slipway upgrade` against a real app, run as a user's is, whose slipway knows an edition that does not exist.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { upgradeCommand } from '../../lib/cli/commands/upgrade.ts';
import { folder } from '../support/app-output.ts';
import { appProject, run } from './project.ts';

const before = process.cwd();

/** A new project, in which the commands run from then on. */
function project(body: string): void {
  const root = folder();
  process.chdir(root);
  appProject(root, body);
}

const SHOP_ALONE = 'place(knowingNext(defineService(SHOP)));';

beforeEach(() => project(SHOP_ALONE));
afterEach(() => process.chdir(before));

describe('slipway upgrade', () => {
  test('shows by blast radius what the newest edition changes, and how to take it', async () => {
    const outcome = await run(upgradeCommand, '-e', 'production');
    expect(outcome).toMatchObject({ exitCode: 1, stderr: '' });
    expect(outcome.stdout).toMatchInlineSnapshot(`
      "Editions: shop 1 → 2.

      production
        rolling restart
          ConfigMap/shop-web-files: Deployment/shop-web replaces its pods for it: a checksum of it is in their template.
          Deployment/shop-web: 2 pods are replaced in at most 2 waves of 1, which takes at most 8 min.
        resources
          Deployment/shop-web: requests at the most: memory 1Gi → 1280Mi.

        ~ ConfigMap/shop-web-files (shop-production)
            data["etc__gunicorn__gunicorn.conf.py"]:
              - bind = "0.0.0.0:8000"
              + bind = "0.0.0.0:8080"
        ~ Deployment/shop-web (shop-production)
            spec.template.metadata.annotations["checksum/files"]: 5e6288eb7ec61c81095ba00e35f107a130382101bb8fce7ce2eb0fad3f809283 → 4c3e1d2ce541638aba0842da7349d17eb44c7f5a2f1b5cbcfe9346e41a06f965
            spec.template.spec.containers[web].ports[http].containerPort: 8000 → 8080
            spec.template.spec.containers[web].resources.limits.memory: 512Mi → 640Mi
            spec.template.spec.containers[web].resources.requests.memory: 512Mi → 640Mi
            spec.template.spec.terminationGracePeriodSeconds: 42 → 46

      To take it, say \`edition: 2\` in the description of shop and run \`slipway synth\`. Until then nothing changes.
      "
    `);
  });

  test('shows all environments, as Markdown or as data', async () => {
    const markdown = await run(upgradeCommand, '--format', 'markdown');
    expect(markdown).toMatchObject({ exitCode: 1, stderr: '' });
    expect(markdown.stdout).toMatch(/\| \*\*rolling restart\*\* +\| `Deployment\/shop-web` +\|/);
    const json = await run(upgradeCommand, '--format', 'json');
    const data = JSON.parse(json.stdout);
    expect(data).toMatchObject({
      version: 1,
      edition: 2,
      services: [{ service: 'shop', edition: 1 }],
    });
    const environments = data.changes.map((change: { environment: string }) => change.environment);
    expect(new Set(environments)).toEqual(new Set(['production', 'staging']));
  });

  test('has nothing to say where every service is at the newest edition', async () => {
    expect(await run(upgradeCommand, '--to', '1')).toEqual({
      exitCode: 0,
      stdout: 'Every service is at edition 1: nothing to upgrade.\n',
      stderr: '',
    });
    project('place(defineService(SHOP));');
    expect(await run(upgradeCommand)).toMatchObject({ exitCode: 0 });
  });

  test('names the services that are behind, and shows no other', async () => {
    project(`${SHOP_ALONE}\nplace(knowingNext(defineService({ ...TICKETS, edition: 2 })));`);
    const outcome = await run(upgradeCommand);
    expect(outcome.exitCode).toBe(1);
    expect(outcome.stdout).toContain('Editions: shop 1 → 2.');
    expect(outcome.stdout).not.toContain('tickets');
  });

  test('looks at an older edition as well', async () => {
    project('place(knowingNext(defineService({ ...SHOP, edition: 2 })));');
    expect(await run(upgradeCommand)).toMatchObject({ exitCode: 0 });
    const back = await run(upgradeCommand, '--to', '1');
    expect(back.exitCode).toBe(1);
    expect(back.stdout).toContain('shop 2 → 1');
  });

  test.each([
    ['an edition that does not exist', ['--to', '9'], 'knows 1, 2'],
    ['an edition that is no number', ['--to', 'newest'], 'knows 1, 2'],
    ['an environment that does not exist', ['-e', 'moon'], 'staging, production'],
    ['a format that does not exist', ['--format', 'xml'], 'text, markdown, json'],
  ])('refuses %s', async (_, args, part) => {
    const outcome = await run(upgradeCommand, ...args);
    expect(outcome).toMatchObject({ exitCode: 2, stdout: '' });
    expect(outcome.stderr).toContain(part);
  });

  test('refuses a description with errors, and an app that names an unknown edition', async () => {
    project('place(defineService({ ...SHOP, edition: 2 }));');
    const outcome = await run(upgradeCommand);
    expect(outcome).toMatchObject({ exitCode: 2, stdout: '' });
    expect(outcome.stderr).toContain('SW5020');
  });

  test('an app without services has nothing to upgrade', async () => {
    project('');
    expect(await run(upgradeCommand)).toMatchObject({ exitCode: 2, stdout: '' });
  });
});
