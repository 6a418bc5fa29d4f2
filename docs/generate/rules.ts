// Documentation generator: docs/rules.md and docs/diagnostics.md, made from the catalogue and the source so that they cannot go stale.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'prettier';
import { BUNDLE_RULES, MANIFEST_RULES, PLAN_RULES } from '../../lib/rules/catalogue.ts';
import type { Rule } from '../../lib/rules/rule.ts';
import { type KnownCode, knownCodes } from './known-codes.ts';

const MADE = '<!-- Made by `npm run docs:rules` from lib/rules; do not edit. -->';

/** docs/rules.md. */
export function rulesPage(): Promise<string> {
  const count = PLAN_RULES.length + MANIFEST_RULES.length + BUNDLE_RULES.length;
  return markdown([
    '# Rules',
    MADE,
    `${count} checks that run whenever an app is synthesised, and with \`slipway check\`. An error stops the synthesis, a warning does so with \`--strict\`, a note only informs. Each rule has a page with an example of the fault and of its cure, both of which are executed by the tests: \`slipway docs <name>\`, or the links below.`,
    '## Silencing a rule',
    'A rule that does not apply is silenced where it is reported, with the reason as the value of an annotation. Without a reason nothing is silenced (SW2998, SW4998), and an annotation that silences nothing is reported (SW2999, SW4999).',
    [
      '```ts',
      '// for a service or one of its environments',
      "annotations: { 'slipway.dev/ignore-SW2263': 'staging may be away for a minute' },",
      '```',
    ].join('\n'),
    [
      '```yaml',
      '# for one object, in manifests of any origin',
      'metadata:',
      '  annotations:',
      "    slipway.dev/ignore-SW4101: 'the operator makes these pods'",
      '```',
    ].join('\n'),
    '## In any cdk8s project',
    'The rules about manifests run over the charts of any cdk8s app, as a validation plugin. Files of one folder are checked together. `strict` lets warnings fail the synthesis, `notes` shows notes, `ignore` silences a rule for the whole project.',
    [
      '```yaml',
      '# cdk8s.yaml',
      'validations:',
      '  - package: ./node_modules/slipway',
      '    version: 0.1.0',
      '    class: ManifestPolicy',
      '    properties:',
      '      strict: false',
      "      ignore: { SW4030: 'the application writes everywhere' }",
      '```',
    ].join('\n'),
    '## Rules about services',
    'They look at the plan: a service in one environment, with every value decided.',
    table(PLAN_RULES),
    '## Rules about manifests',
    'They look at the final objects, patches and constructs of the user included. Most of what they find is accepted by the API server, also in a server-side dry-run.',
    table(MANIFEST_RULES),
    '## Rules about several services',
    table(BUNDLE_RULES),
  ]);
}

/** docs/diagnostics.md. */
export function diagnosticsPage(): Promise<string> {
  const { known } = knownCodes();
  const blocks = BLOCKS.flatMap(([prefix, title, text]) => {
    const rows = known.filter(({ code }) => code.startsWith(prefix));
    return rows.length === 0 ? [] : [`## ${title}`, text, codeTable(rows)];
  });
  return markdown([
    '# Diagnostics',
    MADE,
    'Every complaint has a code that is never used for anything else. It says where, what, why and how to mend it; `slipway check --format json` and `--format sarif` give the same to programs.',
    ...blocks,
  ]);
}

const BLOCKS: readonly (readonly [prefix: string, title: string, text: string])[] = [
  ['SW1', 'SW1xxx: the description', 'Unknown keys, wrong types, values that are missing.'],
  [
    'SW2',
    'SW2xxx: the service',
    'What servers, rollouts, exposures and the derivation of a plan find, and the rules about plans (from SW2200).',
  ],
  ['SW3', 'SW3xxx: parameters and Helm', 'What cannot be a value of a chart, and why.'],
  ['SW4', 'SW4xxx: manifests', 'The rules about objects, whoever described them.'],
  [
    'SW5',
    'SW5xxx: the whole app and its files',
    'What meets between services, in the tree of constructs and on disk.',
  ],
  ['SW6', 'SW6xxx: clusters', 'What a cluster says.'],
  ['SW7', 'SW7xxx: releases', 'What a release file says.'],
  ['SW9', 'SW9xxx: our own faults', 'Never the fault of a description.'],
];

function table(rules: readonly Rule[]): string {
  const rows = rules.map(
    ({ code, name, severity, summary }) =>
      `| ${code} | [${name}](../lib/rules/${name}/README.md) | ${severity} | ${escaped(summary)} |`,
  );
  return ['| code | rule | severity | finds |', '| --- | --- | --- | --- |', ...rows].join('\n');
}

function codeTable(codes: readonly KnownCode[]): string {
  const rows = codes.map(({ code, name, severity, summary, from }) => {
    const label = from.startsWith(`rules/${name}`)
      ? `[${name}](../lib/rules/${name}/README.md)`
      : name;
    return `| ${code} | ${label} | ${severity === '' ? 'by case' : severity} | ${escaped(summary)} |`;
  });
  return ['| code | name | severity | says |', '| --- | --- | --- | --- |', ...rows].join('\n');
}

function escaped(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('<', '&lt;');
}

function markdown(parts: readonly string[]): Promise<string> {
  return format(parts.join('\n\n'), { parser: 'markdown', printWidth: 100, singleQuote: true });
}

if (import.meta.main) {
  const docs = join(import.meta.dirname, '..');
  writeFileSync(join(docs, 'rules.md'), await rulesPage());
  writeFileSync(join(docs, 'diagnostics.md'), await diagnosticsPage());
}
