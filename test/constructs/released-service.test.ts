// The release of an environment reaches the objects; what is wrong with it stops the synthesis.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { App, ServiceChart, environmentsOf } from '../../lib/index.ts';
import { filesIn, folder, standardError } from '../support/app-output.ts';
import { shop } from './services.ts';

const before = process.cwd();
let root = before;

beforeEach(() => {
  root = folder();
  mkdirSync(join(root, 'releases'));
  process.chdir(root);
});
afterEach(() => process.chdir(before));

const release = (environment: string, text: string) =>
  writeFileSync(join(root, `releases/${environment}.yaml`), text);

const SHOP = 'version: 1\nservices:\n  shop:\n    image: { tag: 9.9.9 }\n';

/** Synthesises and gives the files and what was complained about. */
function synth(service = shop()) {
  const errors = standardError();
  const app = new App();
  for (const environment of environmentsOf(service))
    new ServiceChart(app, service, { environment });
  app.synth();
  return { files: filesIn(join(root, 'dist')), errors: errors.text };
}

describe('a release file', () => {
  test('decides the image of its environment, and of no other', () => {
    release('production', SHOP);
    const { files } = synth();
    expect(files['manifests/production/shop.k8s.yaml']).toContain('image: ghcr.io/acme/shop:9.9.9');
    expect(files['manifests/production/shop.k8s.yaml']).not.toContain('1.4.2');
    expect(files['manifests/staging/shop.k8s.yaml']).toContain('image: ghcr.io/acme/shop:1.4.2');
  });

  test('leaves what the environment says of everything else', () => {
    release('production', SHOP);
    const { files } = synth(shop({ environments: { production: { namespace: 'elsewhere' } } }));
    expect(files['manifests/production/shop.k8s.yaml']).toContain('namespace: elsewhere');
  });

  test('works for a service without environments', () => {
    release('default', SHOP);
    const { environments: _environments, ...rest } = shop().spec;
    const service = { ...shop(), spec: rest };
    expect(synth(service).files['manifests/default/shop.k8s.yaml']).toContain('shop:9.9.9');
  });

  test.each([
    ['is no YAML', 'version: [', 'SW7002'],
    ['has a value that is not accepted', `${SHOP}    typo: 1\n`, 'SW7003'],
    ['lacks the service', 'version: 1\nservices: {}\n', 'SW7004'],
    [
      'has slots where there are none',
      'version: 1\nservices:\n  shop: { active: a, phase: stable, slots: { a: { tag: a } } }\n',
      'SW7007',
    ],
  ])('that %s stops the synthesis and says where', (_, text, code) => {
    release('production', text);
    const { files, errors } = synth();
    expect(files).toEqual({});
    expect(errors).toContain(code);
    expect(errors).toContain('releases/production.yaml:');
    expect(process.exitCode).toBe(1);
  });

  test('does not hide what an environment must not say', () => {
    release('production', SHOP);
    const named: object = { environments: { production: { name: 'other' } } };
    const { errors } = synth(shop(named));
    expect(errors).toContain('`name` cannot differ between environments');
  });

  test('does not hide that a description is malformed', () => {
    release('production', SHOP);
    const { errors } = synth(shop({ image: null } as object));
    expect(errors).toContain('SW1001');
  });

  test('of an environment or a service that does not exist is a warning', () => {
    release('prod', SHOP);
    release('staging', SHOP.replace('shop:', 'shpo:\n    image: { tag: a }\n  shop:'));
    const { files, errors } = synth();
    expect(Object.keys(files)).toContain('manifests/production/shop.k8s.yaml');
    expect(errors).toContain('SW7005');
    expect(errors).toContain('SW7006');
    expect(errors).toContain('Did you mean `shop`?');
  });
});
