/** Complaints for a person at a terminal: what, where, why, how; once each, however many environments share it. */

import type { Diagnostic, Location, Severity } from './diagnostic.ts';
import { type ReportEntry, type ReportGroup, groupDiagnostics, summarise } from './report.ts';

/** How text is rendered. */
export interface TextOptions {
  /** Write ANSI colours. Default: false. */
  readonly color?: boolean;
}

/** All complaints, grouped by service and environment, with a line of counts at the end; ends with a newline. */
export function renderText(diagnostics: readonly Diagnostic[], options: TextOptions = {}): string {
  const paint = options.color === true ? colored : plain;
  const groups = groupDiagnostics(diagnostics).map((group) => renderGroup(group, paint));
  return [...groups, paint('bold', summarise(diagnostics))].join('\n\n') + '\n';
}

/** One complaint without its group, e.g. for a message of a construct; no newline at the end. */
export function renderDiagnostic(diagnostic: Diagnostic, options: TextOptions = {}): string {
  return renderEntry(diagnostic, options.color === true ? colored : plain);
}

type Style = Severity | 'bold' | 'dim';
type Paint = (style: Style, text: string) => string;

function renderGroup(group: ReportGroup, paint: Paint): string {
  const title = [group.service ?? '', group.environments.join(', ')].filter((part) => part !== '');
  const entries = group.entries.map((entry: ReportEntry) => renderEntry(entry.diagnostic, paint));
  return [...(title.length === 0 ? [] : [paint('bold', title.join(' · '))]), ...entries].join(
    '\n\n',
  );
}

function renderEntry(diagnostic: Diagnostic, paint: Paint): string {
  const place = renderPlace(diagnostic.at);
  const head = [
    paint(diagnostic.severity, diagnostic.severity),
    diagnostic.code,
    paint('bold', diagnostic.name),
    ...(place === '' ? [] : [paint('dim', 'at'), place]),
  ];
  const remark = (label: string, text: string | undefined): readonly string[] =>
    text === undefined || text === '' ? [] : [`${paint('dim', `${label}:`)} ${indent(text)}`];
  const lines = [
    indent(diagnostic.message),
    ...remark('Why', diagnostic.because),
    ...remark('Fix', diagnostic.fix),
    ...remark('See', diagnostic.docs === undefined ? undefined : seeAlso(diagnostic.docs)),
  ];
  return [head.join(' '), ...lines.map((line) => `  ${line}`)].join('\n');
}

/** `shop.web.scale (charts/shop.ts:12, construct shop/web)`: as much of it as is known. */
function renderPlace(at: Location): string {
  const places = placesOf(at).filter((part) => part !== '');
  const file =
    at.file === undefined ? '' : `${at.file}${at.line === undefined ? '' : `:${at.line}`}`;
  const construct = at.construct === undefined ? '' : `construct ${at.construct}`;
  const details = [file, construct].filter((part) => part !== '').join(', ');
  if (places.length === 0) return details;
  return details === '' ? places.join(' ') : `${places.join(' ')} (${details})`;
}

/** A path of an object belongs to the object, any other to the service. */
function placesOf(at: Location): readonly string[] {
  if (at.object !== undefined) return [at.object, at.path ?? ''];
  return [[at.service ?? '', at.path ?? ''].filter((part) => part !== '').join('.')];
}

/** Topics are pages of the `docs` command; everything else is an address already. */
function seeAlso(docs: string): string {
  return /^[a-z][a-z0-9+.-]*:\/\//.test(docs) ? docs : `slipway docs ${docs}`;
}

function indent(text: string): string {
  return text.trimEnd().replaceAll('\n', '\n  ');
}

const ANSI = { error: '31', warning: '33', note: '36', bold: '1', dim: '2' } as const;

function colored(style: Style, text: string): string {
  return `\u001B[${ANSI[style]}m${text}\u001B[0m`;
}

function plain(_style: Style, text: string): string {
  return text;
}
