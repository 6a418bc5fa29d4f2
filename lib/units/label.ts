/** Layer 0: keys and values of labels, and keys of annotations. */
import { parseDnsSubdomain } from './dns-name.ts';
import { remembered } from '../text/remembered.ts';
import { type Parsed, accepted, refused, show } from './parsed.ts';

/**
 * Reads a label key: an optional prefix (a DNS subdomain) and '/', then at most 63 letters, digits, '-', '_', '.'.
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set
 */
export const parseLabelKey = remembered((text): Parsed<string> => {
  const slash = text.indexOf('/');
  const name = text.slice(slash + 1);
  if (slash >= 0 && !parseDnsSubdomain(text.slice(0, slash)).ok) {
    return refused(
      `the prefix of ${show(text)} is not a DNS subdomain such as 'example.com', which is what may stand before the '/' of a label or annotation key`,
    );
  }
  if (/^(?=.{1,63}$)[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/.test(name)) return accepted(text);
  return refused(
    `${show(text)} is not a label or annotation key: after an optional 'prefix/', 1 to 63 letters, digits, '-', '_' and '.', beginning and ending with a letter or digit`,
  );
});

/** Reads a label value: empty, or at most 63 letters, digits, '-', '_', '.', beginning and ending with a letter or digit. */
export const parseLabelValue = remembered((text): Parsed<string> => {
  if (/^(?=.{0,63}$)(?:[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)?$/.test(text))
    return accepted(text);
  const length = text.length > 63 ? ` (this has ${text.length})` : '';
  return refused(
    `${show(text)} is not a label value: at most 63 characters${length}, letters, digits, '-', '_' and '.', beginning and ending with a letter or digit`,
  );
});

/**
 * Reads an annotation key: as a label key, but the prefix may have capitals, since Kubernetes compares it in lower case.
 * @see https://github.com/kubernetes/apimachinery/blob/v0.35.4/pkg/api/validation/objectmeta.go ValidateAnnotations
 */
export function parseAnnotationKey(text: string): Parsed<string> {
  const parsed = parseLabelKey(text.replace(/[A-Z]/g, (letter) => letter.toLowerCase()));
  return parsed.ok ? accepted(text) : parseLabelKey(text);
}
