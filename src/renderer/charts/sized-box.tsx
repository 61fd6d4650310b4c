import { useEffect, useRef, useState, type ReactNode } from 'react'

/** Gives a chart its size; recharts' own container is not needed for that. Without `heightPx` it is as high as its place. */
export function SizedBox({ heightPx, children }: { heightPx?: number; children: (widthPx: number, heightPx: number) => ReactNode }) {
  const box = useRef<HTMLDivElement>(null)
  const [size, setSize] = useState({ width: 0, height: 0 })
  useEffect(() => {
    const element = box.current
    if (element === null) return
    const observer = new ResizeObserver(() => { setSize({ width: Math.floor(element.clientWidth), height: Math.floor(element.clientHeight) }) })
    observer.observe(element)
    return () => { observer.disconnect() }
  }, [])
  return <div ref={box} className="rate-box" style={heightPx === undefined ? undefined : { height: heightPx }}>{size.width > 0 ? children(size.width, heightPx ?? size.height) : null}</div>
}
