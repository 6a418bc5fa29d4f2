// Every kind that is ever written, with the schema it is held against: a new kind without one fails here.
import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { format, resolveConfig } from 'prettier';
import { parseAllDocuments } from 'yaml';
import type { CrdPool } from '../../schemas/crd-pool.ts';
import type { KubernetesPool } from '../../schemas/kubernetes-pool.ts';
import { publishedFields, publishedKinds } from '../../schemas/published-types.ts';
import { gitOpsFiles } from '../../lib/emit/gitops/tree.ts';
import { EXPOSURE_EXAMPLES } from '../../lib/exposures/index.ts';
import { argocd, flux, gateway } from '../../lib/index.ts';
import { lowerExposures } from '../../lib/kubernetes/exposures.ts';
import { markdownTable } from '../../lib/text/markdown-table.ts';
import { situation, target } from '../exposures/situation.ts';
import { plan } from '../kubernetes/fixtures/plans.ts';
import { textAt } from '../support/kubernetes-object.ts';
import { serviceArbitrary } from '../support/service-arbitrary.ts';
import { synthesise } from '../support/synthesise.ts';

const root = join(import.meta.dirname, '../..');
const pool = <T>(file: string): T => JSON.parse(readFileSync(join(root, 'schemas', file), 'utf8'));
const kubernetes = pool<KubernetesPool>('kubernetes.json');
const crds = pool<CrdPool>('crds.json');

/** What is read by a tool on the way and never by an API server. */
const READ_BY_TOOLS: Readonly<Record<string, string>> = {
  'kustomize.config.k8s.io/v1beta1/Kustomization':
    'no schema: read by kustomize itself, which `test/apiserver/kustomize.test.ts` runs',
  'viaduct.ai/v1/ksops':
    'no schema: read by the KSOPS generator, whose README states its members; `test/emit/gitops/encrypted.test.ts`',
};
/** Kinds that are named in references, and never written. */
const REFERRED_TO: readonly string[] = [
  'ClusterIssuer',
  'ClusterSecretStore',
  'GatewayClass',
  'IngressClass',
  'Secret',
  'SecretStore',
];
/** Folders of code that writes objects. */
const WRITERS = '{kubernetes,exposures,rollouts,stores,emit/gitops}/**/*.ts';
/** Names every kind that has no namespace, to look them up. */
const A_TABLE = 'kubernetes/cluster-scoped.ts';

const kindOf = (object: unknown) => `${textAt(object, 'apiVersion')}/${textAt(object, 'kind')}`;

/** From reviewed files, generated services, and one exposure of each kind and more. */
function emitted(): ReadonlySet<string> {
  const files = globSync(
    ['examples/*/expected/{manifests,gitops}/**/*.yaml', 'dist/{manifests,gitops}/**/*.yaml'],
    { cwd: root },
  );
  const reviewed = files
    .filter((file) => !file.includes('/secrets/') && existsSync(join(root, file)))
    .flatMap((file) => parseAllDocuments(readFileSync(join(root, file), 'utf8')))
    .map((document): unknown => document.toJS())
    .filter((object) => textAt(object, 'kind') !== undefined);
  const generated = fc
    .sample(serviceArbitrary, { numRuns: 150, seed: 20_261_130 })
    .flatMap((service) => synthesise(service).slice(0, 1))
    .flatMap(({ entries }) => entries.map(({ manifest }): unknown => manifest));
  const exposures = [
    ...EXPOSURE_EXAMPLES.map((example) => example.facts(situation())),
    gateway({
      host: 'a.example.com',
      gateway: { name: 'public' },
      implementation: 'ngf',
      auth: { kind: 'basic', secretName: 'users' },
    }).facts(situation()),
    gateway({ host: 'a.example.com', gateway: { name: 'public' } }).facts(
      situation({ web: target({ protocol: 'grpc' }) }),
    ),
  ];
  const exposed = exposures
    .flatMap((example) => {
      const { objects, title, ...facts } = example;
      return lowerExposures(
        plan({ exposures: { shop: { ...facts, name: 'shop', title, objects } } }),
      );
    })
    .map(({ manifest }): unknown => manifest);
  return new Set([...reviewed, ...generated, ...exposed, ...delivered()].map(kindOf));
}

/** What tools of GitOps are told beside the reviewed examples. */
function delivered(): readonly unknown[] {
  const repository = 'https://git.example.com/acme/shop.git';
  const github = { owner: 'acme', repo: 'shop' };
  const previews = { environment: 'staging', domain: 'example.com', tokenSecret: 'token', github };
  const secret = { name: 'shop-db', namespace: 'shop' };
  return [argocd({ repository, previews }), flux({ repository, release: 'charts' })].flatMap(
    (tool) =>
      gitOpsFiles(tool, {
        environment: 'staging',
        services: ['shop'],
        files: [{ name: 'shop.k8s.yaml', text: '' }],
        manifests: [{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } }],
        encrypted: [{ name: 'shop-db.sops.yaml', text: '', secret }],
      }).flatMap(({ text }) =>
        parseAllDocuments(text)
          .map((document): unknown => document.toJS())
          .filter((object) => textAt(object, 'kind') !== undefined),
      ),
  );
}

/** Module, version and path of what a kind is held against; undefined when there is nothing. */
function schemaOf(kind: string): string | undefined {
  if (kubernetes.kinds[kind] !== undefined) {
    const releases = Object.values(kubernetes.provenance);
    const [first, last] = [releases.at(0), releases.at(-1)];
    return `${last?.module} ${first?.version} to ${last?.version}, pkg/generated/openapi`;
  }
  if (crds.kinds[kind] !== undefined) {
    const name = kind.slice(kind.lastIndexOf('/') + 1);
    const sources = Object.values(crds.provenance).filter(({ kinds }) => kinds.includes(name));
    const newer = publishedFields.filter((field) => field.kind === kind);
    return [
      ...sources.map(({ module, version, path }) => `${module} ${version}, ${path}`),
      ...newer.map(({ source, path }) => `${source} (${path.source.replaceAll(/[\\^$]/g, '')})`),
    ].join('; ');
  }
  return publishedKinds[kind]?.source ?? READ_BY_TOOLS[kind];
}

const kinds = [...emitted()].toSorted();

describe('every kind that is written', () => {
  test('has a schema that it is held against', () => {
    expect(kinds.length).toBeGreaterThan(35);
    expect(kinds.filter((kind) => schemaOf(kind) === undefined)).toEqual([]);
  });

  test('is in the list that was reviewed', async () => {
    const table = markdownTable(
      ['kind', 'held against'],
      kinds.map((kind) => [`\`${kind}\``, schemaOf(kind) ?? 'nothing']),
    );
    const text = `# What every emitted kind is held against\n\n<!-- Made by \`npx vitest run test/schemas/emitted-kinds.test.ts -u\`; do not edit. -->\n\n${table}\n`;
    const file = join(root, 'schemas/emitted-kinds.md');
    const formatted = await format(text, { ...(await resolveConfig(file)), parser: 'markdown' });
    await expect(formatted).toMatchFileSnapshot(file);
  });

  test('is seen: no code writes a kind that none of these examples has', () => {
    const known = [
      ...Object.keys(kubernetes.kinds),
      ...Object.keys(crds.kinds),
      ...Object.keys(publishedKinds),
    ];
    const names = new Set(known.map((kind) => kind.slice(kind.lastIndexOf('/') + 1)));
    const seen = new Set(kinds.map((kind) => kind.slice(kind.lastIndexOf('/') + 1)));
    const written = globSync(WRITERS, { cwd: join(root, 'lib') }).flatMap((file) => {
      if (file === A_TABLE) return [];
      const text = readFileSync(join(root, 'lib', file), 'utf8');
      // Whatever a kind is called, and any text that is the name of one.
      const declared = [...text.matchAll(/\b(?:objectKind|kind): '([A-Z]\w+)'/g)];
      const quoted = [...text.matchAll(/'([A-Z][A-Za-z]+)'/g)].filter(([, word = '']) =>
        names.has(word),
      );
      return [...declared, ...quoted].map(([, word = '']) => word);
    });
    const unseen = new Set(written.filter((word) => !seen.has(word)));
    expect([...unseen].filter((word) => !REFERRED_TO.includes(word)).toSorted()).toEqual([]);
  });

  test('a kind without a schema would be noticed', () => {
    expect(schemaOf('example.com/v1/Widget')).toBeUndefined();
  });
});
