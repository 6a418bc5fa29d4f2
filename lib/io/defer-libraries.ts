/**
 * io: keeps cdk8s from loading libraries before anybody uses them; to be imported before cdk8s is.
 *
 * cdk8s 2.70 requires `yaml` (lib/yaml.js) and `fast-json-patch` (lib/json-patch.js) when it is loaded. slipway's App writes
 * YAML itself and seldom patches, but the 71 files of the one took 20 and those of the other 2 of the 130 ms of processor
 * time of a cold synthesis (measured 2026-11-30). Likewise it requires `child_process` (1.5 ms; it has no use for it but to
 * fetch YAML and to run Helm) and, as constructs does, `crypto` (4 ms; for names that it makes up and addresses).
 *
 * Node looks into `require.cache` before it looks for a file or a module of its own, and finds a stand-in there that becomes
 * the library when the first of its members is asked for. Nobody else meets the stand-ins: cdk8s brings copies of its
 * libraries, and those of Node's modules are taken away as soon as the files that ask for them are loaded.
 * @see https://nodejs.org/api/modules.html#requirecache
 */

import { createRequire, Module } from 'node:module';

try {
  const load = createRequire(createRequire(import.meta.url).resolve('cdk8s'));
  for (const name of ['yaml', 'fast-json-patch']) {
    const path = load.resolve(name);
    load.cache[path] ??= standIn(path, () => {
      delete load.cache[path];
      return load(name);
    });
  }
  // This file loads, of cdk8s and constructs, all that a synthesis uses.
  withoutLoading(['child_process', 'crypto'], load.cache, () => load('./api-object'));
} catch {
  // Somebody bundled or moved it: cdk8s then loads it as ever.
}

/** Does something while modules of Node are kept from being loaded. */
function withoutLoading(
  names: readonly string[],
  cache: NodeJS.Dict<NodeJS.Module>,
  does: () => void,
) {
  const free = names.filter((name) => cache[name] === undefined);
  for (const name of free) cache[name] = standIn(name, () => process.getBuiltinModule(name) ?? {});
  try {
    does();
  } finally {
    for (const name of free) delete cache[name];
  }
}

function standIn(path: string, load: () => object): Module {
  let library: object | undefined;
  const exports = new Proxy(
    {},
    {
      get: (_, name) => {
        // cdk8s copies the members of what is no module of this kind (`__importStar`), and would ask for all of them.
        if (name === '__esModule') return true;
        library ??= load();
        return Reflect.get(library, name);
      },
    },
  );
  return Object.assign(new Module(path), { exports, loaded: true });
}
