// Text files of the project.
import { mkdirSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readText } from '../../lib/io/read-text.ts';
import { folder } from '../support/app-output.ts';

describe('reading a text file', () => {
  test.each(['', 'a\r\nb', '\uFEFFwith a mark', '{{ $labels.pod }} 😀\n'])(
    'gives %j exactly',
    (text) => {
      const file = `${folder()}/a.txt`;
      writeFileSync(file, text);
      expect(readText(file)).toEqual({ ok: true, text });
    },
  );

  test('a file that is not there, a folder and bytes that are no text are said in words', () => {
    const root = folder();
    mkdirSync(`${root}/folder`);
    writeFileSync(`${root}/image.png`, Uint8Array.of(0x89, 0x50, 0xff, 0xfe));
    expect(readText(`${root}/none`)).toEqual({ ok: false, problem: 'there is no such file' });
    expect(readText(`${root}/folder`)).toEqual({ ok: false, problem: 'it is a folder' });
    expect(readText(`${root}/image.png`)).toMatchObject({ problem: 'it is not text in UTF-8' });
  });
});
