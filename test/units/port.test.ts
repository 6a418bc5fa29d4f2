import { expect, test } from 'vitest';
import { parsePort, parsePortName } from '../../lib/units/port.ts';

test.each([1, 80, 65_535, '8080'])('port %j is accepted', (input) => {
  expect(parsePort(input)).toEqual({ ok: true, value: Number(input) });
});

test.each([0, -1, 65_536, 80.5, Number.NaN, '', '080', '0x50', '8080 ', 'http', '65536'])(
  'port %j is refused',
  (input) => {
    expect(parsePort(input)).toMatchObject({ problem: expect.stringContaining('1 to 65535') });
  },
);

test('a port name that is too long is told its length', () => {
  expect(parsePortName('a-very-long-port-name')).toMatchObject({
    problem: expect.stringContaining('this has 21'),
  });
});
