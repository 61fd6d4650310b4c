import { createInterface } from 'node:readline';

/**
 * What Chromium prints on a machine without a desktop session or a graphics card, and what means nothing there.
 * Each is seen on Debian 12 under Xvfb; anything else on stderr is passed on.
 */
const harmless = [
  /:ERROR:bus\.cc\(\d+\)\] Failed to connect to the bus/,
  /:ERROR:object_proxy\.cc\(\d+\)\] Failed to call method: org\.freedesktop\./,
  /:ERROR:viz_main_impl\.cc\(\d+\)\] Exiting GPU process due to errors during initialization/,
  /:ERROR:(?:gl_|gpu_|vaapi_|angle_|egl_|command_buffer_)\w+\.cc\(\d+\)\]/,
  /:ERROR:shared_image_interface_proxy\.cc\(\d+\)\] Buffer handle is null/,
  /:ERROR:one_copy_raster_buffer_provider\.cc\(\d+\)\] Creation of StagingBuffer's SharedImage failed/,
  /:ERROR:ui\/gl\/\w+\.cc:\d+\]/,
  /:ERROR:(?:dbus|components\/dbus)\/[\w/]+\.cc:\d+\]/,
  /:ERROR:components\/viz\/service\/main\/viz_main_impl\.cc:\d+\]/,
  /:ERROR:gpu\/[\w/]+\.cc:\d+\]/,
  /libva error: /,
  /MESA: error: ZINK: |^libEGL warning: |^glx: failed to create dri3 screen/,
];

/**
 * @param {string} line one line of Electron's stderr
 * @returns {boolean} whether a person loses nothing when it is not shown
 */
export function isHarmlessNoise(line) {
  return harmless.some((pattern) => pattern.test(line));
}

/**
 * Passes a child's stderr on line by line, without the noise; all of it where ROLLCALL_VERBOSE is 1.
 * @param {import('node:stream').Readable | null} stderr
 * @param {NodeJS.ProcessEnv} env
 */
export function passStderr(stderr, env) {
  if (!stderr) return;
  if (env.ROLLCALL_VERBOSE === '1') {
    stderr.pipe(process.stderr);
    return;
  }
  createInterface({ input: stderr }).on('line', (line) => {
    if (!isHarmlessNoise(line)) process.stderr.write(`${line}\n`);
  });
}
