/** diff › secrets: the content of a Secret is shown to nobody; that it changed is. */

import type { FieldChange } from './change.ts';

/** Stands for a value that is not shown. */
const HIDDEN = '(hidden)';

/** The changes of an object with the content of Secrets hidden. */
export function hideSecrets(kind: string, fields: readonly FieldChange[]): readonly FieldChange[] {
  if (kind !== 'Secret') return fields;
  return fields.map((field) =>
    // Annotations too: `kubectl apply` keeps a copy of the whole object in one.
    /^(data|stringData|metadata\.annotations)(?![\w-])/.test(field.path)
      ? {
          path: field.path,
          ...('before' in field ? { before: HIDDEN } : {}),
          ...('after' in field ? { after: HIDDEN } : {}),
        }
      : field,
  );
}
