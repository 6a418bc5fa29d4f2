/** Recognises text that looks like a credential: by the form a vendor gave it, by the name it is filed under, or by chance alone. */

import { remembered } from '../text/remembered.ts';

/** Why a text looks like a credential. */
export interface CredentialSign {
  /** What it looks like, as the end of "looks like …". */
  readonly kind: string;
  /** How long the text is, e.g. `7 characters`: enough to find it, and none of it in a log. */
  readonly size: string;
}

/** Forms that are documented by those who issue them; a match is practically never an accident. */
const FORMS: readonly (readonly [kind: string, form: RegExp])[] = [
  ['a private key in PEM form', /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----/],
  ['an access key of AWS', /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/],
  ['a token of GitHub', /\b(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{22,})/],
  ['a token of GitLab', /\bgl(?:pat|dt|rt|ptt|cbt)-[A-Za-z0-9_-]{20,}/],
  ['a token of Slack', /\bxox[abeoprs]-[A-Za-z0-9-]{10,}/],
  ['a secret key of Stripe', /\b[rs]k_(?:live|test)_[A-Za-z0-9]{16,}/],
  ['an API key of Google', /\bAIza[0-9A-Za-z_-]{35}\b/],
  ['a token of npm', /\bnpm_[A-Za-z0-9]{36}\b/],
  ['a token of PyPI', /\bpypi-[A-Za-z0-9_-]{32,}/],
  ['an API key of SendGrid', /\bSG\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,}/],
  ['an API key of OpenAI or Anthropic', /\bsk-(?:ant-|proj-)?[A-Za-z0-9_-]{32,}/],
  ['a JSON Web Token', /\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}/],
  ['the key of a storage account', /\bAccountKey=[A-Za-z0-9+/=]{40,}/],
];

/** What every one of the forms begins with somewhere: most texts are told by this alone. */
const BEGINNINGS =
  /-----BEGIN|AKIA|ASIA|gh[pousr]_|github_pat_|gl[a-z]+-|xox|[rs]k_|AIza|npm_|pypi-|SG\.|sk-|eyJ|AccountKey=/;

/** `scheme://user:password@host`; the password must be more than a reference such as `$(DB_PASSWORD)`. */
const URL_PASSWORD = /\b[a-z][a-z0-9+.-]*:\/\/[^\s/?#:@]*:([^\s/?#@]+)@[^\s/?#]+/i;

/** Passwords are written without a separator too (`PGPASSWORD`); `PWD` alone and `OLDPWD` are folders. */
const SECRET_NAME =
  /(?:PASSWORD|PASSWD)$|(?:^|[_.-])(?:PASSPHRASE|SECRET|TOKEN|APIKEY|API_KEY|ACCESS_KEY|SECRET_KEY|SECRET_KEY_BASE|MASTER_KEY|PRIVATE_KEY|ENCRYPTION_KEY|SIGNING_KEY|CREDENTIALS?|DSN_AUTH)$|[A-Z0-9][_.-]PWD$|^REDISCLI_AUTH$/;

/** Words of names that end like a secret's but hold something else, e.g. `STRIPE_PUBLIC_KEY`, `MAX_TOKEN`. */
const HARMLESS_WORDS = ['PUBLIC', 'PUBLISHABLE', 'MAX', 'MIN', 'HEADER', 'COOKIE', 'FIELD', 'CSRF'];

/**
 * Whether a text looks like a credential. `name` is what it is filed under: a variable, a key, or nothing.
 * References (`$(NAME)`, `${NAME}`), empty texts, numbers, switches and paths are none.
 */
export function credentialSign(text: string, name = ''): CredentialSign | undefined {
  const sign = signInText(text);
  if (sign !== undefined && sign.kind !== RANDOM) return sign;
  if (isNameOfSecret(name) && isLiteral(text)) {
    return { kind: `the value of a secret, by its name ${name}`, size: sizeOf(text) };
  }
  return sign;
}

const RANDOM = 'a random key';

/** What a text shows by itself, whatever it is filed under. */
const signInText = remembered((text: string): CredentialSign | undefined => {
  const form = BEGINNINGS.test(text) ? FORMS.find(([, pattern]) => pattern.test(text)) : undefined;
  if (form !== undefined) return { kind: form[0], size: sizeOf(text) };
  const password = text.includes('@') ? URL_PASSWORD.exec(text)?.[1] : undefined;
  if (password !== undefined && !isReference(password)) {
    return { kind: 'an address with a password in it', size: sizeOf(text) };
  }
  return looksRandom(text) ? { kind: RANDOM, size: sizeOf(text) } : undefined;
});

const isNameOfSecret = remembered((name) => {
  const label = name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toUpperCase();
  return SECRET_NAME.test(label) && !isHarmless(label);
});

function isHarmless(label: string): boolean {
  return label.split(/[_.-]/).some((word) => HARMLESS_WORDS.includes(word));
}

function isReference(text: string): boolean {
  return /^\$[({]\w+[)}]$/.test(text) || /^(?:<[^>]*>|\*+|x+|%s|\{\w*\})$/i.test(text);
}

/** Text that stands for itself: not a switch, a number, a path, a reference. */
function isLiteral(text: string): boolean {
  return (
    text.trim() !== '' &&
    !isReference(text.trim()) &&
    !/^(?:true|false|yes|no|on|off|none|null|\d+)$/i.test(text) &&
    !/^(?:\.?(?:\/[\w.-]+)+\/?$|https?:\/\/)/.test(text)
  );
}

/**
 * A single word of 32 characters or more with the variety of a random one (more than 4 bits a character in mixed letters
 * and digits). Digests and identifiers (hexadecimal, UUIDs) are known to be public more often than not and are left alone.
 */
function looksRandom(text: string): boolean {
  return (
    /^[A-Za-z0-9+/_=-]{32,}$/.test(text) &&
    /[a-z]/.test(text) &&
    /[A-Z]/.test(text) &&
    /\d/.test(text) &&
    !text.includes('/') &&
    bitsPerCharacter(text) > 4
  );
}

/** Shannon entropy of the distribution of characters. */
function bitsPerCharacter(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  return [...counts.values()].reduce((sum, count) => {
    const share = count / text.length;
    return sum - share * Math.log2(share);
  }, 0);
}

/** Complaints are read in logs of pipelines, where the beginning of a short password is most of it. */
function sizeOf(text: string): string {
  return text.length === 1 ? '1 character' : `${String(text.length)} characters`;
}
