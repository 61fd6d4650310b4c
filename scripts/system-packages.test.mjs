import { expect, test } from 'vitest';
import { installCommand, missingLibraries, offeredPackages, otherSystemAdvice } from './system-packages.mjs';

test('the libraries ldd did not find, each once', () => {
  const output = [
    '\tlinux-vdso.so.1 (0x00007ffc)',
    '\tlibgtk-3.so.0 => not found',
    '\tlibc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x00007f)',
    '\tlibasound.so.2 => not found',
    '\tlibgtk-3.so.0 => not found',
  ].join('\n');
  expect(missingLibraries(output)).toEqual(['libasound.so.2', 'libgtk-3.so.0']);
  expect(missingLibraries('\tnot a dynamic executable')).toEqual([]);
});

test('a name that other packages only provide is not offered', () => {
  const policy = [
    'libasound2t64:\n  Installed: (none)\n  Candidate: 1.2.11-1\n  Version table:\n     1.2.11-1 500',
    'libasound2:\n  Installed: (none)\n  Candidate: (none)\n  Version table:',
    'libnss3:\n  Installed: 2:3.98-1\n  Candidate: 2:3.98-1\n  Version table:',
  ].join('\n');
  expect([...offeredPackages(policy)]).toEqual(['libasound2t64', 'libnss3']);
});

test('the command to type is whole', () => {
  expect(installCommand(['xvfb', 'xauth'])).toBe('sudo apt-get update && sudo apt-get install -y --no-install-recommends xvfb xauth');
});

test('without apt the libraries are named', () => {
  const advice = otherSystemAdvice({ libraries: ['libgtk-3.so.0'], display: true });
  expect(advice).toContain('libgtk-3.so.0');
  expect(advice).toContain('Xvfb');
  expect(otherSystemAdvice({ libraries: ['libgtk-3.so.0'], display: false })).not.toContain('Xvfb');
});
