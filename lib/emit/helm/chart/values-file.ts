/** emit › helm › values files: defaults with a comment on each, and what an environment says otherwise. */

import { isRecord } from '../../../kubernetes/is-manifest.ts';
import { MADE_BY } from '../../../text/made-by.ts';
import { toYaml } from '../../../text/yaml.ts';
import type { ProcessPlan } from '../../../model/plan/process-plan.ts';
import type { Described, Parameter } from '../parameter.ts';
import { processPlaces } from '../surface/processes.ts';
import { nested, same } from '../tree/values.ts';

/** The text of values.yaml: every value with what it says in this environment. */
export function valuesText(parameters: readonly Parameter[], described: Described): string {
  const { service } = described.plan;
  const head = [
    `# Values of the service ${service}. ${MADE_BY} from its description; these defaults are those of the environment`,
    `# ${described.environment}. Give others by --set or in a values file of your own.`,
    '',
    '# Name of the service in labels; empty: the name of the chart.',
    'nameOverride: ""',
    '# Prefix of the names of all objects; empty: made of release and service.',
    'fullnameOverride: ""',
  ];
  return `${[...head, ...sections(parameters, described, [])].join('\n')}\n`;
}

/** What a group of values is about. */
function headingOf(key: string, described: Described): readonly string[] {
  const heading = HEADINGS[key];
  if (heading !== undefined) return [`# ${heading}`];
  const place = processPlaces(described).find((each) => each.key === key);
  if (place === undefined) return [];
  return place.kind === 'migration'
    ? ['# The migration, a hook before each install and upgrade.']
    : [`# ${HEADING_OF_KIND[place.kind]} ${place.name}.`];
}

const HEADINGS: Readonly<Record<string, string>> = {
  image: 'Image of all processes.',
  serviceAccount: 'Identity of the pods.',
  ingress: 'How the service is reached.',
  route: 'How the service is reached.',
  rollout: 'State of a change of version.',
};

const HEADING_OF_KIND: Readonly<Record<Exclude<ProcessPlan['kind'], 'migration'>, string>> = {
  web: 'Web process',
  worker: 'Worker',
  cron: 'Cron job',
  task: 'Task',
};

/** The text of values-<environment>.yaml: only what differs from the defaults. Helm merges maps, so keys that must go are null. */
export function environmentValuesText(
  parameters: readonly Parameter[],
  defaults: Described,
  described: Described,
): string {
  const { service } = described.plan;
  const different = parameters.flatMap(({ path, read }) => {
    const own = read(described);
    const usual = read(defaults);
    return same(own, usual) ? [] : [[path, withNulls(own, usual)] as const];
  });
  return [
    `# Values of the service ${service} in the environment ${described.environment}. ${MADE_BY}: change the description instead.`,
    different.length === 0
      ? '# Nothing differs from values.yaml.\n{}\n'
      : toYaml(nested(different)),
  ].join('\n');
}

/** A map that replaces another when Helm merges the two. */
export function withNulls(own: unknown, usual: unknown): unknown {
  if (!isRecord(own) || !isRecord(usual)) return own;
  const gone = Object.keys(usual).filter((key) => !Object.hasOwn(own, key));
  return {
    ...Object.fromEntries(
      Object.entries(own).map(([key, value]) => [key, withNulls(value, usual[key])]),
    ),
    ...Object.fromEntries(gone.map((key) => [key, null])),
  };
}

function sections(
  parameters: readonly Parameter[],
  described: Described,
  at: readonly string[],
): readonly string[] {
  const depth = at.length;
  const pad = '  '.repeat(depth);
  const keys = [...new Set(parameters.map(({ path }) => path[depth] ?? ''))];
  return keys.flatMap((key) => {
    const inside = parameters.filter(({ path }) => path[depth] === key);
    const [first] = inside;
    const leaf = inside.find(({ path }) => path.length === depth + 1);
    const gap = depth === 0 ? [''] : [];
    if (leaf !== undefined && first !== undefined) {
      const lines = toYaml({ [key]: leaf.read(described) })
        .trimEnd()
        .split('\n');
      return [...gap, ...commented(leaf.description, pad), ...lines.map((line) => pad + line)];
    }
    const name = toYaml({ [key]: null }).replace(/ null\n$/, '');
    const heading = depth === 0 ? headingOf(key, described) : [];
    return [...gap, ...heading, `${pad}${name}`, ...sections(inside, described, [...at, key])];
  });
}

const WIDTH = 96;

function commented(text: string, pad: string): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < WIDTH)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(`${pad}# ${word}`);
  }
  return lines;
}
