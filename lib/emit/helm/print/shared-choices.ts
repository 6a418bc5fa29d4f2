/** emit › helm › shared choices: texts that depend on values and stand in several places, such as the image. */

import { isRecord } from '../../../kubernetes/is-manifest.ts';
import type { Template } from '../tree/template.ts';
import { conditionCode, type Scope } from './code.ts';
import { rawText } from './scalar.ts';

type Choice = Extract<Template, { kind: 'choice' }>;

/** Counts every choice below a value, by its JSON. */
export function countChoices(value: unknown, uses: Map<string, number>): void {
  if (Array.isArray(value)) for (const item of value) countChoices(item, uses);
  else if (isRecord(value)) {
    if (value['kind'] === 'choice') {
      const key = JSON.stringify(value);
      uses.set(key, (uses.get(key) ?? 0) + 1);
    }
    for (const member of Object.values(value)) countChoices(member, uses);
  }
}

/** Whether all alternatives are texts of one line that need no quotes to keep their ends. */
export function isTrimmedText(template: Template): boolean {
  if (template.kind === 'choice')
    return [...template.cases.map(({ then }) => then), template.otherwise].every(
      (each) => each.kind !== 'choice' && isTrimmedText(each),
    );
  const text =
    template.kind === 'text'
      ? template.text.map((part) => (typeof part === 'string' ? part : 'x')).join('')
      : template.kind === 'literal'
        ? template.value
        : undefined;
  return typeof text === 'string' && text === text.trim() && text !== '' && !text.includes('\n');
}

/** The body of the helper that gives the text. */
export function choiceText({ cases, otherwise }: Choice, scope: Scope): string {
  return [
    ...cases.flatMap(({ when, then }, index) => [
      `{{- ${index === 0 ? 'if' : 'else if'} ${conditionCode(when, scope)} -}}`,
      textBody(then, scope),
    ]),
    '{{- else -}}',
    textBody(otherwise, scope),
    '{{- end -}}',
  ].join('\n');
}

function textBody(template: Template, scope: Scope): string {
  if (template.kind === 'text') return rawText(template.text, scope);
  return template.kind === 'literal' ? rawText([String(template.value)], scope) : '';
}

/** The key of the place, unless a helper of every chart is called so: then the value that decides. */
export function wordFor({ cases }: Choice, key: string): string {
  const when = cases[0]?.when;
  const asked = when !== undefined && 'path' in when ? when.path : ['chosen', key];
  // The image of a slot is named after the slot: blueImage.
  if (key === 'image' && asked.length > 2) return camelCase(asked.slice(0, -1).slice(-2));
  return RESERVED.includes(key) ? camelCase(asked) : key;
}

function camelCase(path: readonly string[]): string {
  return path
    .map((part, index) => (index === 0 ? part : part.charAt(0).toUpperCase() + part.slice(1)))
    .join('');
}

const RESERVED = [
  'name',
  'fullname',
  'labels',
  'selectorLabels',
  'cpu',
  'memory',
  'millicores',
  'mebibytes',
  'cores',
  'texts',
  'named',
];
