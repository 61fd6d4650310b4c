import { useState } from 'react'
import type { NoticeDraft } from '../../../../shared/notices.ts'
import { Select } from '../../../components/select.tsx'
import { useNow } from '../../../state/clock.ts'
import { Field, invalid } from '../../platforms/field.tsx'
import { changeDraft } from '../open-notice.ts'
import { useOwnZone, useWays } from '../use-notices.ts'
import { formatZoneTime, parseZoneTime, timePairWords } from '../zone-times.ts'
import { zoneOfDraft } from '../zones.ts'

const HOUR_MS = 3_600_000

/** When the notice ends by itself, in the school's time. */
export function ExpiryField({ draft }: { draft: NoticeDraft }) {
  const ways = useWays().answer ?? []
  const zone = zoneOfDraft(draft, ways)
  const ownZone = useOwnZone()
  const now = useNow()
  const [typed, setTyped] = useState<string | null>(null)
  const { expiresAtMs } = draft
  const text = typed ?? (expiresAtMs === null ? '' : formatZoneTime(expiresAtMs, zone))
  const parsed = parseZoneTime(text, zone, now)
  const error = expiresAtMs === null ? undefined : !parsed.ok ? parsed.sentence : parsed.atMs <= now ? 'This time is past.' : undefined
  const set = (atMs: number | null): void => { changeDraft((before) => ({ ...before, expiresAtMs: atMs })) }
  return (
    <Field id="f-notice-expiry" label="Ends" error={error} remark={expiresAtMs === null ? undefined : `${parsed.ok ? '' : 'Still set: '}${timePairWords(expiresAtMs, zone, ownZone)}`}>
      <div className="row">
        <Select id="f-notice-expiry" value={expiresAtMs === null ? 'never' : 'at'} options={[{ value: 'never', label: 'Does not end' }, { value: 'at', label: 'At a time' }]} onChange={(value) => {
          setTyped(null)
          set(value === 'never' ? null : Math.ceil((now + 4 * HOUR_MS) / 60_000) * 60_000)
        }} />
        {expiresAtMs === null ? null : <input className="input num moment-input" aria-label="End, in the school’s time" value={text} {...invalid('f-notice-expiry', error)} onChange={(event) => {
          setTyped(event.target.value)
          const next = parseZoneTime(event.target.value, zone, now)
          if (next.ok) set(next.atMs)
        }} />}
      </div>
    </Field>
  )
}
