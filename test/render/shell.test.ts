import { describe, expect, it } from 'vitest';
import { commandLine, commandLines } from '#render/shell.ts';

describe('commandLine', () => {
  it('leaves ordinary arguments bare', () => {
    const command = ['aws', 'eks', 'describe-addon', '--addon-name', 'kube-proxy', '--query', 'addon.health'];

    expect(commandLine(command)).toBe('aws eks describe-addon --addon-name kube-proxy --query addon.health');
  });

  it.each([
    ['a space', 'a b', "'a b'"],
    ['nothing at all', '', "''"],
    ['a quote', "it's", String.raw`'it'\''s'`],
    ['a substitution', '$(reboot)', "'$(reboot)'"],
    ['backquotes', '`reboot`', "'`reboot`'"],
    ['a new command', 'a;reboot', "'a;reboot'"],
    ['a glob', 'workers-*', "'workers-*'"],
    ['a home', '~root', "'~root'"],
    ['a first equals sign, which zsh expands', '=ls', "'=ls'"],
    ['a line break', "a\nb'c\\", String.raw`$'a\nb\'c\\'`],
    ['an escape', '\u001b[2J', String.raw`$'\x1b[2J'`],
    ['a bidirectional override', 'a\u202eb', String.raw`$'a\u202eb'`],
    ['a tag beyond the first plane', '\u{e0041}', String.raw`$'\U000e0041'`],
  ])('quotes %s as one word', (_, argument, quoted) => {
    expect(commandLine(['echo', argument])).toBe(`echo ${quoted}`);
  });
});

describe('commandLines', () => {
  const command = ['aws', 'eks', 'wait', 'addon-active', '--region', 'eu-west-1', '--cluster-name', 'shop prod'];

  it('keeps a command that fits on one line', () => {
    expect(commandLines(command, 100)).toEqual([commandLine(command)]);
  });

  it('joins the lines of one that does not by backslashes, an option with its value', () => {
    expect(commandLines(command, 40)).toEqual([
      'aws eks wait addon-active \\',
      '  --region eu-west-1 \\',
      "  --cluster-name 'shop prod'",
    ]);
  });

  it('fits the room with the backslash', () => {
    for (const line of commandLines(command, 46)) expect(line.length).toBeLessThanOrEqual(46);
    expect(commandLines(command, 46)).toHaveLength(2);
  });

  it('gives no line for no command', () => {
    expect(commandLines([], 40)).toEqual([]);
  });
});
