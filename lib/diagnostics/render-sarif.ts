/** Complaints for code-scanning services, as a SARIF 2.1.0 log. @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html */

import type { Diagnostic, Location } from './diagnostic.ts';
import { type ReportEntry, mergeEnvironments } from './report.ts';

/** How a SARIF log is rendered. */
export interface SarifOptions {
  /** Version of the tool. Default: left out. */
  readonly version?: string;
  /**
   * File that stands for a complaint without one, relative to the project. Some services refuse results without a physical
   * location. Default: `cdk8s.yaml`.
   */
  readonly fallbackFile?: string;
}

/** One run of one tool, with a reporting descriptor for each code that occurs; two spaces and a newline at the end. */
export function renderSarif(
  diagnostics: readonly Diagnostic[],
  options: SarifOptions = {},
): string {
  const entries = mergeEnvironments(diagnostics);
  const codes = [...new Set(entries.map((entry) => entry.diagnostic.code))].toSorted();
  const log = {
    $schema:
      'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'slipway',
            ...(options.version === undefined ? {} : { semanticVersion: options.version }),
            rules: codes.map((code) => descriptor(code, entries)),
          },
        },
        columnKind: 'utf16CodeUnits',
        results: entries.map((entry) => result(entry, codes, options.fallbackFile ?? 'cdk8s.yaml')),
      },
    ],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}

function descriptor(code: string, entries: readonly ReportEntry[]): object {
  const first = entries.find((entry) => entry.diagnostic.code === code)?.diagnostic;
  const docs = first?.docs;
  return {
    id: code,
    name: first?.name ?? code,
    ...(first?.because === undefined ? {} : { fullDescription: { text: first.because } }),
    ...(first === undefined ? {} : { defaultConfiguration: { level: first.severity } }),
    ...(docs?.startsWith('https://') ? { helpUri: docs } : {}),
  };
}

function result(entry: ReportEntry, codes: readonly string[], fallbackFile: string): object {
  const { diagnostic, environments } = entry;
  const { at } = diagnostic;
  return {
    ruleId: diagnostic.code,
    ruleIndex: codes.indexOf(diagnostic.code),
    level: diagnostic.severity,
    message: { text: resultText(diagnostic, environments) },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: fileUri(at.file ?? fallbackFile) },
          ...(at.line === undefined ? {} : { region: { startLine: at.line } }),
        },
        ...logicalLocations(at),
      },
    ],
    // What a service compares between runs: where it is and what it is called, never the prose.
    partialFingerprints: {
      'slipway/v1': [diagnostic.code, at.service, at.path, at.object, environments.join(',')]
        .map((part) => part ?? '')
        .join('|'),
    },
  };
}

function resultText(diagnostic: Diagnostic, environments: readonly string[]): string {
  const where = [diagnostic.at.service ?? '', environments.join(', ')].filter(
    (part) => part !== '',
  );
  return [
    where.length === 0 ? diagnostic.message : `${diagnostic.message} (${where.join(', ')})`,
    ...(diagnostic.because === undefined ? [] : [`Why: ${diagnostic.because}`]),
    ...(diagnostic.fix === undefined ? [] : [`Fix: ${diagnostic.fix}`]),
  ].join('\n');
}

function logicalLocations(at: Location): object {
  const path = [at.service, at.path].filter((part) => part !== undefined && part !== '').join('.');
  const found = [
    ...(path === '' ? [] : [{ fullyQualifiedName: path, kind: 'member' }]),
    ...(at.object === undefined ? [] : [{ fullyQualifiedName: at.object, kind: 'object' }]),
    ...(at.construct === undefined ? [] : [{ fullyQualifiedName: at.construct, kind: 'type' }]),
  ];
  return found.length === 0 ? {} : { logicalLocations: found };
}

/** A relative path as the URI reference SARIF asks for. */
function fileUri(file: string): string {
  return file.replaceAll('\\', '/').split('/').map(encodeURIComponent).join('/');
}
