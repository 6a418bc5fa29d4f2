// Documentation generator: docs/description.md, made from the types of a description and their comments so that it cannot go stale.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'prettier';
import { KUBERNETES_VERSIONS } from '../../lib/model/kubernetes-version.ts';
import { markdownTable } from '../../lib/text/markdown-table.ts';
import { GROUPS, type Section, SECTIONS, anchorOf } from './description-sections.ts';
import { type Said, type SpecOption, type SpecType, optionsOf, readSpec } from './spec-types.ts';
import { shapeOf, typeWords } from './type-words.ts';
import { isTypeLiteralNode } from 'typescript/unstable/ast/is';
import { librarySources, variantsIn } from './variants.ts';

const { types, functions } = readSpec();

/** The page as Markdown. */
export function descriptionPage(): Promise<string> {
  const page = [
    '# The description',
    '<!-- Made by `npm run docs:description` from lib/model/spec; do not edit. -->',
    'All that can be said of a service, in one object that is handed to `defineService`. Only `name`, `image` and one process are needed; everything else has a default, which stands in the tables below, and `slipway explain <service> <path>` says of every value where it came from and why.',
    `\`\`\`ts\n${example()}\`\`\``,
    'A section is printed by the name of its option: `slipway docs web`, `slipway docs cron`, `slipway docs network`. Whoever writes the description in an editor reads the same sentences there.',
    '## Words in the tables',
    words(),
    ...GROUPS.flatMap(({ title, text, sections }) => [
      `## ${title}`,
      text,
      ...sections.flatMap((section) => [`### ${section.title}`, ...bodyOf(section)]),
    ]),
  ];
  return format(page.join('\n\n'), { parser: 'markdown', printWidth: 100, singleQuote: true });
}

/** Options that say nothing of themselves, or may be left out and do not say what counts then. */
export function unexplained(): readonly string[] {
  return SECTIONS.flatMap(({ type = '' }) => optionsShown(type).map((option) => ({ type, option })))
    .filter(({ option }) => option.optional && option.default === undefined)
    .map(({ type, option }) => `${type}.${option.name}: no default`)
    .concat(
      SECTIONS.flatMap(({ type = '' }) =>
        optionsShown(type)
          .filter(({ text, default: usual }) => text === '' && usual === undefined)
          .map(({ name }) => `${type}.${name}: nothing is said`),
      ),
    );
}

/** The file of the example, as a user would write it. */
function example(): string {
  const file = join(import.meta.dirname, 'description-example.ts');
  return readFileSync(file, 'utf8')
    .replace(/^\/\/.*\n/, '')
    .replace('../../lib/index.ts', 'slipway');
}

function words(): string {
  const versions = KUBERNETES_VERSIONS.map((version) => `\`'${version}'\``);
  return [
    `- **duration**: ${lowered(types['DurationText']?.text)}`,
    `- **quantity**: ${lowered(types['QuantityText']?.text)}`,
    `- **version**: a release of Kubernetes, ${versions[0]} to ${versions.at(-1)}.`,
    '- **map of** something: an object whose keys are names you choose; **object**: passed on as it is.',
    '- **server**, **rollout**, **exposure** and the like: made by a function, listed under [variants](#variants).',
  ].join('\n');
}

function bodyOf({ type, text, also }: Section): readonly string[] {
  const spec = type === undefined ? undefined : specOf(type);
  return [
    ...(spec === undefined ? [] : [sentence(spec)]),
    ...(text === undefined ? [] : [text]),
    ...(spec === undefined ? [] : tables(spec)),
    ...(also === undefined ? [] : [ALSO[also]()]),
  ];
}

/** Tables that are made from something else than a type. */
const ALSO = {
  variants: () => variantsTable(),
  values: () => valuesTable(),
} as const satisfies Readonly<Record<NonNullable<Section['also']>, () => string>>;

function tables(spec: SpecType): readonly string[] {
  const options = optionsShown(spec.name);
  const shared = basesOf(spec).filter(({ name }) => isSection(name));
  return [
    ...(options.length === 0 ? [] : [optionTable(options)]),
    ...(spec.options.length > 0 || spec.forms.length < 2 ? [] : [formTable(spec)]),
    ...shared.map(({ name }) => `Beside these, everything of ${linkTo(name)}.`),
  ];
}

/** Options of a type, and of bases that have no section of their own; what a type says anew counts. */
function optionsShown(type: string): readonly SpecOption[] {
  if (type === '') return [];
  const spec = specOf(type);
  const all = [...spec.options, ...basesOf(spec).flatMap(({ name }) => baseOptions(name))];
  return all
    .filter(({ name }, index) => all.findIndex((other) => other.name === name) === index)
    .flatMap((option) => [option, ...membersOf(option)]);
}

function baseOptions(base: string): readonly SpecOption[] {
  return isSection(base) ? [] : specOf(base).options;
}

/** Members of an object that is written out in the type of an option, by their path. */
function membersOf({ name, type, default: usual }: SpecOption): readonly SpecOption[] {
  return isTypeLiteralNode(type)
    ? optionsOf(type.members).map((member) => ({
        ...member,
        name: `${name}.${member.name}`,
        ...(member.default === undefined && usual !== undefined
          ? { default: `see \`${name}\`` }
          : {}),
        text: member.text === '' ? `See \`${name}\`.` : member.text,
      }))
    : [];
}

function optionTable(options: readonly SpecOption[]): string {
  return markdownTable(
    ['option', 'type', 'default', 'what it means'],
    options.map((option) => [
      `\`${option.name}\``,
      typeWords(option.type, linked, types),
      option.optional ? (option.default ?? 'none') : '**required**',
      sentence(option),
    ]),
  );
}

function formTable({ forms }: SpecType): string {
  return markdownTable(
    ['written', 'what it means'],
    forms.map((form) => [
      isTypeLiteralNode(form.type)
        ? `\`${shapeOf(optionsOf(form.type.members))}\``
        : typeWords(form.type, linked, types),
      sentence(form),
    ]),
  );
}

/** Functions that make values, and where their values may stand. */
function valuesTable(): string {
  const takes = (type: string, value: string): string =>
    new RegExp(`\\b${value}\\b`).test(specOf(type).stands?.getText() ?? '') ? 'yes' : '';
  const rows = functions.map(({ call, makes, text }) => [
    `\`${call}\``,
    takes('ConfigValue', makes),
    takes('FileValue', makes),
    text,
  ]);
  return markdownTable(
    ['written', '`config`', '`files`', 'what it means'],
    [
      ['text', 'yes', 'yes', 'As it is.'],
      ['number or boolean', 'yes', '', 'Written as text.'],
      ...rows.filter(([, config, files]) => config !== '' || files !== ''),
      ['`other.url(…)`, `other.address(…)`', 'yes', '', URLS],
    ],
  );
}

const URLS =
  'Where another service is reached: network policies of both follow ([Needs](needs.md#services-that-call-one-another)).';

function variantsTable(): string {
  const families = Map.groupBy(variantsIn(librarySources()), ({ family }) => family);
  return markdownTable(
    ['family', 'made by'],
    [...families].map(([family, variants]) => [
      family,
      variants
        .map((each) => `[\`${each.factory}\`](../lib/${family}/${each.folder}/README.md)`)
        .join(', '),
    ]),
  );
}

/** Families of variants as they are called in tables, and other types that have no section. */
const CALLED: Readonly<Record<string, string>> = {
  DurationText: 'duration',
  QuantityText: 'quantity',
  KubernetesVersion: 'version',
  EditionNumber: 'number',
  Server: '[server](#variants)',
  Proxy: '[proxy](#variants)',
  Exposure: '[exposure](#variants)',
  Rollout: '[rollout](#variants)',
  Need: '[need](#variants)',
  SecretStore: '[secret store](#variants)',
  Trigger: '[trigger](#variants)',
  Volume: '[volume](#variants)',
  ConfigValue: '[value](#config-files)',
  FileValue: '[value](#config-files)',
};

function linked(type: string): string | undefined {
  return CALLED[type] ?? (isSection(type) ? linkTo(type) : undefined);
}

function linkTo(type: string): string {
  const section = SECTIONS.find((each) => each.type === type);
  return `[${section?.word ?? section?.title ?? type}](#${anchorOf(section?.title ?? type)})`;
}

function isSection(type: string): boolean {
  return SECTIONS.some((section) => section.type === type);
}

/** The interfaces that a type extends, in turn. */
function basesOf({ bases }: SpecType): readonly SpecType[] {
  return bases.flatMap((base) => [specOf(base), ...basesOf(specOf(base))]);
}

function specOf(name: string): SpecType {
  const spec = types[name];
  if (spec === undefined) throw new Error(`there is no type ${name} in lib/model/spec`);
  // Another name for an interface has the options of that interface.
  const meant = types[spec.stands?.getText() ?? ''];
  return meant === undefined ? spec : { ...meant, name, text: spec.text };
}

function sentence({ text, more }: Said): string {
  return more === undefined ? text : `${text} [More](${more}).`;
}

function lowered(text = ''): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

if (import.meta.main) {
  writeFileSync(join(import.meta.dirname, '../description.md'), await descriptionPage());
}
