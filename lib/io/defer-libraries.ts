/**
 * io: keeps cdk8s from loading two of its libraries before anybody uses them; to be imported before cdk8s is.
 *
 * cdk8s 2.70 requires `yaml` (lib/yaml.js) and `fast-json-patch` (lib/json-patch.js) when it is loaded. slipway's App writes
 * YAML itself and seldom patches, but the 71 files of the one took 20 and those of the other 2 of the 130 ms of processor
 * time of a cold synthesis (measured 2026-11-30). Node looks into `require.cache` before it looks for a file, and finds a
 * stand-in there that becomes the library when the first of its members is asked for. Nobody else meets the stand-ins:
 * cdk8s brings copies of both of its own.
 * @see https://nodejs.org/api/modules.html#requirecache
 */

import { createRequire, Module } from 'node:module';

for (const name of ['yaml', 'fast-json-patch']) defer(name);

function defer(name: string): void {
  try {
    const load = createRequire(createRequire(import.meta.url).resolve('cdk8s'));
    const path = load.resolve(name);
    load.cache[path] ??= standIn(path, () => {
      delete load.cache[path];
      return load(name);
    });
  } catch {
    // Somebody bundled or moved it: cdk8s then loads it as ever.
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
