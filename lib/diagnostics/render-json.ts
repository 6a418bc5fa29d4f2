/** Complaints for programs: stable keys, a schema version, the same order and merging as the text. */

import type { Diagnostic } from './diagnostic.ts';
import { countDiagnostics, mergeEnvironments } from './report.ts';

/** `{ version, summary, diagnostics }` as JSON with two spaces and a newline at the end. A key that is not known is left out, never null. */
export function renderJson(diagnostics: readonly Diagnostic[]): string {
  const report = {
    version: 1,
    summary: countDiagnostics(diagnostics),
    diagnostics: mergeEnvironments(diagnostics).map(({ diagnostic, environments }) => ({
      code: diagnostic.code,
      name: diagnostic.name,
      severity: diagnostic.severity,
      service: diagnostic.at.service,
      environments,
      path: diagnostic.at.path,
      object: diagnostic.at.object,
      construct: diagnostic.at.construct,
      file: diagnostic.at.file,
      line: diagnostic.at.line,
      message: diagnostic.message,
      because: diagnostic.because,
      fix: diagnostic.fix,
      docs: diagnostic.docs,
    })),
  };
  return `${JSON.stringify(report, undefined, 2)}\n`;
}
