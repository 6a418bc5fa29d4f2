/** Layer 0: port numbers and the names that Services, probes and routes call them by. */
import { type Parsed, accepted, refused, show } from './parsed.ts';

/** Reads a TCP or UDP port number, 1 to 65535. */
export function parsePort(input: number | string): Parsed<number> {
  const port = typeof input === 'string' && /^[1-9]\d{0,4}$/.test(input) ? Number(input) : input;
  if (typeof port === 'number' && Number.isInteger(port) && port >= 1 && port <= 65_535) {
    return accepted(port);
  }
  return refused(`${show(input)} is not a port: a whole number from 1 to 65535 is`);
}

/**
 * Reads the name of a port (IANA service name): at most 15 of a-z, 0-9 and single hyphens inside, with a letter.
 * @see https://github.com/kubernetes/apimachinery/blob/v0.35.4/pkg/util/validation/validation.go IsValidPortName
 */
export function parsePortName(text: string): Parsed<string> {
  if (/^(?!-)(?!.*--)(?!.*-$)(?=.*[a-z])[-a-z0-9]{1,15}$/.test(text)) return accepted(text);
  const length = text.length > 15 ? ` (this has ${text.length})` : '';
  return refused(
    `${show(text)} is not a port name: at most 15 characters${length} of a-z, 0-9 and '-', with at least one letter, no '-' at either end and no '--'`,
  );
}
