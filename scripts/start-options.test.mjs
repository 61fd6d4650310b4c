import { expect, test } from 'vitest';
import { parseStartOptions } from './start-options.mjs';
import { UserError } from './user-error.mjs';

const parse = (/** @type {string[]} */ ...argv) => parseStartOptions(argv, '/home/mia/pictures');

test('a file name is relative to where the person is, everything else goes through', () => {
  expect(parse('--screenshot', 'a.png', '--screen', 'events', '--theme', 'dark', '--size=1280x800', '--after', '2.5', '--demo', 'x')).toEqual({
    dev: false,
    screenshot: true,
    size: { width: 1280, height: 800 },
    appArgs: [
      '--screenshot',
      '/home/mia/pictures/a.png',
      '--screen',
      'events',
      '--theme',
      'dark',
      '--size',
      '1280x800',
      '--after',
      '2.5',
      '--demo',
      'x',
    ],
  });
});

test('--dev is for this script, not for the app', () => {
  expect(parse('--dev')).toMatchObject({ dev: true, appArgs: [] });
});

test.each([
  [['--screenshot'], /--screenshot needs a value/],
  [['--screenshot', '--theme', 'dark'], /--screenshot needs a value/],
  [['--screenshot', 'a.jpg'], /should end in \.png/],
  [['--theme', 'blue'], /light or dark, not "blue"/],
  [['--size', '1280'], /like 1280x800, not "1280"/],
  [['--size', '-1x5'], /like 1280x800/],
  [['--size', '10x10'], /outside 480x320 to 7680x4320/],
  [['--size=99999x99999'], /outside/],
  [['--after', 'soon'], /seconds from 0 to 600, not "soon"/],
  [['--after', '-1'], /seconds from 0 to 600/],
  [['--after', 'NaN'], /seconds from 0 to 600/],
])('%j is refused with a sentence and exit code 2', (argv, words) => {
  try {
    parse(...argv);
    expect.unreachable();
  } catch (error) {
    expect(error).toBeInstanceOf(UserError);
    expect(error).toMatchObject({ exitCode: 2, message: expect.stringMatching(words) });
    expect(String(error)).toContain('Example: npm start -- --screenshot');
  }
});
