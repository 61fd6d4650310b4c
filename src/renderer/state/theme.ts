import { useEffect } from 'react'
import type { ThemeName } from '../../shared/ipc.ts'
import { usePreferences } from './settings-store.ts'

/** The theme to paint for a setting. */
export function resolveTheme(setting: ThemeName, systemIsDark: boolean): 'light' | 'dark' {
  if (setting === 'system') return systemIsDark ? 'dark' : 'light'
  return setting
}

/** Keeps <html data-theme data-density> in step with the settings and the system. */
export function useThemeOnPage(): void {
  const theme = usePreferences((value) => value.theme)
  const density = usePreferences((value) => value.density)
  useEffect(() => {
    const system = window.matchMedia('(prefers-color-scheme: dark)')
    const apply = (): void => {
      document.documentElement.dataset['theme'] = resolveTheme(theme, system.matches)
    }
    apply()
    system.addEventListener('change', apply)
    return () => {
      system.removeEventListener('change', apply)
    }
  }, [theme])
  useEffect(() => {
    document.documentElement.dataset['density'] = density
  }, [density])
}
