/** Every example is built as its reader would, and its outputs are those that were reviewed. */

import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { App } from '../../lib/index.ts';
import { outsideOf } from '../../lib/constructs/outside.ts';
import { synthesise } from '../../lib/constructs/synthesise.ts';
import { danglingReferences } from '../support/wiring/dangling-references.ts';
import { validateManifest } from '../support/schemas.ts';
import { EXAMPLES, exampleNames, loadExample } from './load-example.ts';

const names = exampleNames();
/** What platforms own: certificate issuers, stores of secrets and Gateways. */
const OWNED_BY_OTHERS = [
  'ClusterIssuer/letsencrypt',
  'ClusterSecretStore/vault',
  'Gateway/gateways/public',
];
const scratch = mkdtempSync(join(tmpdir(), 'slipway-corpus-'));
afterAll(() => rmSync(scratch, { recursive: true }));

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .toSorted();
}

/** Another edition has expectations beside it, and a test of its own. */
function notOfAnotherEdition(file: string): boolean {
  return !file.startsWith('editions/');
}

describe.each(names)('example %s', (name) => {
  test('writes what was reviewed', async () => {
    const outdir = join(scratch, name, 'manifests');
    // Charts have a tier of their own, with the real helm.
    const { build, props } = await loadExample(name);
    const app = new App({ ...props, outdir, helm: false });
    build(app);
    app.synth();
    const written = filesBelow(join(scratch, name));
    const expected = join(EXAMPLES, name, 'expected');
    expect(written.length).toBeGreaterThan(0);
    for (const file of written) {
      await expect(readFileSync(join(scratch, name, file), 'utf8')).toMatchFileSnapshot(
        join(expected, file),
      );
    }
    expect(existsSync(expected) ? filesBelow(expected).filter(notOfAnotherEdition) : []).toEqual(
      written,
    );
  });

  test('has no errors, and every object fits its version and refers to what exists', async () => {
    const { build, props } = await loadExample(name);
    const app = new App({ ...props, outdir: join(scratch, 'unwritten') });
    build(app);
    const { services, diagnostics } = synthesise(app);
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    for (const { chart, objects } of services) {
      const manifests = objects.map(({ manifest }) => manifest);
      for (const manifest of manifests) {
        expect(validateManifest(manifest, chart.plan.kubernetes)).toEqual([]);
      }
      const { secrets = [], configMaps = [], claims = [] } = outsideOf(chart.plan);
      const outside = [
        ...secrets.map((secret) => `Secret/${secret}`),
        ...configMaps.map((configMap) => `ConfigMap/${configMap}`),
        ...claims.map((claim) => `PersistentVolumeClaim/${claim}`),
        ...OWNED_BY_OTHERS,
      ];
      expect(danglingReferences(manifests, { outside })).toEqual([]);
    }
  });
});
