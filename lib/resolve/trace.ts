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
  readonly report: (finding: Finding) => void;
}

/** A trace with what it has remembered. */
export interface Recording extends Trace {
  readonly origins: ReadonlyMap<string, Origin>;
  readonly findings: readonly Finding[];
}

/** Starts an empty recording. */
export function startRecording(): Recording {
  const origins = new Map<string, Origin>();
  const findings: Finding[] = [];
  return {
    origins,
    findings,
    choose: (path, authored, fallback) => {
      const { because, source } = fallback;
      const value = authored.value === undefined ? fallback.value : authored.value;
      origins.set(path, {
        ...(authored.value === undefined
          ? { kind: 'default', because, ...(source === undefined ? {} : { source }) }
          : { kind: 'spec', from: authored.from }),
        ...(isSimple(value) ? { value } : {}),
      });
      return value;
    },
    derive: (path, value, because, source) => {
      origins.set(path, {
        ...{ kind: 'derived', because },
        ...(source === undefined ? {} : { source }),
        ...(isSimple(value) ? { value } : {}),
      });
      return value;
    },
    spec: (path, value, from) => {
      origins.set(path, { kind: 'spec', from });
      return value;
    },
    report: (finding) => {
      findings.push(finding);
    },
  };
}

/** Larger values are parts of the plan. */
function isSimple(value: unknown): value is number | string {
  return typeof value === 'number' || typeof value === 'string';
}
