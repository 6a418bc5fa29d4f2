/** io: reads YAML that is not of this process, e.g. manifests of a commit. */

import { parseAllDocuments } from 'yaml';

/** The values of all documents, or what is wrong with one, in a line. */
export type ParsedYaml =
  | { readonly ok: true; readonly values: readonly unknown[] }
  | { readonly ok: false; readonly problem: string; readonly line?: number };

/** Parses one or more documents. Manifests are read as kubectl does, by YAML 1.1 where quoting leaves a choice. */
export function parseYamlDocuments(text: string): ParsedYaml {
  const documents = parseAllDocuments(text, { version: '1.1' });
  const values: unknown[] = [];
  for (const document of documents) {
    const [error] = document.errors;
    if (error !== undefined) {
      const line = error.linePos?.[0].line;
      const problem = error.message.split('\n', 1).join('');
      return { ok: false, problem, ...(line === undefined ? {} : { line }) };
    }
    const value: unknown = document.toJS();
    values.push(value);
  }
  return { ok: true, values };
}
