/** emit › helm › edits of template trees: single members of an object, wherever alternatives put them. */

import { plainText } from './plain-text.ts';
import { isRecord } from '../../../kubernetes/is-manifest.ts';
import type { Condition } from './condition.ts';
import type { Member, Template } from './template.ts';

/** The template at a path of keys; undefined where there is none, or only one of several alternatives has it. */
export function memberAt(template: Template, path: readonly string[]): Template | undefined {
  const [key, ...rest] = path;
  if (key === undefined) return template;
  const member = membersOf(template)?.find((each) => plainText(each.key) === key);
  return member === undefined ? undefined : memberAt(member.value, rest);
}

/** The template with the member at a path changed; `change` is given what is there. */
export function withMember(
  template: Template,
  path: readonly string[],
  change: (value: Template | undefined) => Template,
): Template {
  const [key, ...rest] = path;
  if (key === undefined) return change(template);
  if (template.kind === 'choice') {
    return {
      ...template,
      cases: template.cases.map(({ when, then }) => ({
        when,
        then: withMember(then, path, change),
      })),
      otherwise: withMember(template.otherwise, path, change),
    };
  }
  const members = membersOf(template) ?? [];
  const known = members.find((member) => plainText(member.key) === key);
  const inner = (value: Template | undefined): Template =>
    withMember(value ?? { kind: 'map', members: [] }, rest, change);
  if (known === undefined) {
    return { kind: 'map', members: [...members, { key: [key], value: inner(undefined) }] };
  }
  return {
    kind: 'map',
    members: members.map((member): Member => {
      if (member !== known) return member;
      const { when, ...others } = member;
      const value = inner(member.value);
      return when === undefined || isAskedByItself(when, value)
        ? { ...others, value }
        : {
            ...others,
            value: {
              kind: 'choice',
              cases: [{ when, then: value }],
              otherwise: inner(undefined),
            },
          };
    }),
  };
}

/** A map that repeats the entries of a value repeats nothing where that is empty. */
function isAskedByItself(when: Condition, value: Template): boolean {
  return (
    when.kind === 'filled' &&
    value.kind === 'map' &&
    value.members.some(({ each }) => each?.join('.') === when.path.join('.'))
  );
}

/** Adds texts to a map, which may be absent. */
export function withTexts(
  template: Template,
  path: readonly string[],
  texts: Readonly<Record<string, string>>,
): Template {
  return withMember(template, path, (value) => addTexts(value, texts));
}

function addTexts(value: Template | undefined, texts: Readonly<Record<string, string>>): Template {
  const added = Object.entries(texts).map(([key, text]): Member => ({
    key: [key],
    value: { kind: 'literal', value: text },
  }));
  if (value === undefined) return { kind: 'map', members: added };
  if (value.kind === 'choice') {
    return {
      ...value,
      cases: value.cases.map(({ when, then }) => ({ when, then: addTexts(then, texts) })),
      otherwise: addTexts(value.otherwise, texts),
    };
  }
  if (value.kind === 'whole') {
    const each: Member = {
      key: [{ kind: 'key' }],
      value: { kind: 'text', text: [{ kind: 'item' }] },
      each: value.path,
    };
    return { kind: 'map', members: [each, ...added] };
  }
  return { kind: 'map', members: [...(membersOf(value) ?? []), ...added] };
}

/** Members of a map; undefined for anything else. */
function membersOf(template: Template): readonly Member[] | undefined {
  if (template.kind === 'map') return template.members;
  if (template.kind !== 'literal' || !isRecord(template.value)) return undefined;
  return Object.entries(template.value).map(([key, value]) => ({
    key: [key],
    value: { kind: 'literal', value },
  }));
}
