import type { Environment, TargetView } from '../../shared/domain.ts'

export interface EnvironmentSign {
  readonly environment: Environment
  readonly label: string
}

const strongestFirst: readonly Environment[] = ['production', 'test', 'demo']

/**
 * What the stripe says: the selected target's environment, else the strongest present (production before test before
 * demo), so that a mixed window is never mistaken for a harmless one. undefined without targets.
 */
export function environmentSign(targets: readonly TargetView[], selectedId: string | null, demoCampusRuns: boolean): EnvironmentSign | undefined {
  const selected = targets.find((target) => target.settings.id === selectedId)
  const environment = selected?.settings.environment ?? strongestFirst.find((each) => targets.some((target) => target.settings.environment === each))
  if (environment === undefined) return undefined
  const meant = selected === undefined ? targets.filter((target) => target.settings.environment === environment) : [selected]
  const readOnly = meant.every((target) => target.settings.readOnly)
  const others = selected === undefined && meant.length < targets.length ? ' · with other platforms' : ''
  switch (environment) {
    case 'production': return { environment, label: `PRODUCTION · ${readOnly ? 'read-only' : 'not read-only'}${others}` }
    case 'test': return { environment, label: `TEST${readOnly ? ' · read-only' : ''}${others}` }
    case 'demo': return { environment, label: demoCampusRuns ? 'Demo campus' : 'DEMO' }
    default: {
      const never: never = environment
      return never
    }
  }
}
