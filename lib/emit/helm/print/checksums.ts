/** emit › helm › checksums: the helpers that change with the files of a pod, so that it starts anew. */

import { isRecord } from '../../../kubernetes/is-manifest.ts';
import { compareBytes } from '../../../text/byte-order.ts';
import { sha256 } from '../../../text/sha256.ts';
import { plainText } from '../tree/plain-text.ts';
import type { Member, ObjectTemplate, Template } from '../tree/template.ts';
import { checksumHelper, conditionCode, type Scope } from './code.ts';
import type { Defines } from './defines.ts';
import { rawText } from './scalar.ts';

/** Every set of ConfigMaps whose checksum some object asks for. */
export function checksumsOf(value: unknown): readonly (readonly string[])[] {
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
export function checksumDefine(
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
