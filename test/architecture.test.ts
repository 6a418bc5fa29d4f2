// The guard of the layers is itself guarded: planted faults are found, all of them and nothing else.
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { layers } from '../lint/layers.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const planted = fileURLToPath(new URL('fixtures/architecture', import.meta.url));

interface Report {
  readonly number_of_files: number;
  readonly diagnostics: readonly {
    readonly filename: string;
    readonly code?: string;
    readonly message: string;
  }[];
}

/** What oxlint finds in a folder: the rules broken, by file. */
const lint = async (
  folder: string,
  ...options: readonly string[]
): Promise<Readonly<Record<string, readonly string[]>>> => {
  const oxlint = `${root}/node_modules/oxlint/bin/oxlint`;
  const args = [oxlint, '--format', 'json', '--disable-nested-config', ...options];
  const text = await new Promise<string>((resolve) => {
    execFile(process.execPath, args, { cwd: folder, maxBuffer: 2 ** 26 }, (_, out) => resolve(out));
  });
  const report: Report = JSON.parse(text);
  expect(report.number_of_files).toBeGreaterThan(0);
  const found: Record<string, string[]> = {};
  // What the linter cannot place, such as a broken tsconfig, has a message and no rule.
  for (const { filename, code, message } of report.diagnostics) {
    (found[filename] ??= []).push(code ?? message);
  }
  return Object.fromEntries(Object.entries(found).map(([file, codes]) => [file, codes.sort()]));
};

const layer = 'boundaries(dependencies)';
const cycle = 'import(no-cycle)';
const leaves = 'conventions(plan-leaves)';
const globals = 'eslint(no-restricted-globals)';

const expected = {
  // Imports against the layer table.
  'lib/units/knows-the-model.ts': [layer],
  'lib/units/knows-diagnostics.ts': [layer],
  'lib/units/reads-files.ts': [layer],
  'lib/units/loads-a-package.ts': [layer],
  'lib/units/loads-lazily.ts': [layer],
  'lib/text/knows-the-model.ts': [layer],
  'lib/model/knows-a-variant.ts': [layer],
  'lib/servers/knows-an-exposure.ts': [layer],
  'lib/rollouts/knows-resolve.ts': [layer],
  'lib/exposures/writes-manifests.ts': [layer],
  'lib/platforms/knows-an-emitter.ts': [layer],
  'lib/needs/knows-a-server.ts': [layer],
  'lib/proxies/knows-a-server.ts': [layer],
  'lib/triggers/knows-a-server.ts': [layer],
  'lib/stores/knows-a-server.ts': [layer],
  'lib/volumes/knows-a-server.ts': [layer],
  'lib/resolve/asks-which-server.ts': [layer],
  'lib/release/resolves.ts': [layer],
  'lib/convert/resolves.ts': [layer],
  'lib/diff/reads-files.ts': [layer],
  'lib/deploy/asks-the-cluster.ts': [layer],
  'lib/kubernetes/runs-cdk8s-plus.ts': [layer],
  'lib/kubernetes/runs-cdk8s.ts': [layer],
  'lib/kubernetes/knows-a-rule.ts': [layer],
  'lib/simulate/reads-manifests.ts': [layer],
  'lib/explain/resolves-again.ts': [layer],
  'lib/rules/writes-files.ts': [layer],
  'lib/validation-plugin/makes-charts.ts': [layer],
  'lib/emit/gitops/leans-on-helm.ts': [layer],
  'lib/emit/gitops/makes-constructs.ts': [layer],
  'lib/constructs/talks-to-a-cluster.ts': [layer],
  'lib/constructs/reads-files.ts': [layer],
  'lib/io/resolves.ts': [layer],
  'lib/cluster/makes-charts.ts': [layer],
  'lib/service.ts': [layer],
  'lib/index.ts': [layer, cycle],
  'lib/cli/reaches-inside.ts': [layer],
  'charts/reaches-inside.ts': [layer],
  'lib/helpers/belongs-nowhere.ts': ['boundaries(no-unknown-files)'],
  // Circles, of types too; lib/cli/main.ts is on the one that lib/index.ts closes.
  'lib/cli/main.ts': [cycle],
  'lib/model/turns-back.ts': [cycle],
  'lib/model/turns-in-a-circle.ts': [cycle],
  // The machine in a pure layer.
  'lib/units/asks-the-machine.ts': [
    'eslint(no-console)',
    globals,
    globals,
    globals,
    'eslint(no-restricted-properties)',
  ],
  // Computing where values are only placed.
  'lib/kubernetes/computes.ts': [
    leaves,
    leaves,
    leaves,
    'typescript(strict-boolean-expressions)',
    'typescript(strict-boolean-expressions)',
    'typescript(strict-boolean-expressions)',
  ],
  // Schemas in published declarations.
  'lib/model/publishes-a-schema.ts': [
    'conventions(internal-schemas)',
    'conventions(internal-schemas)',
  ],
  // Conventions of every file.
  'lib/units/BadName.ts': ['unicorn(filename-case)'],
  'lib/units/names-no-export.ts': ['import(no-default-export)'],
  'lib/units/begins-without-header.ts': [
    'conventions(documented-exports)',
    'conventions(file-header)',
  ],
  'lib/units/dodges-types.ts': [
    'typescript(ban-ts-comment)',
    'typescript(consistent-type-assertions)',
    'typescript(no-explicit-any)',
    'typescript(no-non-null-assertion)',
  ],
  'lib/units/forgets-a-case.ts': ['typescript(switch-exhaustiveness-check)'],
  'lib/units/forgets-promises.ts': [
    'typescript(no-floating-promises)',
    'typescript(no-misused-promises)',
  ],
  'lib/units/throws-text.ts': ['typescript(only-throw-error)'],
};

// The type-aware linter shares the machine with the other test files.
describe('the layers', { timeout: 60_000 }, () => {
  it('planted faults are found, all of them and nothing else', async () => {
    expect(await lint(planted)).toEqual(expected);
  });

  it('every layer of the table has a planted fault', () => {
    const broken = Object.entries(expected).filter(([, codes]) => codes.includes(layer));
    const without = layers.filter(({ path }) => !broken.some(([file]) => file.startsWith(path)));
    // `diagnostics` shares its row with units and text; examples are charts.
    expect(without.map(({ name }) => name)).toEqual(['diagnostics', 'examples']);
  });

  it('the repository breaks no rule about layers and circles', async () => {
    const options = ['--config', 'lint/layering.config.ts', 'lib', 'charts', 'examples'];
    expect(await lint(root, ...options)).toEqual({});
  });
});
