/** Brings complaints into the one order every renderer shows, merges what several environments share, and counts. */

import type { Diagnostic, Severity } from './diagnostic.ts';

/** A complaint with every environment it is made for; empty when it belongs to none. */
export interface ReportEntry {
  readonly diagnostic: Diagnostic;
  readonly environments: readonly string[];
}

/** Entries that concern the same service in the same environments. */
export interface ReportGroup {
  /** Absent for complaints about the project as a whole. */
  readonly service?: string;
  readonly environments: readonly string[];
  readonly entries: readonly ReportEntry[];
}

/** How many complaints there are of each severity, each counted once however many environments share it. */
export interface ReportCounts {
  readonly errors: number;
  readonly warnings: number;
  readonly notes: number;
}

/** A total order: service, environment, severity, place, code, message. Two runs over the same input print the same text. */
export function sortDiagnostics(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return diagnostics.toSorted((a, b) => compareKeys(sortKey(a), sortKey(b)));
}

/** The sorted complaints without repetition: what differs by the environment alone becomes one entry that lists them. */
export function mergeEnvironments(diagnostics: readonly Diagnostic[]): readonly ReportEntry[] {
  const entries = new Map<string, { diagnostic: Diagnostic; environments: Set<string> }>();
  for (const diagnostic of sortDiagnostics(diagnostics)) {
    const key = JSON.stringify(identity(diagnostic));
    const entry = entries.get(key) ?? { diagnostic, environments: new Set<string>() };
    if (diagnostic.at.environment !== undefined) entry.environments.add(diagnostic.at.environment);
    entries.set(key, entry);
  }
  return [...entries.values()].map(({ diagnostic, environments }) => ({
    diagnostic,
    environments: [...environments].toSorted(),
  }));
}

/** The entries by service and set of environments: the project as a whole first, then services by name. */
export function groupDiagnostics(diagnostics: readonly Diagnostic[]): readonly ReportGroup[] {
  const groups = new Map<string, ReportGroup & { entries: ReportEntry[] }>();
  for (const entry of mergeEnvironments(diagnostics)) {
    const { service } = entry.diagnostic.at;
    const key = JSON.stringify([service ?? '', ...entry.environments]);
    const group = groups.get(key) ?? {
      ...(service === undefined ? {} : { service }),
      environments: entry.environments,
      entries: [],
    };
    group.entries.push(entry);
    groups.set(key, group);
  }
  return [...groups.entries()].toSorted(([a], [b]) => compareText(a, b)).map(([, group]) => group);
}

/** Counts by severity, after merging environments. */
export function countDiagnostics(diagnostics: readonly Diagnostic[]): ReportCounts {
  const entries = mergeEnvironments(diagnostics);
  const count = (severity: Severity): number =>
    entries.filter((entry) => entry.diagnostic.severity === severity).length;
  return { errors: count('error'), warnings: count('warning'), notes: count('note') };
}

/** The counts as text, e.g. `2 errors, 1 warning`; `no findings` when there are none. */
export function summarise(diagnostics: readonly Diagnostic[]): string {
  const { errors, warnings, notes } = countDiagnostics(diagnostics);
  const parts = [plural(errors, 'error'), plural(warnings, 'warning'), plural(notes, 'note')];
  return parts.filter((part) => part !== '').join(', ') || 'no findings';
}

/** Everything that tells one complaint from another, except the environment. */
function identity(diagnostic: Diagnostic): readonly unknown[] {
  const { at } = diagnostic;
  return [
    ...[diagnostic.code, diagnostic.name, diagnostic.severity, at.service, at.path, at.object],
    ...[at.construct, at.file, at.line, diagnostic.message, diagnostic.because, diagnostic.fix],
    diagnostic.docs,
  ];
}

const SEVERITY_ORDER = { error: 0, warning: 1, note: 2 } as const;

function sortKey(diagnostic: Diagnostic): readonly (string | number)[] {
  const { at } = diagnostic;
  return [
    ...[at.service ?? '', SEVERITY_ORDER[diagnostic.severity], at.path ?? '', at.object ?? ''],
    ...[diagnostic.code, at.environment ?? '', at.construct ?? '', at.file ?? '', at.line ?? 0],
    ...[diagnostic.message, diagnostic.because ?? '', diagnostic.fix ?? '', diagnostic.docs ?? ''],
  ];
}

function compareKeys(a: readonly (string | number)[], b: readonly (string | number)[]): number {
  for (const [index, left] of a.entries()) {
    const right = b[index] ?? '';
    const order =
      typeof left === 'number' && typeof right === 'number'
        ? left - right
        : compareText(String(left), String(right));
    if (order !== 0) return order;
  }
  return 0;
}

/** By code unit, so that no locale of a machine changes the order. */
function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function plural(count: number, word: string): string {
  if (count === 0) return '';
  return count === 1 ? `1 ${word}` : `${count} ${word}s`;
}
