// Repository guard: the layer table of docs/architecture.md as data. Every import rule is made from it.

/** One row of the layer table: a part of the code and what it may lean on. */
export interface Layer {
  /** The name findings use. */
  readonly name: string;
  /** Folder of the layer, or the single file that is one (`lib/index.ts`). */
  readonly path: string;
  /** Layers it may import, besides itself. */
  readonly imports: readonly string[];
  /** Each child folder is an island: it may not import its siblings. */
  readonly islands?: true;
  /** Packages it may import at run time. */
  readonly packages?: readonly string[];
  /** Packages of which it may `import type`, which costs nothing at run time. */
  readonly typePackages?: readonly string[];
  /** Modules of Node it may import although it is pure: those that ask nothing of the machine. */
  readonly coreModules?: readonly string[];
  /** May touch the machine: `node:*`, `process`, `console`, the clock, randomness. */
  readonly impure?: true;
}

const cdk8s = ['cdk8s', 'cdk8s-plus-28', 'constructs'] as const;
/** Checks options that users write. */
const shapes = ['valibot'] as const;
const basics = ['units', 'diagnostics', 'text'] as const;
const variants = [
  'servers',
  'proxies',
  'rollouts',
  'exposures',
  'needs',
  'triggers',
  'stores',
  'volumes',
  'platforms',
] as const;
const stages = [
  'resolve',
  'release',
  'kubernetes',
  'simulate',
  'explain',
  'rules',
  'emit',
] as const;
const pure = [...basics, 'model', ...variants, ...stages] as const;

/** The layers from the bottom up; a layer imports only what its row names. */
export const layers: readonly Layer[] = [
  { name: 'units', path: 'lib/units', imports: ['text'] },
  { name: 'diagnostics', path: 'lib/diagnostics', imports: [] },
  {
    name: 'text',
    path: 'lib/text',
    imports: [],
    typePackages: ['yaml'],
    coreModules: ['node:module', 'module'],
  },
  {
    name: 'model',
    path: 'lib/model',
    imports: basics,
    packages: [...shapes, 'fastest-levenshtein'],
  },
  { name: 'servers', path: 'lib/servers', imports: ['model', ...basics], packages: shapes },
  { name: 'proxies', path: 'lib/proxies', imports: ['model', ...basics], packages: shapes },
  { name: 'rollouts', path: 'lib/rollouts', imports: ['model', ...basics], packages: shapes },
  { name: 'exposures', path: 'lib/exposures', imports: ['model', ...basics], packages: shapes },
  { name: 'needs', path: 'lib/needs', imports: ['model', ...basics], packages: shapes },
  { name: 'triggers', path: 'lib/triggers', imports: ['model', ...basics], packages: shapes },
  { name: 'stores', path: 'lib/stores', imports: ['model', ...basics], packages: shapes },
  { name: 'volumes', path: 'lib/volumes', imports: ['model', ...basics], packages: shapes },
  { name: 'platforms', path: 'lib/platforms', imports: ['model', ...basics], packages: shapes },
  { name: 'resolve', path: 'lib/resolve', imports: ['model', ...basics], packages: shapes },
  {
    name: 'release',
    path: 'lib/release',
    imports: ['model', ...basics],
    packages: shapes,
    typePackages: ['yaml'],
  },
  {
    name: 'kubernetes',
    path: 'lib/kubernetes',
    imports: ['model', ...basics],
    typePackages: ['cdk8s-plus-28'],
  },
  { name: 'simulate', path: 'lib/simulate', imports: ['model', 'units'] },
  { name: 'explain', path: 'lib/explain', imports: ['model'] },
  {
    name: 'rules',
    path: 'lib/rules',
    imports: ['model', 'kubernetes', 'simulate', 'units', 'text', 'diagnostics'],
  },
  {
    name: 'validation-plugin',
    path: 'lib/validation-plugin',
    imports: ['rules', 'diagnostics'],
  },
  {
    name: 'emit',
    path: 'lib/emit',
    islands: true,
    imports: ['model', 'kubernetes', ...basics],
    packages: shapes,
  },
  { name: 'convert', path: 'lib/convert', imports: ['exposures', 'model', ...basics] },
  { name: 'diff', path: 'lib/diff', imports: ['model', 'kubernetes', ...basics] },
  {
    name: 'io',
    path: 'lib/io',
    imports: [...basics, 'model'],
    typePackages: ['yaml'],
    impure: true,
  },
  { name: 'deploy', path: 'lib/deploy', imports: ['model', 'kubernetes', 'diff', ...basics] },
  {
    name: 'cluster',
    path: 'lib/cluster',
    imports: [...basics, 'model', 'kubernetes', 'diff', 'deploy'],
    packages: ['@kubernetes/client-node'],
    impure: true,
  },
  { name: 'constructs', path: 'lib/constructs', imports: [...pure, 'io'], packages: cdk8s },
  {
    name: 'service',
    path: 'lib/service.ts',
    imports: ['model', 'resolve', ...variants, ...basics],
  },
  {
    name: 'index',
    path: 'lib/index.ts',
    imports: [
      ...pure,
      'convert',
      'diff',
      'deploy',
      'service',
      'constructs',
      'validation-plugin',
      'io',
    ],
  },
  {
    name: 'cli',
    path: 'lib/cli',
    imports: ['index', 'io', 'deploy', 'cluster', 'diagnostics'],
    impure: true,
  },
  { name: 'charts', path: 'charts', imports: ['index'], packages: [...cdk8s, 'slipway'] },
  { name: 'examples', path: 'examples', imports: ['index'], packages: [...cdk8s, 'slipway'] },
];
