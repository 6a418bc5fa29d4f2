/** io: reads YAML that is not of this process, e.g. manifests of a commit. */

import type { Document } from 'yaml';
import { yamlLibrary } from '../text/yaml-library.ts';

/** The values of all documents, or what is wrong with one, in a line. */
export type ParsedYaml =
  | { readonly ok: true; readonly values: readonly unknown[] }
  | { readonly ok: false; readonly problem: string; readonly line?: number };

/** Parses one or more documents. Manifests are read as kubectl does, by YAML 1.1 where quoting leaves a choice. */
export function parseYamlDocuments(text: string): ParsedYaml {
  const documents = yamlLibrary().parseAllDocuments(text, { version: '1.1' });
  const values: unknown[] = [];
  for (const document of documents) {
    const [error] = document.errors;
    if (error !== undefined) {
      const line = error.linePos?.[0].line;
      const problem = error.message.split('\n', 1).join('');
      return { ok: false, problem, ...(line === undefined ? {} : { line }) };
    }
    const data = dataOf(document);
    if (!data.ok) return data;
    values.push(data.value);
  }
  return { ok: true, values };
}

/** As JSON has it, which is what a cluster gets: dates are texts, and there are no infinities. */
function dataOf(
  document: Pick<Document, 'toJS'>,
):
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly problem: string } {
  try {
    const value: unknown = document.toJS({ maxAliasCount: 100 });
    return { ok: true, value: JSON.parse(JSON.stringify(value ?? null)) };
  } catch (error) {
    return { ok: false, problem: error instanceof Error ? error.message : String(error) };
  }
}
