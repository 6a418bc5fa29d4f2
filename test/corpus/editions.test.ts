/** What was committed for an edition stays what it is: every example is resolved under each edition there is. */

import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { App, isManifest, type Bundle } from '../../lib/index.ts';
import { isBundle } from '../../lib/io/is-bundle.ts';
import { BUNDLE_EDITION_VARIABLE, BUNDLE_VARIABLE } from '../../lib/io/write-bundle.ts';
import { EDITIONS, editionNumbers, FIRST_EDITION } from '../../lib/resolve/edition.ts';
import { folder, objectsIn } from '../support/app-output.ts';
import { EXAMPLES, exampleNames, loadExample } from './load-example.ts';

const names = exampleNames();

/** What an example is under an edition, as a command is told. */
async function bundleOf(name: string, edition: number): Promise<Bundle> {
  const file = join(folder(), 'bundle.json');
  vi.stubEnv(BUNDLE_VARIABLE, file);
  vi.stubEnv(BUNDLE_EDITION_VARIABLE, String(edition));
  const { build, props } = await loadExample(name);
  const app = new App({ ...props, helm: false });
  build(app);
  app.synth();
  const bundle: unknown = JSON.parse(readFileSync(file, 'utf8'));
  if (!isBundle(bundle)) throw new Error(`examples/${name} handed over no bundle`);
  return bundle;
}

/** The first edition is that of examples, which name none; a later one has a folder of its own beside it. */
function committed(name: string, edition: number): readonly unknown[] {
  const expected = join(EXAMPLES, name, 'expected');
  const root =
    edition === FIRST_EDITION
      ? join(expected, 'manifests')
      : join(expected, 'editions', String(edition), 'manifests');
  if (!existsSync(root)) return [];
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .map((path) => join(root, path))
    .filter((path) => statSync(path).isFile())
    .flatMap((path) => objectsIn(readFileSync(path, 'utf8')));
}

/** In one order, whichever file an object stands in. */
function sorted(objects: readonly unknown[]): readonly string[] {
  return objects.map((object) => JSON.stringify(object)).toSorted();
}

afterEach(() => vi.unstubAllEnvs());

describe.each(editionNumbers(EDITIONS))('edition %i', (edition) => {
  test.each(names)('of example %s is as it was committed', async (name) => {
    const { services, charts = [], diagnostics } = await bundleOf(name, edition);
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(services.every(({ plan }) => plan?.edition === edition)).toBe(true);
    const objects = [...services, ...charts]
      .flatMap(({ manifests }) => manifests)
      .filter((manifest) => isManifest(manifest) && !isNamespace(manifest));
    expect(objects.length).toBeGreaterThan(0);
    expect(sorted(objects)).toEqual(
      sorted(committed(name, edition).filter((object) => !isNamespace(object))),
    );
  });
});

/** Written once for an environment, whichever service it came from. */
function isNamespace(object: unknown): boolean {
  return isManifest(object) && object.kind === 'Namespace';
}
