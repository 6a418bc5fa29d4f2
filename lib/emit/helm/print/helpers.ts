/** emit › helm › helpers: collects what templates include: shared texts, variables, files and their checksums. */

import { plainText } from '../tree/plain-text.ts';
import { isRecord } from '../../../kubernetes/is-manifest.ts';
import { compareBytes } from '../../../text/byte-order.ts';
import { sha256 } from '../../../text/sha256.ts';
import type { Member, NamedEntry, ObjectTemplate, Template } from '../tree/template.ts';
import { checksumHelper, conditionCode, helperPart, type Scope } from './code.ts';
import { mapLines } from './print.ts';
import type { Helpers, Printing } from './printing.ts';
import { type IsPlain, rawText } from './scalar.ts';

/** Helpers that were asked for, as the text of files. */
export interface CollectedHelpers extends Helpers {
  readonly texts: () => {
    readonly shared: string;
    readonly variables: string;
    readonly files: string;
  };
}

const PRINTABLE =
  /^[\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\u{10000}-\u{10ffff}\ue000-\ufdcf\ufdf0-\ufefe\uff00-\ufffd]*$/u;
const BLANK_TROUBLE = /^[ \t\n]|\n[ \t]+(?:\n|$)/;

/** Collects the helpers of a chart while its objects are printed. */
export function collectHelpers(
  objects: readonly ObjectTemplate[],
  scope: Scope,
  isPlain: IsPlain,
): CollectedHelpers {
  const uses = new Map<string, number>();
  for (const { template } of objects) countChoices(template, uses);
  const owners = ownersOfEntries(objects);
  const shared = new Defines();
  const variables = new Defines();
  const files = new Defines();
  const nameOf = (printing: Printing, last: string): string => {
    const owner = ownerOf(printing.place[0] ?? '');
    // What a hook owns is a copy; its helper is that of the hook.
    return [scope.chart, owner.endsWith('-hook') ? 'hook' : helperPart(owner), last].join('.');
  };
  const helpers: Helpers = {
    sharedScalar: (choice, printing) => {
      const key = JSON.stringify(choice);
      if (choice.kind !== 'choice' || (uses.get(key) ?? 0) < 2) return undefined;
      if (!isTrimmedText(choice)) return undefined;
      const last = wordFor(choice, printing.place.at(-1) ?? 'text');
      const name = shared.add(key, [`${scope.chart}.${last}`, nameOf(printing, last)], () =>
        choiceText(choice, scope),
      );
      return `{{ include "${name}" ${printing.scope.root} | quote }}`;
    },
    file: (text, printing) => {
      const literal = text.filter((part) => typeof part === 'string').join('');
      const expressions = text.filter((part) => typeof part !== 'string');
      const shape = text.map((part) => (typeof part === 'string' ? part : 'x')).join('');
      const fits =
        expressions.length > 0 &&
        literal.includes('\n') &&
        expressions.every(isPlain) &&
        PRINTABLE.test(shape) &&
        !BLANK_TROUBLE.test(shape) &&
        /[^\n]\n$/.test(shape);
      if (!fits) return undefined;
      const last = (printing.place.at(-1) ?? 'file').split('__').at(-1) ?? 'file';
      return files.add(JSON.stringify(text), [nameOf(printing, last)], () => rawText(text, scope));
    },
    entries: (entries, printing) => {
      const key = JSON.stringify(entries);
      const last = printing.place.at(-1) ?? 'env';
      const isShared = (owners.get(key)?.size ?? 0) > 1;
      return variables.add(
        key,
        [...(isShared ? [`${scope.chart}.${last}`] : []), nameOf(printing, last)],
        () => mapLines(entries.map(entryMember), 0, { ...printing, scope, place: [] }).join('\n'),
      );
    },
  };
  return {
    ...helpers,
    texts: () => {
      // Checksums ask for further files, so they come first.
      const checksums = checksumsOf(objects).map((ids) =>
        checksumDefine(ids, objects, scope, files),
      );
      return {
        shared: shared.text(
          (name, body) =>
            `{{/* ${sharedInWords(name, scope)}: the same in several places. */}}\n{{- define "${name}" -}}\n${body}\n{{- end }}\n`,
        ),
        variables: variables.text(
          (name, body) =>
            `{{/* Variables that the chart sets itself; those among the values win. */}}\n{{- define "${name}" -}}\n${body}\n{{- end }}\n`,
        ),
        files: [
          files.text(
            (name, body) =>
              `{{/* The file ${nameInWords(name, scope)}. */}}\n{{- define "${name}" -}}\n${body}{{ end }}\n`,
          ),
          ...checksums,
        ]
          .filter((text) => text !== '')
          .join('\n'),
      };
    },
  };
}

/** The owner of an object: the part of its id before the first slash. */
function ownerOf(id: string): string {
  const [owner = ''] = id.split('/');
  return owner;
}

/** A helper's name without the chart's. */
function nameInWords(name: string, { chart }: Scope): string {
  return name.slice(chart.length + 1);
}

/** A shared text in words: that of a hook is another than that of the release. */
function sharedInWords(name: string, scope: Scope): string {
  const [first = '', ...rest] = nameInWords(name, scope).split('.');
  return rest.length === 0 ? first : `${rest.join('.')} of ${first}`;
}

/** Who has containers with the same variables of their own. */
function ownersOfEntries(
  objects: readonly ObjectTemplate[],
): ReadonlyMap<string, ReadonlySet<string>> {
  const owners = new Map<string, Set<string>>();
  const visit = (value: unknown, owner: string): void => {
    if (Array.isArray(value)) for (const item of value) visit(item, owner);
    else if (isRecord(value)) {
      if (value['kind'] === 'own') {
        const key = JSON.stringify(value['entries']);
        const known = owners.get(key) ?? new Set();
        owners.set(key, known.add(owner));
      }
      for (const member of Object.values(value)) visit(member, owner);
    }
  };
  for (const { id, template } of objects) visit(template, ownerOf(id));
  return owners;
}

/** Named texts, each once. */
class Defines {
  readonly #names = new Map<string, string>();
  readonly #bodies = new Map<string, string>();

  add(key: string, wishes: readonly string[], body: () => string): string {
    const known = this.#names.get(key);
    if (known !== undefined) return known;
    const free = [...wishes, ...[2, 3, 4, 5, 6, 7, 8, 9].map((n) => `${wishes.at(-1) ?? ''}-${n}`)];
    const name =
      free.find((wish) => !this.#bodies.has(wish)) ?? `${key.length}-${this.#bodies.size}`;
    this.#names.set(key, name);
    this.#bodies.set(name, body());
    return name;
  }

  text(define: (name: string, body: string) => string): string {
    return [...this.#bodies].map(([name, body]) => define(name, body)).join('\n');
  }
}

/** The key of the place, unless a helper of every chart is called so: then the value that decides. */
function wordFor({ cases }: Extract<Template, { kind: 'choice' }>, key: string): string {
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

function entryMember({ name, rest, when }: NamedEntry): Member {
  return { key: [name], value: rest, ...(when === undefined ? {} : { when }) };
}

function countChoices(value: unknown, uses: Map<string, number>): void {
  if (Array.isArray(value)) for (const item of value) countChoices(item, uses);
  else if (isRecord(value)) {
    if (value['kind'] === 'choice') {
      const key = JSON.stringify(value);
      uses.set(key, (uses.get(key) ?? 0) + 1);
    }
    for (const member of Object.values(value)) countChoices(member, uses);
  }
}

function isTrimmedText(template: Template): boolean {
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

function choiceText(
  { cases, otherwise }: Extract<Template, { kind: 'choice' }>,
  scope: Scope,
): string {
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

/** Every set of ConfigMaps whose checksum some object asks for. */
function checksumsOf(value: unknown): readonly (readonly string[])[] {
  const found = new Map<string, readonly string[]>();
  const visit = (at: unknown): void => {
    if (Array.isArray(at)) at.forEach(visit);
    else if (isRecord(at)) {
      const ids = at['configMaps'];
      if (at['kind'] === 'checksum' && Array.isArray(ids)) found.set(ids.join(), ids.map(String));
      Object.values(at).forEach(visit);
    }
  };
  visit(value);
  return [...found.values()];
}

/** The lines that `sha256sum` would print for the files, and their SHA-256. */
function checksumDefine(
  ids: readonly string[],
  objects: readonly ObjectTemplate[],
  scope: Scope,
  files: Defines,
): string {
  const members = ids
    .flatMap((id) => dataMembers(objects.find((object) => object.id === id)))
    .toSorted((a, b) => compareBytes(plainText(a.key) ?? '', plainText(b.key) ?? ''));
  const lines = members.flatMap(({ key, value, when }) => {
    const name = JSON.stringify(plainText(key) ?? '');
    const own = sumLines(name, value, scope, files);
    return when === undefined ? own : [`{{- if ${conditionCode(when, scope)} -}}`, ...own, END];
  });
  return [
    '{{/* What changes when one of the files does, so that pods start anew: the sum of the list that sha256sum prints. */}}',
    `{{- define "${checksumHelper(scope.chart, ids)}" -}}`,
    '{{- $lines := list -}}',
    ...lines,
    '{{- join "" $lines | sha256sum -}}',
    '{{- end }}',
    '',
  ].join('\n');
}

const END = '{{- end -}}';

function sumLines(name: string, value: Template, scope: Scope, files: Defines): readonly string[] {
  if (value.kind !== 'choice')
    return [
      `{{- $lines = append $lines (printf "%s  %s\\n" ${sumOf(value, scope, files)} ${name}) -}}`,
    ];
  return [
    ...value.cases.flatMap(({ when, then }, index) => [
      `{{- ${index === 0 ? 'if' : 'else if'} ${conditionCode(when, scope)} -}}`,
      ...sumLines(name, then, scope, files),
    ]),
    '{{- else -}}',
    ...sumLines(name, value.otherwise, scope, files),
    END,
  ];
}

function sumOf(value: Template, scope: Scope, files: Defines): string {
  if (value.kind === 'literal') return JSON.stringify(sha256(String(value.value)));
  const text = value.kind === 'text' ? value.text : [];
  const name = files.add(JSON.stringify(text), [`${scope.chart}.file`], () => rawText(text, scope));
  return `(include "${name}" . | sha256sum)`;
}

function dataMembers(object: ObjectTemplate | undefined): readonly Member[] {
  if (object?.template.kind !== 'map') return [];
  const data = object.template.members.find(({ key }) => plainText(key) === 'data')?.value;
  if (data?.kind === 'literal' && isRecord(data.value)) {
    return Object.entries(data.value).map(([key, value]) => ({
      key: [key],
      value: { kind: 'literal', value },
    }));
  }
  return data?.kind === 'map' ? data.members : [];
}
