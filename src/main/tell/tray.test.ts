import { describe, expect, test } from 'vitest'
import type { Severity } from '../../shared/catalog.ts'
import type { LinkState } from '../../shared/domain.ts'
import { desktopState } from './desktop-state.ts'
import type { OpenGroup } from './open-groups.ts'
import { trayPixels } from './tray-pixels.ts'
import type { TrayShape } from './tray-pixels.ts'

const shapes: TrayShape[] = ['normal', 'warning', 'critical', 'offline']

function group(severity: Severity, open: number): OpenGroup {
  return { key: `${severity} ${open}`, school: 'Lincoln High', cause: 'truancy', targetId: 'lincoln', severity, open, alertIds: [] }
}

describe('badge and tray', () => {
  test.each<[OpenGroup[], LinkState[], boolean, string, number, string]>([
    [[], ['live'], false, 'normal', 0, 'Normal: no open alerts'],
    [[], [], false, 'normal', 0, 'Normal: no open alerts'],
    [[group('info', 2)], ['live'], false, 'normal', 2, 'Normal: 2 open alerts'],
    [[group('warning', 1)], ['live'], false, 'warning', 1, 'Warning: 1 open alert'],
    [[group('critical', 1), group('warning', 4)], ['live'], true, 'critical', 5, 'Critical: 5 open alerts, do not disturb'],
    [[], ['offline', 'signed-out', 'off'], false, 'offline', 0, 'Offline: no open alerts, no platform is connected'],
    [[group('warning', 1)], ['offline'], false, 'offline', 1, 'Offline: 1 open alert, no platform is connected'],
    [[group('critical', 1)], ['offline'], false, 'critical', 1, 'Critical: 1 open alert, no platform is connected'],
    [[], ['offline', 'delayed'], false, 'normal', 0, 'Normal: no open alerts'],
    [[], ['off'], false, 'normal', 0, 'Normal: no open alerts'],
  ])('%#: %j', (groups, states, quiet, tray, badge, word) => {
    expect(desktopState(groups, states.map((state) => ({ state })), quiet)).toEqual({ tray, badge, word, quiet })
  })
})

describe('tray icons', () => {
  test.each(shapes)('%s has the size asked for, something in it and nothing at its corners', (shape) => {
    const pixels = trayPixels(shape, 22)
    expect(pixels.length).toBe(22 * 22 * 4)
    const alpha = pixels.filter((_, index) => index % 4 === 3)
    expect(alpha.filter((value) => value === 255).length).toBeGreaterThan(40)
    expect([alpha[0], alpha[21], alpha.at(-1)]).toEqual([0, 0, 0])
    // Premultiplied: no colour is stronger than its alpha.
    for (let at = 0; at < pixels.length; at += 4) expect(Math.max(...pixels.subarray(at, at + 3))).toBeLessThanOrEqual((pixels[at + 3] as number) + 1)
  })

  test('differ without colour, at 16 px and at 22', () => {
    for (const size of [16, 22]) {
      const masks = shapes.map((shape) => trayPixels(shape, size, true))
      for (const [a, first] of masks.entries()) {
        for (const second of masks.slice(a + 1)) {
          let different = 0
          for (let at = 3; at < first.length; at += 4) if (Math.abs((first[at] as number) - (second[at] as number)) > 127) different++
          expect(different).toBeGreaterThan(size * size * 0.08)
        }
      }
    }
  })
})
