/** Layer 0: names of environment variables and keys of ConfigMaps and Secrets. */
import { type Parsed, accepted, refused, show } from './parsed.ts';

/**
 * Reads a variable name that every shell and language can use: a C identifier.
 * This is narrower than Kubernetes (see parseKubernetesEnvName), because `$MY-VAR` cannot be read in a shell.
 */
export function parseEnvName(text: string): Parsed<string> {
  if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(text)) return accepted(text);
  return refused(
    `${show(text)} is not a variable name: letters, digits and '_', not starting with a digit, such as 'DATABASE_URL'`,
  );
}

/**
 * Reads what Kubernetes 1.29 and newer all take as a variable name: also '-' and '.', but not '.', '..' or a leading '..'.
 * @see https://github.com/kubernetes/apimachinery/blob/v0.35.4/pkg/util/validation/validation.go IsEnvVarName
 */
export function parseKubernetesEnvName(text: string): Parsed<string> {
  if (/^[-._a-zA-Z][-._a-zA-Z0-9]*$/.test(text) && text !== '.' && !text.startsWith('..'))
    return accepted(text);
  return refused(
    `${show(text)} is not a variable name: letters, digits, '_', '-' and '.', not starting with a digit or '..'`,
  );
}

/**
 * Reads a key of a ConfigMap or Secret, which is also a file name when mounted: at most 253 letters, digits, '-', '_', '.'.
 * @see https://github.com/kubernetes/apimachinery/blob/v0.35.4/pkg/util/validation/validation.go IsConfigMapKey
 */
export function parseConfigMapKey(text: string): Parsed<string> {
  if (/^[-._a-zA-Z0-9]{1,253}$/.test(text) && text !== '.' && !text.startsWith('..'))
    return accepted(text);
  return refused(
    `${show(text)} is not a key of a ConfigMap or Secret: 1 to 253 letters, digits, '-', '_' and '.', not '.' and not starting with '..'`,
  );
}
