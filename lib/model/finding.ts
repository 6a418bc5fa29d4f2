/** What variants, passes and rules report; the driver adds service and environment to make a Diagnostic of it. */

import type { Severity } from '../diagnostics/diagnostic.ts';

/** A complaint that does not know yet for which service and environment it is made. */
export interface Finding {
  /** Stable code, see Diagnostic.code. */
  readonly code: string;
  readonly name: string;
  readonly severity: Severity;
  /** Dotted path in the description, relative to the service; empty for the service as a whole. */
  readonly path: string;
  /** `Kind/name`, for findings about manifests. */
  readonly object?: string;
  readonly message: string;
  readonly because?: string;
  readonly fix?: string;
  readonly docs?: string;
}
