/** emit › helm › helpers: collects what templates include: shared texts, variables, files and their checksums. */

import { isRecord } from '../../../kubernetes/is-manifest.ts';
import type { Member, NamedEntry, ObjectTemplate } from '../tree/template.ts';
import { checksumDefine, checksumsOf } from './checksums.ts';
import { helperPart, type Scope } from './code.ts';
import { Defines } from './defines.ts';
import { mapLines } from './print.ts';
import type { Helpers, Printing } from './printing.ts';
import { type IsPlain, rawText } from './scalar.ts';
import { choiceText, countChoices, isTrimmedText, wordFor } from './shared-choices.ts';

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

function entryMember({ name, rest, when }: NamedEntry): Member {
  return { key: [name], value: rest, ...(when === undefined ? {} : { when }) };
}
