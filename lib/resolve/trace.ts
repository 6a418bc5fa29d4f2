/** resolve › trace: remembers for every decision where its value came from, and collects what passes find wrong. */

import type { Finding } from '../model/finding.ts';
import type { Origin } from '../model/origin.ts';

/** What passes tell the driver beside their result. */
export interface Trace {
  /** Takes the authored value, else the fallback; remembers which. */
  readonly choose: <T>(
    path: string,
    authored: { readonly value: T | undefined; readonly from: string },
    fallback: { readonly value: T; readonly because: string; readonly source?: string },
  ) => T;
  /** Remembers how a value was computed. */
  readonly derive: <T>(path: string, value: T, because: string, source?: string) => T;
  /** Remembers that a value is the author's. */
  readonly spec: <T>(path: string, value: T, from: string) => T;
  /** Leaves what decides nothing until somebody asks for origins. */
  readonly later: (remember: () => void) => void;
  readonly report: (finding: Finding) => void;
}

/** A trace with what it has remembered. */
export interface Recording extends Trace {
  readonly origins: ReadonlyMap<string, Origin>;
  readonly findings: readonly Finding[];
}

/** Starts an empty recording. */
export function startRecording(): Recording {
  const notes: Note[] = [];
  const later: (() => void)[] = [];
  const findings: Finding[] = [];
  return {
    findings,
    get origins() {
      for (const remember of later.splice(0)) remember();
      return new Map(notes.map((note) => [note.path, originOf(note)]));
    },
    choose: (path, { value: authored, from }, { value, because, source }) => {
      if (authored === undefined) notes.push({ path, kind: 'default', because, source, value });
      else notes.push({ path, kind: 'spec', from, value: authored });
      return authored === undefined ? value : authored;
    },
    derive: (path, value, because, source) => {
      notes.push({ path, kind: 'derived', because, source, value });
      return value;
    },
    spec: (path, value, from) => {
      notes.push({ path, kind: 'spec', from, value: undefined });
      return value;
    },
    later: (remember) => {
      later.push(remember);
    },
    report: (finding) => {
      findings.push(finding);
    },
  };
}

/** What is noted in passing: few ask for origins, and a thousand services have three hundred each. */
type Note = { readonly path: string; readonly value: unknown } & (
  | { readonly kind: 'spec'; readonly from: string }
  | {
      readonly kind: 'default' | 'derived';
      readonly because: string;
      readonly source: string | undefined;
    }
);

function originOf({ path: _path, value, ...note }: Note): Origin {
  const simple = isSimple(value) ? { value } : {};
  if (note.kind === 'spec') return { ...note, ...simple };
  const { source, ...rest } = note;
  return { ...rest, ...(source === undefined ? {} : { source }), ...simple };
}

/** Larger values are parts of the plan. */
function isSimple(value: unknown): value is number | string {
  return typeof value === 'number' || typeof value === 'string';
}
