import { describe, expect, test } from 'vitest'
import { boundsFor } from './window-state.ts'

const display = { x: 0, y: 0, width: 1920, height: 1080 }
const kept = { x: 100, y: 80, width: 1300, height: 800, maximized: false }

describe('boundsFor', () => {
  test('opens where the window was', () => {
    expect(boundsFor(kept, [display])).toEqual({ x: 100, y: 80, width: 1300, height: 800 })
  })

  test('centres when the display is gone', () => {
    expect(boundsFor({ ...kept, x: 4000 }, [display])).toEqual({ x: 240, y: 90, width: 1440, height: 900 })
  })

  test('63 visible px are not enough, 64 are', () => {
    expect(boundsFor({ ...kept, x: 1920 - 63 }, [display]).x).toBe(240)
    expect(boundsFor({ ...kept, x: 1920 - 64 }, [display]).x).toBe(1920 - 64)
  })

  test('a second display left of the first counts', () => {
    expect(boundsFor({ ...kept, x: -1200 }, [display, { x: -1920, y: 0, width: 1920, height: 1080 }]).x).toBe(-1200)
  })

  test('never smaller than the smallest layout', () => {
    expect(boundsFor({ ...kept, width: 300, height: 200 }, [display])).toMatchObject({ width: 1024, height: 680 })
    expect(boundsFor(undefined, [{ x: 0, y: 0, width: 800, height: 600 }])).toEqual({ x: 0, y: 0, width: 1024, height: 680 })
  })
})
