// Strings that some YAML reader has been seen to take for something else, and generators of more of them.
import fc from 'fast-check';

const words =
  `yes Yes YES no No NO on On ON off Off OFF y Y n N true True TRUE false False FALSE null Null NULL nULL tRUE ~ = << ! - -- --- ... ? : | > % @ * & # , . .. _ + [] {} [ ] { } ' " \\
0 00 07 08 0777 0o7 0o22 0O7 0x1F 0X1f 0b11 0B11 1e3 1E5 1e+3 12e03 -2E+05 e5 E+0 .e5 _e5 1. .5 -.5 +.5 -1 +1 -0 0.0 1_000 0_1 _1 1__0 1,000 1..2 1.2.3 1.2.3.4 0x 0b 0o
12:30 12:30:45 1:30 190:20:30 1:2 -1:30 1:30.5 2001-01-01 2001-1-1 2001-12-14t21:59:43.10-05:00 2001-12-14T21:59:43Z 24-01-01
.inf .Inf .INF -.inf -.Inf +.inf inf .nan .NaN .NAN NaN nan Infinity -Infinity
250m 256Mi 1Gi 25% 30s 8080 1k 1M 1e3Mi 5e 1E 1h30m 0s 10ms
{{.Values.x}} $(VAR) \${VAR} %{a} &a *a !a @a \`a\` !!str !!binary #a a# a: :a a:b a:: -a ?a |- >- |+ >2 %YAML %TAG --- <<: key: - <a> a=b /a/b a/b:1.2 sha256:abc C:\\dir http://a/b?c=d#e a@b n/a a,b a;b [a] {a:b} "a" 'a' it's a"b a\\b __proto__ constructor toString 0 1 -1 9007199254740993`.split(
    /\s+/,
  );

const shaped = [
  '',
  ' ',
  '  a',
  'a ',
  '\ta',
  'a\tb',
  'a\t',
  '- a',
  '--- a',
  '? a',
  ': a',
  'a: b',
  'a #b',
  'a:\tb',
  'a\t#b',
  'a, b',
  '{a: b}',
  'a  b',
  'a - b',
  'a -',
  'a ?b',
  'a &b',
  'a :b',
  'on: x',
  'y: 1',
  'true ',
  ' true',
  '# c',
  '{{ .Values.image.tag }}',
  '{{- if .Values.x }}',
  '0 3 * * *',
  '* * * * *',
  '!!str a',
  '%YAML 1.1',
  'x'.repeat(3000),
  'word '.repeat(300),
  'a\nb',
  'a\nb\n',
  'a\n',
  'a\n\n',
  'a\n\n\n',
  '\n',
  '\n\n',
  '\na',
  'a\n b\n',
  ' a\nb',
  'a\n\nb',
  'a\n \nb',
  'a \nb ',
  'a\n\tb',
  '\t\n',
  'x\n  ',
  'a\r\nb',
  '\r',
  'a\rb',
  '---\na: b\n---\n',
  'a\n---\nb\n',
  'a\n...\n',
  '# c\na\n',
  'key: |\n  a\n  b\n',
  'a: &x 1\nb: *x\n',
  '|-\na',
  '>\n',
  'yes\n',
  '1\n',
  '%TAG\nx',
  '- a\n- b',
  'a\n#b',
  '{{ a }}\n{{ b }}\n',
  'é\nü\n',
  '🚀\nb\n',
  'a\u0085b',
  'a\u2028b',
  'a\u2029b\n',
  '\ufeffa',
  'a\ufeffb\n',
  'a\u0000b',
  '\u0007',
  '\u001b[0m',
  '\u007f',
  '\u009f',
  '\u00a0',
  '\u00a0a\n',
  'é',
  '日本',
  '🚀 go',
  '\ufffe',
  '\uffff',
  '\u{10ffff}',
  '\u{1fffe}',
  '\u200b',
  '\u00ad',
  '\ufdd0',
];

/** Each of them once. */
export const nasty: readonly string[] = [...new Set([...words, ...shaped])];

/** Short strings over the characters that mean something in YAML. */
export const nastyString: fc.Arbitrary<string> = fc.oneof(
  { weight: 1, arbitrary: fc.constantFrom(...nasty) },
  {
    weight: 3,
    arbitrary: fc.string({
      unit: fc.constantFrom(
        ...Array.from(
          ` \n\t:#-?,[]{}&*!|>'"%@\`=<~\\/._+$0123456789eExXoOabnytrufYN\r\u0085\u2028\ufeff\u0000\u007fé🚀`,
        ),
      ),
      maxLength: 12,
    }),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 12 }) },
);

/** Data such as manifests are made of, with nasty strings for keys and values. */
export const nastyData: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    nastyString,
    fc.oneof(
      fc.boolean(),
      fc.constant(null),
      fc.integer(),
      fc.double({ noNaN: true, noDefaultInfinity: true }).map((n) => n + 0),
    ),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(nastyString, tie('value'), { maxKeys: 4, noNullPrototype: true }),
  ),
})).value;

/** Everything above in one value: as values, items of lists, and keys. */
export const nastyDocument = {
  items: nasty,
  values: Object.fromEntries(nasty.map((text, i) => [`k${i}`, text])),
  keys: Object.fromEntries(nasty.map((text, i) => [text, i])),
  nested: [
    { first: nasty, second: [nasty, [nasty]] },
    { 'a key': { with: nasty.map((text) => ({ text })) } },
  ],
  long: { ['k'.repeat(1500)]: { of: ['x'] }, ['l'.repeat(1500)]: 'a\nb\n' },
  numbers: [
    0,
    1,
    -1,
    1.5,
    0.1,
    1e21,
    1e-7,
    -1e30,
    123456789012,
    2 ** 53 - 1,
    5e-324,
    1.7976931348623157e308,
  ],
  shapes: {
    object: {},
    list: [],
    nothing: null,
    yes: true,
    no: false,
    deep: [[], [1, [2, 'a\nb\n']], {}, { a: [{}], b: { c: [] } }],
  },
};
