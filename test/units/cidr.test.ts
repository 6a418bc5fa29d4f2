import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cidrContains, formatCidr, parseCidr } from '../../lib/units/cidr.ts';
import { must } from '../../lib/units/parsed.ts';

const contains = (outer: string, inner: string): boolean =>
  cidrContains(must(parseCidr(outer)), must(parseCidr(inner)));

describe('a CIDR block', () => {
  test('with host bits is refused with the block to write, or kept on request', () => {
    expect(parseCidr('10.1.2.3/8')).toMatchObject({
      problem: expect.stringContaining(`'10.0.0.0/8'`),
    });
    expect(parseCidr('2001:db8::1/32')).toMatchObject({
      problem: expect.stringContaining(`'2001:db8::/32'`),
    });
    expect(must(parseCidr('10.1.2.3/8', 'allow'))).toEqual({
      family: 4,
      address: '10.1.2.3',
      prefix: 8,
    });
  });

  test('is not a bare address, and says how to write one', () => {
    expect(parseCidr('10.0.0.1')).toMatchObject({
      problem: expect.stringContaining('10.0.0.1/32'),
    });
    expect(parseCidr('::1')).toMatchObject({ problem: expect.stringContaining('::1/128') });
  });

  test('is printed in a form that is read back the same', () => {
    const family4 = fc.tuple(fc.ipV4(), fc.nat(32)).map(([ip, length]) => `${ip}/${length}`);
    const group = fc.constantFrom('0', '0', '10', 'abc0');
    const family6 = fc
      .tuple(fc.array(group, { minLength: 8, maxLength: 8 }), fc.nat(128))
      .map(([groups, length]) => `${groups.join(':')}/${length}`);
    fc.assert(
      fc.property(fc.oneof(family4, family6), (text) => {
        const cidr = must(parseCidr(text, 'allow'));
        expect(must(parseCidr(formatCidr(cidr), 'allow'))).toEqual(cidr);
        expect(cidrContains(cidr, cidr)).toBe(true);
      }),
    );
  });

  test('contains its own parts only', () => {
    expect(contains('10.0.0.0/8', '10.20.0.0/16')).toBe(true);
    expect(contains('10.20.0.0/16', '10.0.0.0/8')).toBe(false);
    expect(contains('10.0.0.0/8', '192.168.0.0/16')).toBe(false);
    expect(contains('0.0.0.0/0', '::/0')).toBe(false);
    expect(contains('2001:db8::/32', '2001:db8:1::/48')).toBe(true);
  });
});
