/** As the `ref` of what appears in a form: an outcome below the edge would not be seen. */
export function bringIntoView(element: HTMLElement | null): void {
  element?.scrollIntoView({ block: 'nearest' })
}
