// Before the tests: makes the Python environments with the servers and with gixy.
import { makeEnvironment } from '../servers/conformance/environments.ts';
import { requirementsOf } from '../servers/conformance/gunicorn-profiles.ts';
import { PYTHON_REQUIREMENTS } from '../servers/conformance/python-profiles.ts';
import { GIXY } from './gixy.ts';

/** Called by vitest once. */
export async function setup(): Promise<void> {
  for (const wanted of [GIXY, PYTHON_REQUIREMENTS, requirementsOf('27.0.1')]) {
    await makeEnvironment(wanted);
  }
}
