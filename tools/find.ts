// How tests look a built tool up; building is `npm run tools`, and never happens behind a test's back.
import { existsSync } from 'node:fs';
import { pathOf } from './cache.ts';
import { tools } from './pins.ts';

/**
 * Path of a tool's binary (of its folder, for a set of files), or undefined when it is not built.
 * @throws Error for a name that is not pinned: that is a mistake in the caller.
 */
export function findTool(name: string): string | undefined {
  const tool = tools.find((candidate) => candidate.name === name);
  if (tool === undefined) {
    const names = tools.map((candidate) => candidate.name).join(', ');
    throw new Error(`no tool is named ${JSON.stringify(name)}; there are ${names}`);
  }
  const path = pathOf(tool);
  return existsSync(path) ? path : undefined;
}

/** Those of the named tools that are not built, in the order given. */
export function missingTools(names: readonly string[]): readonly string[] {
  return names.filter((name) => findTool(name) === undefined);
}

/**
 * Path of a tool that the caller has already found to be there.
 * @throws Error that says how to build it.
 */
export function requireTool(name: string): string {
  const path = findTool(name);
  if (path === undefined)
    throw new Error(`${name} is not built; run: npm run tools -- --only ${name}`);
  return path;
}
