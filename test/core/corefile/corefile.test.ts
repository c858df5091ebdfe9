import { describe, expect, it } from 'vitest';
import { parseCorefile } from '#core/corefile/corefile.ts';
import { tokensOf } from '#core/corefile/corefile-tokens.ts';

/** What is read, a line a plugin: `.:53 kubernetes cluster.local {pods fallthrough}`. */
function read(text: string): readonly string[] | string {
  const reading = parseCorefile(text);
  if (!reading.ok) return `${reading.error} in line ${reading.line}`;
  return reading.corefile.servers.flatMap(({ keys, plugins }) => {
    const zones = keys.join(',');
    if (plugins.length === 0) return [zones];
    return plugins.map(({ name, args, properties }) =>
      [zones, name, ...args, ...(properties.length > 0 ? [`{${properties.join(' ')}}`] : [])].join(' '),
    );
  });
}

describe('the words of a Corefile', () => {
  it.each([
    ['are parted by space', 'a  b\tc\r\nd', ['a', 'b', 'c', 'd']],
    ['hold space in quotes', 'log . "{remote} - {type}" x', ['log', '.', '{remote} - {type}', 'x']],
    ['hold quotes in quotes', '"say \\"x\\"" y', ['say "x"', 'y']],
    ['keep other escapes', '"\\d\\\\" y', ['\\d\\\\', 'y']],
    ['keep a quote within', 'a"b c', ['a"b', 'c']],
    ['may be nothing in quotes', '"" a', ['', 'a']],
    ['end at the end of a text that leaves a quote open', 'a "b c', ['a', 'b c']],
    ['end at a comment, wherever it stands', 'a # b\nc#d e\nf', ['a', 'c', 'f']],
    ['do not end at a comment in quotes', '"a # b"', ['a # b']],
    ['come after a byte order mark', '\uFEFFa', ['a']],
    ['are none in an empty text', '', []],
    ['are none in a comment', ' # a\n', []],
  ])('%s', (_, text, words) => {
    expect(tokensOf(text).map((token) => token.text)).toEqual(words);
  });

  it('know their line, and whether they begin it', () => {
    const tokens = tokensOf('# x\na "b\nc" d\n  e');

    expect(tokens.map(({ line, startsLine }) => [line, startsLine])).toEqual([
      [2, true],
      [2, false],
      [3, false],
      [4, true],
    ]);
  });
});

describe('a Corefile', () => {
  it.each<readonly [string, string, readonly string[]]>([
    [
      'is read with plugins and the properties of their blocks',
      `.:53 {
        errors
        health {
          lameduck 5s
        }
        kubernetes cluster.local in-addr.arpa {
          pods insecure
          fallthrough in-addr.arpa
        }
      }`,
      ['.:53 errors', '.:53 health {lameduck}', '.:53 kubernetes cluster.local in-addr.arpa {pods fallthrough}'],
    ],
    ['is nothing where nothing is said', '', []],
    ['may have several zones in a line', 'a.org b.org {\nlog\n}', ['a.org,b.org log']],
    ['may carry zones on over lines by commas', 'a.org,\nb.org, c.org {\nlog\n}', ['a.org,b.org,c.org log']],
    ['may have several blocks', 'a.org {\nlog\n}\n\nb.org {\nerrors\n}', ['a.org log', 'b.org errors']],
    ['may have one block without braces', '.\nlog\nerrors', ['. log', '. errors']],
    ['may import into one without braces', '(x) {\nlog\n}\n.\nimport x', ['. log']],
    ['may be zones alone', '.:53', ['.:53']],
    ['may have an empty block', '. {\n}', ['.']],
    ['may have a block within a line', '. {\nhealth { lameduck\n}\n}', ['. health {lameduck}']],
    ['may open the block of a plugin on the next line', '. {\nhealth\n{\nlameduck 5s\n}\n}', ['. health {lameduck}']],
    [
      'does not take what lies deeper for a property',
      '. {\nerrors {\nconsolidate 5m x {\nshow_first\n}\nstacktrace\n}\nlog\n}',
      ['. errors {consolidate stacktrace}', '. log'],
    ],
    [
      'is not ended by a brace in quotes or in a word',
      '. {\nlog . "}x {" {$A}\nerrors\n}',
      ['. log . }x { {$A}', '. errors'],
    ],
    ['does not read comments', '. { # one {\nlog # two }\n# three {\n}', ['. log']],
  ])('%s', (_, text, expected) => {
    expect(read(text)).toEqual(expected);
  });

  it.each<readonly [string, string, readonly string[]]>([
    [
      'puts snippets in, as often as they are imported',
      '(x) {\nlog\nerrors\n}\na {\nimport x\n}\nb {\nimport x\nloop\n}',
      ['a log', 'a errors', 'b log', 'b errors', 'b loop'],
    ],
    [
      'puts snippets into the block of a plugin',
      '(x) {\npods insecure\nttl 5\n}\n. {\nkubernetes {\nimport x\nnoendpoints\n}\n}',
      ['. kubernetes {pods ttl noendpoints}'],
    ],
    ['puts snippets into snippets', '(x) {\nlog\n}\n(y) {\nimport x\nloop\n}\n. {\nimport y\n}', ['. log', '. loop']],
    ['puts whole blocks in', '(x) {\na {\nlog\n}\n}\nimport x\nb {\nloop\n}', ['a log', 'b loop']],
    ['does not run what no one imports', '(x) {\nnonsense\n}\n. {\nlog\n}', ['. log']],
    ['puts an empty snippet in', '(x) {\n}\n. {\nimport x\nlog\n}', ['. log']],
    ['reads a snippet within a line', '(x) { log }\n. {\nimport x\nerrors\n}', ['. log', '. errors']],
    ['takes a word in the middle of a line for no import', '. {\nlog import\n}', ['. log import']],
  ])('%s', (_, text, expected) => {
    expect(read(text)).toEqual(expected);
    expect(parseCorefile(text)).toMatchObject({ corefile: { imports: [] } });
  });

  it.each([
    [
      'a file in a block',
      '. {\nimport /etc/coredns/custom/*.override\nlog\n}',
      ['/etc/coredns/custom/*.override'],
      ['. log'],
    ],
    ['a file of blocks', 'import ../custom/*.server\n. {\nlog\n}', ['../custom/*.server'], ['. log']],
    ['a snippet that comes later', '. {\nimport x\nlog\n}\n(x) {\nerrors\n}', ['x'], ['. log']],
  ])('names what it imports and does not hold: %s', (_, text, imports, expected) => {
    expect(read(text)).toEqual(expected);
    expect(parseCorefile(text)).toMatchObject({ corefile: { imports } });
  });

  it.each([
    ['a server block that is not closed', '# dns\n.:53 {\nlog\n', 'UNCLOSED_BRACE in line 2'],
    ['the block of a plugin that is not closed', '. {\nhealth {\nlameduck 5s\nlog\n}\n', 'UNCLOSED_BRACE in line 1'],
    ['both', '. {\nhealth {\nlameduck 5s\n', 'UNCLOSED_BRACE in line 2'],
    ['a snippet that is not closed', '(x) {\nlog {\n}\n', 'UNCLOSED_BRACE in line 1'],
    ['a closing brace in the line of a plugin', '. {\nerrors }\n', 'UNEXPECTED_BRACE in line 2'],
    ['a comma before the brace', 'a.org, {\nlog\n}', 'COMMA in line 1'],
    ['a comma at the end', 'a.org,', 'COMMA in line 1'],
    ['a snippet without a block', '(x)\nlog', 'SNIPPET in line 2'],
    ['a snippet twice', '(x) {\n}\n(x) {\n}', 'SNIPPET in line 3'],
    ['an import of nothing', '. {\nimport\nlog\n}', 'IMPORT in line 2'],
    ['an import at the end', '. {\nimport', 'IMPORT in line 2'],
    ['an import of two', '. {\nimport a b\n}', 'IMPORT in line 2'],
    ['an import among zones that is of nothing', 'import\n.', 'IMPORT in line 1'],
    ['an import in the block of a plugin that is of nothing', '. {\nlog {\nimport\n}\n}', 'IMPORT in line 3'],
    ['a snippet that imports itself', '(x) {\nimport x\n}\n. {\nimport x\n}', 'IMPORT in line 2'],
  ])('is not read beyond %s', (_, text, expected) => {
    expect(read(text)).toBe(expected);
  });

  it('names the first place at which it stops', () => {
    expect(read('. {\nerrors }\n\n(x) {')).toBe('UNEXPECTED_BRACE in line 2');
  });

  it('is not read beyond snippets that grow without end', () => {
    const doubling = Array.from(
      { length: 30 },
      (_, index) => `(s${index + 1}) {\nimport s${index}\nimport s${index}\n}`,
    );

    expect(read(['(s0) {\nlog\n}', ...doubling, '. {\nimport s30\n}'].join('\n'))).toMatch(/^IMPORT in line \d+$/);
  });
});
