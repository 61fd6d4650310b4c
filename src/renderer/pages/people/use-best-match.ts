import { useEffect, useState } from 'react'
import type { PersonRow } from '../../../shared/presence.ts'
import { findPeople } from '../../actions.ts'
import { Latest } from '../../lists/latest.ts'

/** The person whom a text fits best, over all platforms; the list is in the order of its column, this is not. */
export function useBestMatch(text: string): PersonRow | undefined {
  const [best, setBest] = useState<PersonRow | undefined>(undefined)
  const [latest] = useState(() => new Latest<string>(async (value) => {
    try {
      setBest((await findPeople(value, 1))[0])
    } catch (error) {
      console.error('people:find failed', error)
    }
  }))
  const wanted = text.trim()
  useEffect(() => { if (wanted !== '') latest.put(wanted) }, [latest, wanted])
  return wanted === '' ? undefined : best
}
