import { describe, expect, test } from 'vitest';
import { credentialSign } from '../../lib/rules/credential.ts';

/** Put together here, so that no scanner takes these lines for leaked credentials. */
const made = (...parts: readonly string[]): string => parts.join('');

describe('what looks like a credential', () => {
  test.each([
    ['', made('AKIA', 'IOSFODNN7EXAMPLE')],
    ['', made('gh', 'p_', 'a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8')],
    ['', made('glpat-', 'abcdefghij0123456789')],
    ['', made('xoxb-', '123456789012-abcdefghijkl')],
    ['', made('sk_live_', 'abcdefghijklmnop1234')],
    ['', 'postgres://shop:hunter2@db.example.com:5432/shop'],
    ['', 'https://:hunter2@cache.example.com'],
    ['', '-----BEGIN RSA PRIVATE KEY-----\nMIIE\n'],
    ['', '-----BEGIN PRIVATE KEY-----\nMIIE\n'],
    [
      '',
      made('eyJhbGciOiJIUzI1NiJ9', '.', 'eyJzdWIiOiIxMjM0NTYifQ', '.', 'dozjgNryP4J3jVmNHl0w5N'),
    ],
    ['DB_PASSWORD', 'hunter2'],
    ['dbPassword', 'hunter2'],
    ['PGPASSWORD', 'hunter2'],
    ['MYSQL_PWD', 'hunter2'],
    ['REDISCLI_AUTH', 'hunter2'],
    ['SECRET_KEY_BASE', 'abc'],
    ['RAILS_MASTER_KEY', 'abc'],
    ['SECRET_KEY', 'django-insecure-abc'],
    ['ADMIN_TOKEN', 'letmein'],
    ['AWS_SECRET_ACCESS_KEY', 'anything'],
    ['', 'Zx8Qp2Lm7Vt4Rk9Wn3Yb6Hc1Df5Gj0Sa'],
  ])('%s=%s', (name, text) => {
    expect(credentialSign(text, name)).toBeDefined();
  });

  test('is told by its length, with no character of it', () => {
    expect(credentialSign('hunter2', 'DB_PASSWORD')?.size).toBe('7 characters');
    expect(credentialSign('postgres://shop:hunter2@db/shop')?.size).toBe('31 characters');
  });
});

describe('what does not', () => {
  test.each([
    ['DATABASE_URL', 'postgres://shop@db.example.com/shop'],
    ['DATABASE_URL', 'postgres://shop:$(DB_PASSWORD)@db/shop'],
    ['DATABASE_URL', 'postgres://shop:${DB_PASSWORD}@db/shop'],
    ['PASSWORD_FILE', '/run/secrets/password'],
    ['DB_PASSWORD', ''],
    ['DB_PASSWORD', '$(OTHER)'],
    ['PWD', '/app'],
    ['OLDPWD', 'app'],
    ['RESET_PASSWORD', 'true'],
    ['USE_TOKEN', 'true'],
    ['MAX_TOKEN', 'hundred'],
    ['CSRF_TOKEN', 'header'],
    ['STRIPE_PUBLIC_KEY', 'pk_live_1'],
    ['SESSION_TOKEN', '3600'],
    ['TOKEN_URL', 'https://id.example.com/token'],
    ['GIT_COMMIT', '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b'],
    ['IMAGE', 'sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08'],
    ['REQUEST_ID', '123e4567-e89b-12d3-a456-426614174000'],
    ['DJANGO_SETTINGS_MODULE', 'shop.settings'],
    ['CONTACT', 'mailto:shop@example.com'],
    ['PYTHONPATH', '/app/src:/app/lib:/usr/local/lib/python3.13'],
    ['FEATURES', 'NewCheckoutFlow_FreeShipping_DarkMode_Recommendations'],
  ])('%s=%s', (name, text) => {
    expect(credentialSign(text, name)).toBeUndefined();
  });

  test('a certificate without its key', () => {
    expect(
      credentialSign('-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n'),
    ).toBeUndefined();
  });
});
