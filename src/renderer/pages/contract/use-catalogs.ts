import { useCallback, useEffect, useState } from 'react'
import { messageOf } from '../../../shared/message-of.ts'
import type { CatalogList } from '../../../shared/user-catalogs.ts'
import { listCatalogs } from '../../actions.ts'

const RENEW_MS = 2_000

/** All catalogs and who uses them, renewed while they are on screen; `reload` after a change that should be seen at once. */
export function useCatalogList(): { readonly list: CatalogList | null; readonly problem: string | null; readonly reload: () => void } {
  const [list, setList] = useState<CatalogList | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const reload = useCallback(() => {
    listCatalogs().then(
      (answer) => {
        setList(answer)
        setProblem(null)
      },
      (error: unknown) => { setProblem(messageOf(error)) },
    )
  }, [])
  useEffect(() => {
    reload()
    const timer = setInterval(() => { if (!document.hidden) reload() }, RENEW_MS)
    return () => { clearInterval(timer) }
  }, [reload])
  return { list, problem, reload }
}
