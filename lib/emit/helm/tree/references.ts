/** emit › helm › references: names of other objects in a template, wherever alternatives put them, exchanged for others. */

import { isRecord } from '../../../kubernetes/is-manifest.ts';
import { plainText } from './plain-text.ts';
import type { Item, Layer, Member, Template } from './template.ts';

/** The member of a pod or of a SecretProviderClass that holds a name, by the member above it. */
const NAMES: Readonly<Record<string, string>> = {
  secretKeyRef: 'name',
  secret: 'secretName',
  volumeAttributes: 'secretProviderClass',
  secretObjects: 'secretName',
};

/** The template with names of Secrets and of their classes exchanged; those that are values of the chart stay. */
export function withNames(
  template: Template,
  exchange: (name: string) => string,
  under = '',
): Template {
  const within = (value: Template, key: string) =>
    NAMES[under] === key ? exchanged(value, exchange) : withNames(value, exchange, key);
  switch (template.kind) {
    case 'literal':
      return { kind: 'literal', value: plainNames(template.value, exchange, under) };
    case 'map':
      return {
        kind: 'map',
        members: template.members.map((member): Member => ({
          ...member,
          value: within(member.value, plainText(member.key) ?? ''),
        })),
      };
    case 'list':
      return {
        kind: 'list',
        items: template.items.map((item): Item => ({
          ...item,
          value: withNames(item.value, exchange, under),
        })),
      };
    case 'byName':
      return {
        kind: 'byName',
        layers: template.layers.map((layer): Layer =>
          layer.kind === 'values'
            ? layer
            : {
                ...layer,
                entries: layer.entries.map((entry) => ({
                  ...entry,
                  rest: withNames(entry.rest, exchange),
                })),
              },
        ),
      };
    case 'choice':
      return {
        ...template,
        cases: template.cases.map(({ when, then }) => ({
          when,
          then: withNames(then, exchange, under),
        })),
        otherwise: withNames(template.otherwise, exchange, under),
      };
    case 'text':
    case 'number':
    case 'whole':
      return template;
  }
}

function exchanged(template: Template, exchange: (name: string) => string): Template {
  if (template.kind === 'literal' && typeof template.value === 'string') {
    return { kind: 'literal', value: exchange(template.value) };
  }
  if (template.kind !== 'choice') return template;
  return {
    ...template,
    cases: template.cases.map(({ when, then }) => ({ when, then: exchanged(then, exchange) })),
    otherwise: exchanged(template.otherwise, exchange),
  };
}

function plainNames(value: unknown, exchange: (name: string) => string, under: string): unknown {
  if (Array.isArray(value)) return value.map((item) => plainNames(item, exchange, under));
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [
      key,
      NAMES[under] === key && typeof member === 'string'
        ? exchange(member)
        : plainNames(member, exchange, key),
    ]),
  );
}
