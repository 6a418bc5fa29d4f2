import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { toYaml } from '../../lib/text/yaml.ts';
import { scratchFolder } from '../support/scratch.ts';
import { nastyData, nastyDocument, nastyString } from '../text/nasty.ts';
import { describeWith, jsonFrom } from './interpreters.ts';

/** As many small mappings: Go's and Python's readers are slow with one large one. */
const randomStrings = fc
  .sample(nastyString, { numRuns: 30_000, seed: 2 })
  .map((text, i) => ({ value: text, list: [text, [text]], [text]: i }));

function readsEverythingBack(read: (yaml: string) => unknown): void {
  test('every nasty string as a value, an item and a key', () => {
    expect(read(toYaml(nastyDocument))).toEqual(nastyDocument);
  });

  test('30,000 random strings as values, items and keys', () => {
    expect(read(toYaml(randomStrings))).toEqual(randomStrings);
  });

  test('random data', () => {
    const data = fc.sample(nastyData, { numRuns: 5000, seed: 3 });
    expect(read(toYaml(data))).toEqual(data);
  });
}

describeWith('PyYAML reads back', ['python3', '-c', 'import yaml'], () => {
  const program = 'import json, sys, yaml; json.dump(yaml.safe_load(sys.stdin.buffer), sys.stdout)';
  readsEverythingBack((yaml) => jsonFrom('python3', ['-c', program], yaml));
});

describeWith("Go's sigs.k8s.io/yaml reads back", ['go', 'version'], () => {
  const folder = scratchFolder('go-yaml');
  const binary = join(folder, 'go-yaml');
  beforeAll(() => {
    const source = fileURLToPath(new URL('go-yaml', import.meta.url));
    execFileSync('go', ['build', '-mod=readonly', '-o', binary, '.'], { cwd: source });
  });
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  readsEverythingBack((yaml) => jsonFrom(binary, [], yaml));
});
