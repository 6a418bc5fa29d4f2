// A tier whose tools are not built is skipped by name on a developer's machine, and is an error in CI.
import { describe } from 'vitest';
import { missingTools } from '../../tools/find.ts';

/** `describe` for tests that run pinned tools; see `npm run tools`. */
export function describeWithTools(title: string, tools: readonly string[], body: () => void): void {
  const missing = missingTools(tools);
  const advice = `npm run tools -- --only ${missing.join(',')}`;
  if (missing.length === 0) describe(title, body);
  else if (process.env['CI'] !== undefined)
    throw new Error(`${title}: ${missing.join(', ')} must be built in CI; run: ${advice}`);
  else describe.skip(`${title} (skipped: not built; ${advice})`, body);
}
