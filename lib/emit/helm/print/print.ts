/** emit › helm › printer: a template tree as the text of a template file, one object a file, indented as kubectl would. */

import { plainText } from '../tree/plain-text.ts';
import { isRecord } from '../../../kubernetes/is-manifest.ts';
import type { Item, Layer, Member, Template } from '../tree/template.ts';
import { action, code, conditionCode, valueCode } from './code.ts';
import type { Printing } from './printing.ts';
import { keyScalar, literalScalar, textScalar } from './scalar.ts';

/** The lines of a map. */
export function mapLines(
  members: readonly Member[],
  indent: number,
  printing: Printing,
): readonly string[] {
  const labels = commonLabels(members, printing);
  const rest = labels === undefined ? members : members.filter((member) => !isLabel(member));
  return [
    ...(labels === undefined
      ? []
      : [
          pad(
            indent,
            `{{- include "${printing.scope.chart}.${labels}" ${printing.scope.root} | nindent ${indent} }}`,
          ),
        ]),
    ...grouped(rest, indent, printing, (member, inner) => memberLines(member, indent, inner)),
  ];
}

/** Conditions that follow one another and are the same are asked once. */
function grouped<T extends Member | Item>(
  parts: readonly T[],
  indent: number,
  printing: Printing,
  print: (part: T, printing: Printing) => readonly string[],
): readonly string[] {
  const lines: string[] = [];
  let open: string | undefined;
  for (const part of parts) {
    const asked = part.when === undefined ? undefined : conditionCode(part.when, printing.scope);
    const alone = part.when !== undefined && isWith(part);
    if (open !== undefined && (open !== asked || alone)) {
      lines.push(pad(indent, '{{- end }}'));
      open = undefined;
    }
    if (alone) {
      lines.push(...withLines(part, indent, printing, print));
      continue;
    }
    if (asked !== undefined && open !== asked) {
      lines.push(pad(indent, `{{- if ${asked} }}`));
      open = asked;
    }
    lines.push(...print(part, printing));
  }
  return open === undefined ? lines : [...lines, pad(indent, '{{- end }}')];
}

/** A part that is there exactly when the value it shows is filled. */
function isWith({ when, value, each }: Member | Item): boolean {
  return (
    each === undefined &&
    when?.kind === 'filled' &&
    value.kind === 'whole' &&
    value.path.join('.') === when.path.join('.')
  );
}

function withLines<T extends Member | Item>(
  part: T,
  indent: number,
  printing: Printing,
  print: (part: T, printing: Printing) => readonly string[],
): readonly string[] {
  const path = part.value.kind === 'whole' ? part.value.path : [];
  const code = valueCode(path, printing.scope);
  return [
    pad(indent, `{{- with ${code} }}`),
    ...print(part, printing).map((line) => line.replace(` ${code} `, ' . ')),
    pad(indent, '{{- end }}'),
  ];
}

function memberLines(member: Member, indent: number, printing: Printing): readonly string[] {
  const { key, value, each } = member;
  const name = key.every((part) => typeof part === 'string') ? key.join('') : 'entry';
  const inner: Printing = { ...printing, place: [...printing.place, name] };
  if (each !== undefined) {
    const repeated: Printing = { ...inner, scope: { ...inner.scope, root: '$' } };
    return [
      pad(indent, `{{- range $key, $value := ${valueCode(each, printing.scope)} }}`),
      ...pairLines(keyScalar(key, repeated.scope), value, indent, repeated),
      pad(indent, '{{- end }}'),
    ];
  }
  return pairLines(keyScalar(key, inner.scope), value, indent, inner);
}

/** `key: value`, with the alternatives around both where there are any. */
function pairLines(
  key: string,
  value: Template,
  indent: number,
  printing: Printing,
): readonly string[] {
  if (value.kind === 'choice') {
    const shared = printing.helpers.sharedScalar(value, printing);
    if (shared !== undefined) return [pad(indent, `${key}: ${shared}`)];
    return choiceLines(value, indent, printing, (template) =>
      pairLines(key, template, indent, printing),
    );
  }
  const inline = inlineText(value, indent + 2, printing);
  if (inline !== undefined) return [pad(indent, `${key}: ${inline}`)];
  // Lists stand at the indentation of their key, as kubectl and Helm write them.
  const inner = isList(value) ? indent : indent + 2;
  return [pad(indent, `${key}:`), ...blockLines(value, inner, printing)];
}

function choiceLines(
  { cases, otherwise }: Extract<Template, { kind: 'choice' }>,
  indent: number,
  { scope }: Printing,
  print: (template: Template) => readonly string[],
): readonly string[] {
  return [
    ...cases.flatMap(({ when, then }, index) => [
      pad(indent, `{{- ${index === 0 ? 'if' : 'else if'} ${conditionCode(when, scope)} }}`),
      ...print(then),
    ]),
    pad(indent, '{{- else }}'),
    ...print(otherwise),
    pad(indent, '{{- end }}'),
  ];
}

/** What fits behind a key; undefined for what needs lines of its own. */
function inlineText(value: Template, indent: number, printing: Printing): string | undefined {
  const line = `\n${' '.repeat(indent)}`;
  switch (value.kind) {
    case 'literal':
      if (Array.isArray(value.value)) return value.value.length === 0 ? '[]' : undefined;
      if (isRecord(value.value)) return Object.keys(value.value).length === 0 ? '{}' : undefined;
      return literalScalar(value.value, line);
    case 'text': {
      const file = printing.helpers.file(value.text, printing);
      if (file !== undefined) {
        return `|${line}{{- include "${file}" ${printing.scope.root} | nindent ${indent} }}`;
      }
      return textScalar(value.text, printing.scope, { isPlain: printing.isPlain, line });
    }
    case 'number':
      return action(code(value.expression, printing.scope));
    case 'map':
      return value.members.length === 0 ? '{}' : undefined;
    case 'list':
      return value.items.length === 0 ? '[]' : undefined;
    case 'whole':
    case 'byName':
    case 'choice':
      return undefined;
  }
}

/** The lines of what does not fit behind a key. */
export function blockLines(value: Template, indent: number, printing: Printing): readonly string[] {
  const { scope } = printing;
  switch (value.kind) {
    case 'literal':
      // A scalar has no lines of its own; it fits behind a key or a dash.
      if (typeof value.value !== 'object' || value.value === null)
        return [pad(indent, inlineText(value, indent, printing) ?? '')];
      return blockLines(opened(value.value), indent, printing);
    case 'map':
      return mapLines(value.members, indent, printing);
    case 'list':
      return grouped(value.items, indent, printing, (item, inner) =>
        itemLines(item, indent, inner),
      );
    case 'whole': {
      const shown = valueCode(value.path, scope);
      return value.of !== 'texts'
        ? [pad(indent, `{{- toYaml ${shown} | nindent ${indent} }}`)]
        : [pad(indent, `{{- include "${scope.chart}.texts" ${shown} | nindent ${indent} }}`)];
    }
    case 'byName':
      return [
        pad(
          indent,
          `{{- include "${scope.chart}.named" (list ${layersCode(value.layers, printing)}) | nindent ${indent} }}`,
        ),
      ];
    case 'choice':
      return choiceLines(value, indent, printing, (template) =>
        blockLines(template, indent, printing),
      );
    case 'text':
    case 'number':
      return [pad(indent, inlineText(value, indent, printing) ?? '')];
  }
}

function itemLines({ value, each }: Item, indent: number, printing: Printing): readonly string[] {
  if (each !== undefined) {
    const repeated: Printing = { ...printing, scope: { ...printing.scope, root: '$' } };
    return [
      pad(indent, `{{- range $key, $value := ${valueCode(each, printing.scope)} }}`),
      ...dashed(value, indent, repeated),
      pad(indent, '{{- end }}'),
    ];
  }
  return dashed(value, indent, printing);
}

function dashed(value: Template, indent: number, printing: Printing): readonly string[] {
  if (value.kind === 'choice')
    return choiceLines(value, indent, printing, (template) => dashed(template, indent, printing));
  const inline = inlineText(value, indent + 2, printing);
  if (inline !== undefined) return [pad(indent, `- ${inline}`)];
  const lines = blockLines(value, indent + 2, printing);
  const [first = '', ...rest] = lines;
  // An action trims the line break before it, and the dash must stay where it is.
  if (first.trimStart().startsWith('{{-')) return [pad(indent, '-'), ...lines];
  return [pad(indent, `- ${first.trimStart()}`), ...rest];
}

function layersCode(layers: readonly Layer[], printing: Printing): string {
  const { scope, helpers } = printing;
  return layers
    .map((layer) =>
      layer.kind === 'values'
        ? valueCode(layer.path, scope)
        : `(include "${helpers.entries(layer.entries, printing)}" ${scope.root} | fromYaml)`,
    )
    .join(' ');
}

/** Which helper writes the labels of a map, when it has those that tell releases apart. */
function commonLabels(members: readonly Member[], { place }: Printing): string | undefined {
  if (members.filter(isLabel).length < 2) return undefined;
  const ownsManager = members.some(({ key }) => plainText(key) === 'app.kubernetes.io/managed-by');
  const ofObject = place.length === 3 && place[1] === 'metadata' && place[2] === 'labels';
  return ofObject && !ownsManager ? 'labels' : 'selectorLabels';
}

function isLabel({ value, when, each }: Member): boolean {
  if (value.kind !== 'text' || when !== undefined || each !== undefined) return false;
  const [only] = value.text;
  return (
    value.text.length === 1 &&
    typeof only === 'object' &&
    only.kind === 'builtin' &&
    (only.name === 'name' || only.name === 'instance')
  );
}

/** A literal map or list, member by member. */
function opened(value: unknown): Template {
  if (Array.isArray(value))
    return {
      kind: 'list',
      items: value.map((item) => ({ value: { kind: 'literal', value: item } })),
    };
  if (!isRecord(value)) return { kind: 'literal', value };
  return {
    kind: 'map',
    members: Object.entries(value).map(([key, member]) => ({
      key: [key],
      value: { kind: 'literal', value: member },
    })),
  };
}

function isList(value: Template): boolean {
  if (value.kind === 'literal') return Array.isArray(value.value);
  if (value.kind === 'choice') return isList(value.otherwise);
  return (
    value.kind === 'list' ||
    value.kind === 'byName' ||
    (value.kind === 'whole' && value.of === 'array')
  );
}

function pad(indent: number, text: string): string {
  return `${' '.repeat(indent)}${text}`;
}
