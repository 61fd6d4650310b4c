import { Check, Copy } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Button } from './button.tsx'
import { copyText } from './clipboard.ts'

const CONFIRM_MS = 1_500

/** Copies a text and says so; `words` shows the label beside the icon. */
export function CopyButton({ text, label, words = false }: { text: string; label: string; words?: boolean }) {
  const [outcome, setOutcome] = useState<'idle' | 'copied' | 'failed'>('idle')
  useEffect(() => {
    if (outcome === 'idle') return
    const timer = setTimeout(() => { setOutcome('idle') }, CONFIRM_MS)
    return () => { clearTimeout(timer) }
  }, [outcome])
  const said = outcome === 'copied' ? 'Copied' : outcome === 'failed' ? 'Not copied: select the text and press Ctrl+C' : label
  return (
    <Button small look={words ? 'plain' : 'quiet'} iconOnly={!words} aria-label={said} title={said} onClick={() => { setOutcome(copyText(text) ? 'copied' : 'failed') }}>
      {outcome === 'copied' ? <Check size={14} aria-hidden="true" /> : <Copy size={14} aria-hidden="true" />}
      {words ? said : null}
    </Button>
  )
}
