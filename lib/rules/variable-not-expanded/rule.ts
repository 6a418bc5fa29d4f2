/** Manifest rule: `$(NAME)` refers to a variable that is set before. */

import { listAt, textAt, textsAt } from '../manifests/data.ts';
import type { PodContainer } from '../manifests/pod-template.ts';
import type { ManifestRule } from '../rule.ts';

/** SW4306. @see https://kubernetes.io/docs/tasks/inject-data-application/define-interdependent-environment-variables/ */
export const variableNotExpanded: ManifestRule = {
  code: 'SW4306',
  name: 'variable-not-expanded',
  level: 'manifest',
  severity: 'warning',
  summary: 'A text refers to a variable that is not set, or only set later.',
  because: 'Kubernetes leaves such a reference as it stands: the program gets the text $(NAME).',
  check: (set) =>
    set.pods.flatMap((pod) =>
      pod.containers.flatMap((container) =>
        // Variables from whole ConfigMaps and Secrets are not known by name.
        listAt(container.body, 'envFrom').length > 0
          ? []
          : unresolved(container).map(({ name, path, later }) => ({
              on: pod.owner,
              path: `${container.path}.${path}`,
              message: `$(${name}) in ${path} of container ${container.name} is not replaced: ${name} is ${later ? 'set further down' : 'not set'}.`,
              fix: later
                ? `Move ${name} above the variable that uses it.`
                : `Set ${name}, or write $$(${name}) if the text itself is meant.`,
            })),
      ),
    ),
};

function unresolved(
  container: PodContainer,
): readonly { readonly name: string; readonly path: string; readonly later: boolean }[] {
  const env = listAt(container.body, 'env');
  const names = env.map((body) => textAt(body, 'name') ?? '');
  const inVariables = env.flatMap((body, index) => {
    const value = textAt(body, 'value') ?? '';
    if (!refers(value)) return [];
    return referencesIn(value)
      .filter((name) => !names.slice(0, index).includes(name))
      .map((name) => ({ name, path: `env[${names[index] ?? ''}]`, later: names.includes(name) }));
  });
  const inWords = ['command', 'args'].flatMap((path) =>
    textsAt(container.body, path)
      .filter(refers)
      .flatMap(referencesIn)
      .filter((name) => !names.includes(name))
      .map((name) => ({ name, path, later: false })),
  );
  return [...inVariables, ...inWords];
}

function refers(text: string): boolean {
  return text.includes('$(');
}

/** Names in `$(NAME)`; `$$(NAME)` is an escape, and what a shell would run (`$(date +%s)`) is no name. */
function referencesIn(text: string): readonly string[] {
  return [...text.matchAll(/(\$*)\$\(([-._a-zA-Z][-._a-zA-Z0-9]*)\)/g)].flatMap(
    ([, dollars = '', name = '']) =>
      dollars.length % 2 === 0 && !/^[a-z]+$/.test(name) ? [name] : [],
  );
}
