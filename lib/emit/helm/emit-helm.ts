/** emit › helm: a chart of a service that renders, for every set of values, the objects its description would have with them. */

import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { RunningProcessPlan } from '../../model/plan/process-plan.ts';
import type { ServicePlan } from '../../model/plan/service-plan.ts';
import type { OutputFile } from '../../text/file-tree.ts';
import { MADE_BY } from '../../text/made-by.ts';
import { environmentValuesText, valuesText } from './chart/values-file.ts';
import { chartText } from './chart/chart-file.ts';
import { guardsText } from './chart/guards.ts';
import { uncopied, withHooks } from './chart/hooks.ts';
import { notesText } from './chart/notes.ts';
import { readmeText } from './chart/readme.ts';
import { schemaText } from './chart/schema.ts';
import { testFiles } from './chart/tests.ts';
import { analyse } from './infer/analyse.ts';
import type { Described, Parameter } from './parameter.ts';
import { conditionCode } from './print/code.ts';
import { functions } from './print/functions.ts';
import { collectHelpers } from './print/helpers.ts';
import { blockLines } from './print/print.ts';
import type { IsPlain } from './print/scalar.ts';
import { nameRule } from '../../units/dns-name.ts';
import { declaredSurface } from './surface/declared.ts';
import { refused } from './refused.ts';
import { rolloutSurface } from './surface/rollout.ts';
import { surface } from './surface/surface.ts';
import type { Synthesise } from './synthesiser.ts';
import { memberAt } from './tree/edit.ts';
import { withConstants } from './tree/constants.ts';
import type { ObjectTemplate } from './tree/template.ts';
import { keyOf } from './tree/values.ts';

/** What a chart is made from. */
export interface HelmInput {
  /** The service in each of its environments, in the order they are described. */
  readonly environments: readonly Described[];
  readonly synthesise: Synthesise;
  /** Text of the project's licence, which goes into the chart. */
  readonly license?: string;
}

/** A chart, and what there is to say about it. */
export interface HelmOutput {
  /** Files below `helm/<service>/`. */
  readonly files: readonly OutputFile[];
  readonly parameters: readonly Parameter[];
  readonly objects: readonly ObjectTemplate[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Makes the chart of a service. Values it cannot have are warnings (SW3001), each with what else it decides.
 * A service that keeps versions side by side in several ways gets none and is told so (SW3002): values hold one state of a change.
 */
export function emitHelm({ environments, synthesise, license }: HelmInput): HelmOutput {
  const defaults = defaultsOf(environments);
  if (defaults === undefined) return { files: [], parameters: [], objects: [], diagnostics: [] };
  const [parallel] = environments.flatMap(({ plan }) => sideBySide(plan));
  if (parallel !== undefined && rolloutSurface(environments).length === 0) {
    return { files: [], parameters: [], objects: [], diagnostics: [noChart(parallel, defaults)] };
  }
  const wanted = declaredSurface(surface(environments), defaults);
  const analysis = analyse(environments, wanted.parameters, synthesise);
  const objects = withHooks(withConstants(analysis.objects), defaults.plan);
  return {
    files: [
      ...chartFiles(analysis.parameters, objects, environments, defaults),
      ...(license === undefined ? [] : [{ path: 'LICENSE', text: license }]),
    ],
    parameters: analysis.parameters,
    objects,
    diagnostics: [
      ...wanted.diagnostics,
      ...uncopied(defaults.plan).map((secret) => sealedForHook(secret, defaults)),
      ...analysis.refusals.map((refusal) => refused(refusal, defaults, synthesise)),
    ],
  };
}

/** Processes whose versions stand side by side. */
function sideBySide({ processes }: ServicePlan): readonly RunningProcessPlan[] {
  return Object.values(processes).filter(
    (process): process is RunningProcessPlan =>
      'rollout' in process &&
      (process.rollout.kind === 'parallelStacks' || process.rollout.kind === 'weightedTraffic'),
  );
}

function noChart(process: RunningProcessPlan, { plan }: Described): Diagnostic {
  return {
    code: 'SW3002',
    name: 'no-chart-for-versions-side-by-side',
    severity: 'note',
    at: { service: plan.service, path: 'rollout' },
    message: `No Helm chart is written: ${process.name} keeps two versions side by side, and so do others in another way.`,
    because:
      'A chart has one state of a change: slots of the same names for all that are blue/green, or one canary.',
    fix: 'Give all blue/green processes the same slots, and one process a canary; or use the manifests or the GitOps tree.',
  };
}

function sealedForHook(secret: string, { plan }: Described): Diagnostic {
  return {
    code: 'SW3010',
    name: 'hook-before-sealed-secret',
    severity: 'warning',
    at: { service: plan.service, environment: plan.environment, path: 'secrets' },
    message: `The migration reads the Secret ${secret}, and runs before the chart has its SealedSecret.`,
    because:
      'A hook owns copies of what it needs, under other names, and what is sealed strictly can have no other name: the first `helm install` waits in vain.',
    fix: `Seal it with \`--scope namespace-wide\`, or release the first time by the manifests or a tree for GitOps.`,
  };
}

/** The environment whose values are the chart's defaults: production, else the last one. */
export function defaultsOf(environments: readonly Described[]): Described | undefined {
  return (
    environments.find(({ environment }) => environment === 'production') ?? environments.at(-1)
  );
}

function chartFiles(
  parameters: readonly Parameter[],
  objects: readonly ObjectTemplate[],
  environments: readonly Described[],
  defaults: Described,
): readonly OutputFile[] {
  const { service } = defaults.plan;
  const scope = { chart: service, root: '.' } as const;
  const free = new Set(
    parameters.flatMap(({ path, domain }) =>
      domain.kind === 'text' && domain.free ? [keyOf(path)] : [],
    ),
  );
  const isPlain: IsPlain = (expression) =>
    expression.kind === 'value'
      ? !free.has(keyOf(expression.path))
      : expression.kind !== 'key' && expression.kind !== 'item';
  const helpers = collectHelpers(objects, scope, isPlain);
  const longestName = longestFullname(objects);
  const tests = testFiles(defaults, parameters);
  const templates = objects.map(({ id, template, when }): OutputFile => {
    const lines = blockLines(template, 0, { scope, isPlain, helpers, place: [id] });
    const asked = when === undefined ? undefined : conditionCode(when, scope);
    return {
      path: `templates/${id.replaceAll('/', '-')}.yaml`,
      text: [
        `{{- /* ${id}. ${MADE_BY} from the description of ${service}: change that instead. */}}`,
        ...(asked === undefined ? [] : [`{{- if ${asked} }}`]),
        ...lines,
        ...(asked === undefined ? [] : ['{{- end }}']),
        '',
      ].join('\n'),
    };
  });
  const { shared, variables, files } = helpers.texts();
  const notes = notesText(defaults, parameters, tests.length > 0);
  const guards = guardsText({ chart: service, parameters, environments, longestName });
  const included = [
    ...[...templates, ...tests].map(({ text }) => text),
    ...[shared, variables, files, notes, guards],
  ];
  const parts = (text: string, path: string): readonly OutputFile[] =>
    text === '' ? [] : [{ path, text }];
  return [
    { path: 'Chart.yaml', text: chartText(defaults) },
    { path: 'values.yaml', text: valuesText(parameters, defaults) },
    ...environments.map((described): OutputFile => ({
      path: `values-${described.environment}.yaml`,
      text: environmentValuesText(parameters, defaults, described),
    })),
    {
      path: 'values.schema.json',
      text: schemaText(`Values of the service ${service}`, parameters, longestName),
    },
    {
      path: 'templates/_helpers.tpl',
      text: [functions(service, included), shared].filter((text) => text !== '').join('\n'),
    },
    { path: 'templates/NOTES.txt', text: notes },
    {
      path: 'README.md',
      text: readmeText(parameters, environments, {
        defaults,
        objects,
        hasTests: tests.length > 0,
      }),
    },
    { path: 'templates/guards.yaml', text: guards },
    ...tests,
    ...parts(variables, 'templates/_variables.tpl'),
    ...parts(files, 'templates/_files.tpl'),
    ...templates,
  ];
}

/** How long the prefix of names may be, so that every name made with it is one its kind takes. */
function longestFullname(objects: readonly ObjectTemplate[]): number {
  const room = objects.map(({ template }) => {
    const kind = memberAt(template, ['kind']);
    const name = memberAt(template, ['metadata', 'name']);
    const literal =
      name?.kind === 'text' ? name.text.filter((part) => typeof part === 'string').join('') : '';
    return nameRule(kind?.kind === 'literal' ? String(kind.value) : '').max - literal.length;
  });
  // Names of pods are those of their Deployments with up to 17 characters behind, and labels with them.
  return Math.max(1, Math.min(MOST, ...room));
}

const MOST = 53;
