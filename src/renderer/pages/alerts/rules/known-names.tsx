import { useEffect, useState } from 'react'
import { checkFeedFilter } from '../../../actions.ts'
import { invalid } from '../../platforms/field.tsx'

const TYPING_MS = 120

/** A field of the feed's filter whose values are completed by what was seen. */
export type KnownKind = 'event' | 'ns' | 'room' | 'role'

/** A value of the filter language as the name that it stands for: without quotes. */
export function nameOfCompletion(text: string): string {
  return text.startsWith('"') && text.endsWith('"') && text.length > 1 ? text.slice(1, -1).replace(/\\(["\\])/g, '$1') : text
}

/** The question whose completions are names that hold `typed`. */
export function completionQuestion(kind: KnownKind, typed: string): string {
  return `${kind}:"${typed.replace(/(["\\])/g, '\\$1')}`
}

/** Names that were seen and hold what is typed; asked for while the field has the focus. */
export function useKnownNames(kind: KnownKind, typed: string, active: boolean): readonly string[] {
  const [names, setNames] = useState<readonly string[]>([])
  useEffect(() => {
    if (!active) return undefined
    let current = true
    const timer = setTimeout(() => {
      const question = completionQuestion(kind, typed)
      checkFeedFilter(question, question.length).then(
        ({ completions }) => { if (current) setNames(completions.map(nameOfCompletion)) },
        (error: unknown) => { console.error('feed:check failed', error) },
      )
    }, TYPING_MS)
    return () => {
      current = false
      clearTimeout(timer)
    }
  }, [kind, typed, active])
  return names
}

interface KnownNameProps {
  readonly id: string
  readonly kind: KnownKind
  readonly value: string
  readonly placeholder: string
  readonly maxLength: number
  readonly error: string | undefined
  readonly onChange: (value: string) => void
}

/** A text field that offers the names that were seen; any other text may be typed. */
export function KnownNameInput({ id, kind, value, placeholder, maxLength, error, onChange }: KnownNameProps) {
  const [active, setActive] = useState(false)
  const names = useKnownNames(kind, value, active)
  return (
    <>
      <input id={id} className="input mono" list={`${id}-known`} spellCheck={false} autoComplete="off" maxLength={maxLength} placeholder={placeholder} value={value}
        onFocus={() => { setActive(true) }} onBlur={() => { setActive(false) }} onChange={(event) => { onChange(event.target.value) }} {...invalid(id, error)} />
      <datalist id={`${id}-known`}>{names.map((name) => <option key={name} value={name}>{name}</option>)}</datalist>
    </>
  )
}
