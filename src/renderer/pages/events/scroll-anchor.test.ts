import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anchorAt, isAtEnd, scrollIntoView, scrollTopFor } from './scroll-anchor.ts'

describe('scroll anchor', () => {
  it('comes back to where it was, whatever left the log in front of it', () => {
    fc.assert(
      fc.property(fc.nat(1_000_000), fc.nat(50_000), fc.nat(50_000), fc.constantFrom(24, 32), (scrollTopPx, first, dropped, rowPx) => {
        const anchor = anchorAt(scrollTopPx, first, rowPx)
        expect(scrollTopFor(anchor, first, rowPx)).toBe(scrollTopPx)
        const after = scrollTopFor(anchor, first + dropped, rowPx)
        // The row at the top edge is the same one, unless it is gone: then the list starts at its oldest row.
        if (anchor.ordinal >= first + dropped) expect(anchorAt(after, first + dropped, rowPx)).toEqual(anchor)
        else expect(after).toBe(0)
      }),
    )
  })

  it('treats a bounce above the top as the top', () => {
    expect(anchorAt(-12, 100, 24)).toEqual({ ordinal: 100, offsetPx: 0 })
  })

  it('calls the last two pixels the end', () => {
    expect([isAtEnd(998, 500, 1_500), isAtEnd(997, 500, 1_500)]).toEqual([true, false])
  })

  it('moves as little as it can to show a row', () => {
    expect(scrollIntoView(105, 100, 24, 0, 240)).toBeUndefined()
    expect(scrollIntoView(100, 100, 24, 60, 240)).toBe(0)
    expect(scrollIntoView(120, 100, 24, 0, 240)).toBe(21 * 24 - 240)
  })
})
