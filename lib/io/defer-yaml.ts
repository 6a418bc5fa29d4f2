/**
 * io: keeps cdk8s from loading its YAML library before anybody uses it; to be imported before cdk8s is.
 *
 * cdk8s 2.70 requires `yaml` when it is loaded (lib/yaml.js). slipway's App writes YAML itself and never needs it, but its
 * 74 files took 20 of the 130 ms of processor time of a cold synthesis (measured 2026-11-30). Node looks into
 * `require.cache` before it looks for a file, and finds a stand-in there that becomes the library when the first of its
 * members is asked for. Nobody else meets the stand-in: cdk8s brings a copy of `yaml` of its own.
 * @see https://nodejs.org/api/modules.html#requirecache
 */

import { createRequire, Module } from 'node:module';

try {
  const load = createRequire(createRequire(import.meta.url).resolve('cdk8s'));
  const path = load.resolve('yaml');
  load.cache[path] ??= standIn(path, () => {
    delete load.cache[path];
    return load('yaml');
  });
} catch {
  // Somebody bundled or moved one of them: cdk8s then loads its library as ever.
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
