// Files that SOPS encrypted: in trees for GitOps, byte for byte, and in no other output.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import {
  App,
  ServiceChart,
  argocd,
  defineService,
  flux,
  http,
  kustomize,
  secretRef,
  sops,
} from '../../../lib/index.ts';
import { filesIn, folder, objectsIn, standardError } from '../../support/app-output.ts';
import { at, textAt } from '../../support/kubernetes-object.ts';
import { validateManifests } from '../../support/schemas.ts';
import { sopsFile } from '../../stores/files.ts';

type GitOps = ReturnType<typeof kustomize>;
const repository = 'https://git.example.com/acme/deploy.git';
const FILE = 'secrets/production/shop-db.sops.yaml';
/** As SOPS writes, which is not as we would. */
const TEXT = sopsFile().replace('sops:', '# encrypted by hand   \r\n\nsops:');

/** Everything that is written, by path, and what was complained about. */
function written(gitops: GitOps | undefined) {
  const errors = standardError();
  const root = folder();
  const file = join(root, FILE);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, TEXT);
  const app = new App({
    outdir: join(root, 'dist/manifests'),
    ...(gitops === undefined ? {} : { gitops }),
  });
  const shop = defineService({
    name: 'shop',
    image: { repository: 'ghcr.io/acme/shop', tag: '1.4.2' },
    web: { server: http({ command: ['/app'] }) },
    config: {
      DATABASE_URL: secretRef('shop-db', 'url'),
      PASSWORD: secretRef('shop-db', 'password'),
    },
    secrets: { files: sops({ secrets: { 'shop-db': file } }) },
    environments: { production: { namespace: 'shop' } },
  });
  new ServiceChart(app, shop, { environment: 'production' });
  app.synth();
  return { files: filesIn(join(root, 'dist')), errors: errors.text };
}

const COPY = 'gitops/production/secrets/shop-db.sops.yaml';
const yamlOf = (files: Readonly<Record<string, string>>, path: string): unknown =>
  parse(files[path] ?? '');

describe('a file of SOPS', () => {
  test.each([
    ['flux', flux({ repository })],
    ['argocd', argocd({ repository })],
    ['kustomize', kustomize()],
  ])('is in the tree of %s byte for byte, and its ciphertext nowhere else', (_tool, gitops) => {
    const { files } = written(gitops);
    expect(files[COPY]).toBe(TEXT);
    const elsewhere = Object.entries(files).filter(
      ([path, text]) => path !== COPY && text.includes('ENC[AES256_GCM'),
    );
    expect(elsewhere).toEqual([]);
    expect(Object.keys(files)).toContain('manifests/production/shop.k8s.yaml');
    expect(Object.keys(files)).toContain('helm/shop/Chart.yaml');
  });

  test('is in no output at all without a tool, and a warning says so', () => {
    const { files, errors } = written(undefined);
    expect(Object.values(files).filter((text) => text.includes('ENC['))).toEqual([]);
    expect(errors).toContain('SW2178');
    expect(errors).toContain('the app writes no trees for GitOps');
  });

  test('is not listed where nothing decrypts it, and a warning says so', () => {
    const { files, errors } = written(kustomize());
    const resources = at(yamlOf(files, 'gitops/production/kustomization.yaml'), 'resources');
    expect(resources).not.toContain('secrets/shop-db.sops.yaml');
    expect(errors).toContain('kustomize() does not');
  });

  test('is a resource that Flux decrypts', () => {
    const { files, errors } = written(flux({ repository, decryption: { secretName: 'sops-age' } }));
    const kustomization = yamlOf(files, 'gitops/production/kustomization.yaml');
    expect(at(kustomization, 'resources')).toContain('secrets/shop-db.sops.yaml');
    const objects = objectsIn(files['gitops/production/flux.yaml'] ?? '');
    expect(validateManifests(objects, '1.35')).toEqual([]);
    expect(at(objects.at(-1), 'spec', 'decryption')).toEqual({
      provider: 'sops',
      secretRef: { name: 'sops-age' },
    });
    expect(errors).not.toContain('SW2178');
  });

  test('is a Kustomization of its own beside charts, which hold no Secret', () => {
    const { files } = written(flux({ repository, release: 'charts' }));
    const objects = objectsIn(files['gitops/production/flux.yaml'] ?? '');
    expect(validateManifests(objects, '1.35')).toEqual([]);
    const own = objects.find((object) => textAt(object, 'kind') === 'Kustomization');
    expect(textAt(own, 'metadata', 'name')).toBe('shop-production-secrets');
    expect(textAt(own, 'spec', 'path')).toBe('./dist/gitops/production/secrets');
    expect(at(own, 'spec', 'decryption')).toEqual({ provider: 'sops' });
    // The chart's notes name what a user of the chart alone has to make.
    expect(files['helm/shop/templates/NOTES.txt']).toContain('shop-db (password, url)');
  });

  test('comes out of a generator of KSOPS for Argo CD, whose project allows Secrets', () => {
    const { files, errors } = written(argocd({ repository }));
    const kustomization = yamlOf(files, 'gitops/production/kustomization.yaml');
    expect(at(kustomization, 'generators')).toEqual(['ksops.yaml']);
    expect(at(kustomization, 'resources')).not.toContain('secrets/shop-db.sops.yaml');
    const generator = yamlOf(files, 'gitops/production/ksops.yaml');
    expect(at(generator, 'files')).toEqual(['./secrets/shop-db.sops.yaml']);
    const [project] = objectsIn(files['gitops/production/argocd.yaml'] ?? '');
    expect(at(project, 'spec', 'namespaceResourceWhitelist')).toContainEqual({
      group: '',
      kind: 'Secret',
    });
    expect(errors).not.toContain('SW2178');
  });
});
