// Before the tests: makes the Python environments that are missing, two at a time.
import { makeEnvironment } from './environments.ts';
import { BROKEN_VERSION, VERSIONS, requirementsOf } from './gunicorn-profiles.ts';
import { PYTHON_REQUIREMENTS } from './python-profiles.ts';

/** Called by vitest once. */
export async function setup(): Promise<void> {
  const wanted: (readonly string[])[] = [...VERSIONS, BROKEN_VERSION].map(requirementsOf);
  wanted.push(PYTHON_REQUIREMENTS);
  const next = async (): Promise<void> => {
    for (let item = wanted.shift(); item !== undefined; item = wanted.shift()) {
      await makeEnvironment(item);
    }
  };
  await Promise.all([next(), next()]);
}
