/** constructs › asked: what the command that runs an app asks of each service: another edition, a preview, the files beside it. */

import { readText } from '../io/read-text.ts';
import { askedEdition, askedPreview } from '../io/write-bundle.ts';
import type { Caller } from '../resolve/calls.ts';
import { previewed } from '../resolve/preview.ts';
import { diagnosticOf, type ResolveInput } from '../resolve/resolve.ts';
import type { ReleasedService } from './released-service.ts';

/** What resolving a service is given. */
export function inputOf(callers: readonly Caller[], environment: string): ResolveInput {
  const edition = askedEdition();
  const preview = askedPreview();
  return {
    ...{ readText, callers },
    ...(edition === undefined ? {} : { edition }),
    ...(preview?.environment === environment ? { preview: preview.name } : {}),
  };
}

/** The service as it is in the preview that is asked for, if any. */
export function inPreview(released: ReleasedService, environment: string): ReleasedService {
  const preview = askedPreview();
  if (preview?.environment !== environment) return released;
  const { service, findings } = previewed(released.service, preview);
  const complaints = findings.map((finding) => diagnosticOf(finding, service.name, environment));
  return { service, diagnostics: [...released.diagnostics, ...complaints] };
}
