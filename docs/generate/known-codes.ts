// Documentation generator: every code of a diagnostic, read from the catalogue of rules and from the source of everything else.
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BUNDLE_RULES, MANIFEST_RULES, PLAN_RULES } from '../../lib/rules/catalogue.ts';

/** One code as a reader looks it up. */
export interface KnownCode {
  readonly code: string;
  readonly name: string;
  /** Empty where it depends on the case. */
  readonly severity: string;
  /** Folder or file below lib that reports it. */
  readonly from: string;
  /** First words of what is wrong, where they are fixed text. */
  readonly summary: string;
}

/** A place where a code stands without a name beside it: nobody could look it up. */
export interface NamelessCode {
  readonly code: string;
  readonly file: string;
}

const ROOT = join(import.meta.dirname, '../..');

/** Codes of rules: their own words. */
function rules(): readonly KnownCode[] {
  return [...PLAN_RULES, ...MANIFEST_RULES, ...BUNDLE_RULES].map(
    ({ code, name, severity, summary }) => ({
      ...{ code, name, severity, summary },
      from: `rules/${name}`,
    }),
  );
}

/** Codes in the source of variants, passes and commands: literals such as `code: 'SW2150', name: 'process-name-taken'`. */
export function codesIn(
  file: string,
  text: string,
): { readonly known: readonly KnownCode[]; readonly nameless: readonly NamelessCode[] } {
  const found = [...text.matchAll(/'(SW\d{4})'/g)].map((match) => {
    const code = match[1] ?? '';
    const around = objectAround(text, match.index);
    const name = nameBeside(around, code) ?? keyBefore(text, around, match.index);
    return { code, name, around };
  });
  return {
    known: found.flatMap(({ code, name, around }) =>
      name === undefined
        ? []
        : [
            {
              ...{ code, name, from: file },
              severity: /\bseverity: '(error|warning|note)'/.exec(around)?.[1] ?? '',
              summary: messageIn(around),
            },
          ],
    ),
    nameless: found
      .filter(({ name, code }) => name === undefined && !text.includes(`(${code})`))
      .map(({ code }) => ({ code, file })),
  };
}

/** Every code there is, sorted, each once; and those without a name. */
export function knownCodes(): {
  readonly known: readonly KnownCode[];
  readonly nameless: readonly NamelessCode[];
  readonly clashes: readonly string[];
} {
  const files = globSync('**/*.ts', { cwd: join(ROOT, 'lib') })
    .filter((file) => !file.startsWith('rules/') || file === 'rules/engine.ts')
    .toSorted();
  const scanned = files.map((file) => codesIn(file, readFileSync(join(ROOT, 'lib', file), 'utf8')));
  const all = [...rules(), ...suppressions(), ...scanned.flatMap(({ known }) => known)];
  const byCode = Map.groupBy(all, ({ code }) => code);
  const named = new Set(all.map(({ code }) => code));
  return {
    known: [...byCode.entries()]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .flatMap(([, entries]) => entries.find(({ summary }) => summary !== '') ?? entries[0] ?? []),
    nameless: scanned.flatMap(({ nameless }) => nameless).filter(({ code }) => !named.has(code)),
    clashes: [...byCode.entries()]
      .map(([code, entries]) => [code, ...new Set(entries.map(({ name }) => name))])
      .filter((names) => names.length > 2)
      .map((names) => names.join(' ')),
  };
}

/** The engine's own complaints are made in one place for two levels. */
function suppressions(): readonly KnownCode[] {
  const of = (level: string): Pick<KnownCode, 'severity' | 'from'> => ({
    severity: 'warning',
    from: `rules/engine.ts (${level})`,
  });
  return (['SW2', 'SW4'] as const).flatMap((block) => {
    const level = of(block === 'SW2' ? 'plans' : 'manifests');
    return [
      {
        ...level,
        code: `${block}998`,
        name: 'suppression-without-reason',
        summary: 'A rule is silenced by an annotation without a reason.',
      },
      {
        ...level,
        code: `${block}999`,
        name: 'unused-suppression',
        summary: 'A rule is silenced that has nothing to report.',
      },
    ];
  });
}

/** The name on the line below; where a condition chooses the code, the one chosen with it. */
function nameBeside(around: string, code: string): string | undefined {
  const literals = (key: string): readonly string[] =>
    [...(new RegExp(`\\b${key}: ([^,}]+)`).exec(around)?.[1] ?? '').matchAll(/'([^']+)'/g)].map(
      (match) => match[1] ?? '',
    );
  const codes = literals('code');
  const names = literals('name');
  return names.length === codes.length ? names[codes.indexOf(code)] : undefined;
}

/** The message, its values left open; empty where it is put together elsewhere. */
function messageIn(around: string): string {
  const [, plain, template] =
    /\bmessage:\s*(?:'((?:[^'\\]|\\.)+)'|`((?:[^`\\]|\\.)+)`),/.exec(around) ?? [];
  return (plain ?? template ?? '')
    .replace(/\$\{(?:[^{}]|\{[^{}]*\})*\}/g, '…')
    .replace(/\\(.)/g, '$1');
}

/** The text of the innermost object literal around a place. */
function objectAround(text: string, index: number): string {
  let depth = 0;
  let start = index;
  while (start > 0 && !(text[start] === '{' && depth === 0)) {
    if (text[start] === '}') depth += 1;
    if (text[start] === '{') depth -= 1;
    start -= 1;
  }
  depth = 0;
  let end = index;
  while (end < text.length && !(text[end] === '}' && depth === 0)) {
    if (text[end] === '{') depth += 1;
    if (text[end] === '}') depth -= 1;
    end += 1;
  }
  return text.slice(start, end + 1);
}

/** The name in `'host-missing': { code: … }`. */
function keyBefore(text: string, around: string, index: number): string | undefined {
  const before = text.slice(0, text.lastIndexOf(around, index));
  return /'([a-z][a-z0-9-]+)':\s*$/.exec(before)?.[1];
}
