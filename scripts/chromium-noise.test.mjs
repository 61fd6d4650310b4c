import { expect, test } from 'vitest';
import { isHarmlessNoise } from './chromium-noise.mjs';

test.each([
  '[6500:1120/132016.693468:ERROR:bus.cc(407)] Failed to connect to the bus: Failed to connect to socket /run/dbus/system_bus_socket: No such file or directory',
  '[6560:1120/132016.927103:ERROR:viz_main_impl.cc(181)] Exiting GPU process due to errors during initialization',
  '[71:1120/1.2:ERROR:dbus/bus.cc:408] Failed to connect to the bus: Could not parse server address',
])('hidden: %s', (line) => expect(isHarmlessNoise(line)).toBe(true));

test.each([
  'Error: cannot open the settings file',
  '[6500:1120/132016.7:FATAL:setuid_sandbox_host.cc(158)] The SUID sandbox helper binary was found, but is not configured correctly.',
  '[6500:1120/132016.7:ERROR:browser_main_loop.cc(276)] Gtk: cannot open display',
  'bus.cc is a file name in our own message',
])('shown: %s', (line) => expect(isHarmlessNoise(line)).toBe(false));
