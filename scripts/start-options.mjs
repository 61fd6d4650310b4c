import path from 'node:path';
import { UserError } from './user-error.mjs';

/** A window smaller than this shows nothing useful; larger than this no display has. Pixels. */
const smallest = { width: 480, height: 320 };
const largest = { width: 7680, height: 4320 };
const longestAfterSeconds = 600;

/**
 * @typedef {object} StartOptions
 * @property {boolean} dev run under `electron-vite dev`
 * @property {boolean} screenshot the app ends by itself after writing a PNG
 * @property {{ width: number, height: number } | undefined} size what --size asks for, pixels
 * @property {string[]} appArgs everything the app itself gets, --screenshot's file made absolute
 */

const usage =
  'npm start -- [--screenshot FILE] [--screen NAME] [--theme light|dark] [--size WxH] [--after SECONDS]\n' +
  'Example: npm start -- --screenshot overview.png --screen overview --theme dark --size 1280x800 --after 20';

/**
 * Reads what this script has to know and checks what the app would choke on; every other argument is passed through.
 * @param {readonly string[]} argv the words after the script's name
 * @param {string} callerFolder what a relative file name is relative to
 * @returns {StartOptions} throws a UserError with exit code 2 that says what to write instead
 */
export function parseStartOptions(argv, callerFolder) {
  /** @type {StartOptions} */
  const options = { dev: false, screenshot: false, size: undefined, appArgs: [] };
  const words = splitEquals(argv);
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? '';
    if (word === '--dev') {
      options.dev = true;
      continue;
    }
    options.appArgs.push(word);
    if (!checkedOptions.has(word)) continue;
    index += 1;
    options.appArgs.push(checkValue(word, words[index], callerFolder, options));
  }
  return options;
}

const checkedOptions = new Set(['--screenshot', '--screen', '--theme', '--size', '--after']);

/**
 * `--size=1280x800` is the same as `--size 1280x800`.
 * @param {readonly string[]} argv
 * @returns {string[]}
 */
function splitEquals(argv) {
  return argv.flatMap((word) => {
    const equals = word.indexOf('=');
    return equals > 0 && checkedOptions.has(word.slice(0, equals)) ? [word.slice(0, equals), word.slice(equals + 1)] : [word];
  });
}

/**
 * @param {string} name
 * @param {string | undefined} value
 * @param {string} callerFolder
 * @param {StartOptions} options takes what the script itself has to know
 * @returns {string} the value the app gets
 */
function checkValue(name, value, callerFolder, options) {
  if (value === undefined || value === '' || value.startsWith('--')) throw wrong(`${name} needs a value.`);
  switch (name) {
    case '--screenshot':
      if (!value.toLowerCase().endsWith('.png')) throw wrong(`--screenshot writes a PNG; "${value}" should end in .png.`);
      options.screenshot = true;
      return path.resolve(callerFolder, value);
    case '--theme':
      if (value !== 'light' && value !== 'dark') throw wrong(`--theme is light or dark, not "${value}".`);
      return value;
    case '--size':
      options.size = parseSize(value);
      return `${options.size.width}x${options.size.height}`;
    case '--after': {
      const seconds = Number(value);
      if (!(seconds >= 0 && seconds <= longestAfterSeconds)) {
        throw wrong(`--after is a number of seconds from 0 to ${longestAfterSeconds}, not "${value}".`);
      }
      return value;
    }
    default:
      return value; // --screen: the app knows its screens.
  }
}

/**
 * @param {string} value
 * @returns {{ width: number, height: number }}
 */
function parseSize(value) {
  const match = /^(\d+)[x×](\d+)$/i.exec(value);
  if (!match) throw wrong(`--size is width x height in pixels, like 1280x800, not "${value}".`);
  const [width, height] = [Number(match[1]), Number(match[2])];
  if (width < smallest.width || height < smallest.height || width > largest.width || height > largest.height) {
    const [from, to] = [smallest, largest].map((size) => `${size.width}x${size.height}`);
    throw wrong(`--size ${value} is outside ${from} to ${to}.`);
  }
  return { width, height };
}

/**
 * @param {string} sentence
 * @returns {UserError}
 */
function wrong(sentence) {
  return new UserError(`${sentence}\n\n${usage}`, 2);
}
