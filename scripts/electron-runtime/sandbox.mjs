import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

const setUserIdBit = 0o4000;

/**
 * Some Linux systems forbid what Chromium's sandbox needs; Electron then aborts with words few people understand.
 * @param {{ executable: string, args: readonly string[] }} runtime
 * @param {(file: string) => string | undefined} [readSetting] reads a kernel setting
 * @returns {string | undefined} what to type, or undefined where the sandbox can work
 */
export function sandboxAdvice({ executable, args }, readSetting = readKernelSetting) {
  if (process.platform !== 'linux' || args.includes('--no-sandbox')) return undefined;
  const restricted =
    readSetting('/proc/sys/kernel/apparmor_restrict_unprivileged_userns') === '1' ||
    readSetting('/proc/sys/kernel/unprivileged_userns_clone') === '0' ||
    readSetting('/proc/sys/user/max_user_namespaces') === '0';
  const helper = path.join(path.dirname(executable), 'chrome-sandbox');
  if (!restricted || !existsSync(helper)) return undefined;
  const { uid, mode } = statSync(helper);
  if (uid === 0 && (mode & setUserIdBit) !== 0) return undefined;
  return (
    "This system does not let Electron's sandbox start by itself. If the window does not open, type this once:\n" +
    `  sudo chown root:root '${helper}' && sudo chmod 4755 '${helper}'`
  );
}

/**
 * @param {string} file
 * @returns {string | undefined}
 */
function readKernelSetting(file) {
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : undefined;
}
