/** units › HTTP syntax: names, values and origins as the HTTP standards write them. */

import { type Parsed, accepted, refused, show } from './parsed.ts';

/** Reads a token, e.g. a method or a cookie name. @see https://www.rfc-editor.org/rfc/rfc9110#name-tokens */
export function parseToken(text: string): Parsed<string> {
  return /^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/.test(text)
    ? accepted(text)
    : refused(`${show(text)} is not a token of HTTP: letters, digits and !#$%&'*+.^_\`|~- are`);
}

/** Reads a header name as controllers accept it: letters, digits and hyphens. @see https://github.com/kubernetes/apimachinery/blob/v0.35.4/pkg/util/validation/validation.go IsHTTPHeaderName */
export function parseHeaderName(text: string): Parsed<string> {
  return /^[A-Za-z0-9-]+$/.test(text)
    ? accepted(text)
    : refused(`${show(text)} is not a header name: letters, digits and '-' are`);
}

/** Reads a header name, or `*` for any. */
export function parseHeaderNameOrAny(text: string): Parsed<string> {
  return text === '*' ? accepted(text) : parseHeaderName(text);
}

/** Methods that the Gateway API knows; methods are in capitals. */
const METHODS = 'GET HEAD POST PUT DELETE CONNECT OPTIONS TRACE PATCH'.split(' ');

/** Reads a method of HTTP, or `*` for any. @see https://www.rfc-editor.org/rfc/rfc9110#name-methods */
export function parseMethod(text: string): Parsed<string> {
  return text === '*' || METHODS.includes(text)
    ? accepted(text)
    : refused(`${show(text)} is not a method: ${METHODS.join(', ')} and '*' are`);
}

/** Reads a header value: visible characters of ASCII, blanks inside. @see https://www.rfc-editor.org/rfc/rfc9110#name-field-values */
export function parseHeaderValue(text: string): Parsed<string> {
  return /^[\x21-\x7e](?:[\t\x20-\x7e]*[\x21-\x7e])?$/.test(text)
    ? accepted(text)
    : refused(
        `${show(text)} is not a header value: visible ASCII characters, with blanks only inside; to remove a header use \`remove\``,
      );
}

/** Reads an origin of CORS: `*`, or scheme, host and optional port, with `*.` in front of the host for any subdomain. @see https://fetch.spec.whatwg.org/#http-cors-protocol */
export function parseOrigin(text: string): Parsed<string> {
  if (text === '*') return accepted(text);
  if (/^https?:\/\/(?:\*\.)?[a-z0-9](?:[-a-z0-9.]*[a-z0-9])?(?::\d{1,5})?$/.test(text)) {
    return accepted(text);
  }
  const hint = /^https?:\/\/[^/]+\//.test(text) ? '; leave out the path and the last /' : '';
  return refused(
    `${show(text)} is not an origin: 'https://app.example.com', 'https://*.example.com' or '*' is${hint}`,
  );
}
