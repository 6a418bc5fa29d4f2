/** emit › helm › constants: computes once what depends on no value: checksums of files that are literal text. */

import { plainText } from './plain-text.ts';
import { isRecord } from '../../../kubernetes/is-manifest.ts';
import { checksum } from '../../../text/checksum.ts';
import type { Item, Member, ObjectTemplate, Template } from './template.ts';

/** The objects with checksums of literal files written out. */
export function withConstants(objects: readonly ObjectTemplate[]): readonly ObjectTemplate[] {
  const sums = new Map(
    objects.flatMap((object) => {
      const data = object.when === undefined ? literalData(object.template) : undefined;
      return data === undefined ? [] : [[object.id, data] as const];
    }),
  );
  return objects.map((object) => ({ ...object, template: folded(object.template, sums) }));
}

type Data = ReadonlyMap<string, Readonly<Record<string, string>>>;

function folded(template: Template, data: Data): Template {
  switch (template.kind) {
    case 'text': {
      const [only, ...others] = template.text;
      if (others.length > 0 || typeof only !== 'object' || only.kind !== 'checksum')
        return template;
      const found = only.configMaps.map((id) => data.get(id)).filter((each) => each !== undefined);
      if (found.length < only.configMaps.length) return template;
      return { kind: 'literal', value: checksum(Object.assign({}, ...found)) };
    }
    case 'map':
      return { ...template, members: template.members.map((each) => foldedPart(each, data)) };
    case 'list':
      return { ...template, items: template.items.map((each) => foldedPart(each, data)) };
    case 'choice':
      return {
        ...template,
        cases: template.cases.map(({ when, then }) => ({ when, then: folded(then, data) })),
        otherwise: folded(template.otherwise, data),
      };
    case 'literal':
    case 'number':
    case 'whole':
    case 'byName':
      return template;
  }
}

function foldedPart<T extends Member | Item>(part: T, data: Data): T {
  return { ...part, value: folded(part.value, data) };
}

function literalData(template: Template): Readonly<Record<string, string>> | undefined {
  if (template.kind !== 'map') return undefined;
  const data = template.members.find(
    ({ key, when }) => plainText(key) === 'data' && when === undefined,
  );
  if (data?.value.kind === 'literal' && isRecord(data.value.value))
    return textsOf(data.value.value);
  if (data?.value.kind !== 'map') return undefined;
  const entries = data.value.members.map(({ key, value, when, each }) => {
    const name = plainText(key);
    return name !== undefined &&
      value.kind === 'literal' &&
      when === undefined &&
      each === undefined
      ? ([name, value.value] as const)
      : undefined;
  });
  return entries.every((entry) => entry !== undefined)
    ? textsOf(Object.fromEntries(entries))
    : undefined;
}

function textsOf(data: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(data).flatMap(([key, text]) => (typeof text === 'string' ? [[key, text]] : [])),
  );
}
