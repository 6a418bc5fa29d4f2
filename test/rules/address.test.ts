import { describe, expect, test } from 'vitest';
import { addressIn } from '../../lib/rules/address.ts';

describe('the address of somebody else in a variable', () => {
  test.each([
    ['API_URL', 'https://api.example.com/v1', 'api.example.com:443'],
    ['API_URL', 'http://catalog.shop.svc:8080', 'catalog.shop.svc:8080'],
    ['DATABASE_URL', 'postgresql+psycopg://shop@db/shop', 'db:5432'],
    ['CACHE', 'rediss://user:pass@cache.example.com', 'cache.example.com:6379'],
    ['KAFKA_BROKERS', 'kafka-0.kafka:9092', 'kafka-0.kafka:9092'],
    ['SMTP_HOST', 'mail.example.com:587', 'mail.example.com:587'],
    ['SENTRY_DSN', 'https://key@o1.ingest.sentry.io/2', 'o1.ingest.sentry.io:443'],
  ])('%s=%s is %s', (name, value, shown) => {
    expect(addressIn(name, value)?.shown).toBe(shown);
  });

  test.each([
    ['ALLOWED_ORIGINS', 'https://shop.example.com'],
    ['SITE_URL', 'https://shop.example.com'],
    ['OAUTH_REDIRECT_URL', 'https://shop.example.com/done'],
    ['API_URL', 'http://localhost:8080'],
    ['API_URL', 'http://127.0.0.1:8080'],
    ['BIND', '0.0.0.0:8000'],
    ['DATABASE_URL', 'sqlite:///var/lib/shop.db'],
    ['VERSION', '1.4:2'],
    ['TIME', '12:30'],
    ['SMTP_HOST', 'mail.example.com'],
    ['DJANGO_SETTINGS_MODULE', 'shop.settings'],
    ['FEATURE', 'urn:example:feature'],
    ['NAMESPACE', 'https://schema.example.com/shop'],
  ])('%s=%s is none', (name, value) => {
    expect(addressIn(name, value)).toBeUndefined();
  });
});
