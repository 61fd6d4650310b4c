/** Words that name a level in a room's name, from the widest to the narrowest. */
const levels = ['district', 'school', 'campus', 'department', 'grade', 'course', 'class', 'section', 'group', 'lesson', 'session'] as const

export interface RoomStep {
  readonly level: string
  readonly id: string
}

/**
 * The hierarchy that a room's name carries (`district:4:school:12:class:7b`, `school-12/class-7b`); null where it carries
 * none. Two levels at least, each once and from wide to narrow: a name that only looks like it is left alone.
 */
export function roomPath(name: string): readonly RoomStep[] | null {
  const parts = name.split(/[/>:]/).map((part) => part.trim())
  const steps: RoomStep[] = []
  for (let at = 0; at < parts.length; at++) {
    const part = parts[at] ?? ''
    const joined = /^([a-z]+)[-_ ](.+)$/i.exec(part)
    if (isLevel(part)) {
      const id = parts[at + 1]
      if (id === undefined || id === '' || isLevel(id)) return null
      steps.push({ level: part.toLowerCase(), id })
      at++
    } else if (joined?.[1] !== undefined && joined[2] !== undefined && isLevel(joined[1])) {
      steps.push({ level: joined[1].toLowerCase(), id: joined[2] })
    } else return null
  }
  const ranks = steps.map((step) => levels.findIndex((level) => level === step.level))
  return steps.length >= 2 && ranks.every((rank, index) => index === 0 || rank > (ranks[index - 1] ?? -1)) ? steps : null
}

function isLevel(word: string): boolean {
  return levels.some((level) => level === word.toLowerCase())
}

/** `District 4 › School 12 › Class 7b`. */
export function pathWords(steps: readonly RoomStep[]): string {
  return steps.map((step) => `${step.level.charAt(0).toUpperCase()}${step.level.slice(1)} ${step.id}`).join(' › ')
}
