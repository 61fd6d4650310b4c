/** The label of a drill's button always has the word in it. */
export function drillLabel(label: string): string {
  return label.includes('DRILL') ? label : `DRILL: ${label}`
}
