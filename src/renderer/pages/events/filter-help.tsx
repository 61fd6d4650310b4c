import { CircleQuestionMark } from 'lucide-react'
import { Popover } from 'radix-ui'
import { Button } from '../../components/button.tsx'
import { filterFields } from './filter-fields.ts'

/** The language of the filter box on one card; not modal, so that it can stay open while somebody types. */
export function FilterHelp() {
  return (
    <Popover.Root>
      <Popover.Trigger asChild>
        <Button look="quiet" small iconOnly aria-label="Filter language" title="Filter language"><CircleQuestionMark size={16} aria-hidden="true" /></Button>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content className="menu filter-help" align="end" sideOffset={6} collisionPadding={8} aria-label="Filter language">
          <h3>Filter language</h3>
          <p className="dim">Terms with spaces between them; every term must hold.</p>
          <dl>
            {filterFields.map(({ example, finds }) => <div key={example}><dt className="mono">{example}</dt><dd>{finds}</dd></div>)}
          </dl>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  )
}
