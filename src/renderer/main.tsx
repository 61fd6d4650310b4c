import './zod-without-eval.ts'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App, NoBridge } from './app.tsx'
import { startFrames } from './frame-store.ts'
import { readOverrides } from './state/settings-store.ts'
import { resolveTheme } from './state/theme.ts'

// Before the settings arrive: no flash of the other theme.
document.documentElement.dataset['theme'] = resolveTheme(readOverrides(window.location.search).theme ?? 'system', window.matchMedia('(prefers-color-scheme: dark)').matches)

const root = document.getElementById('root')
if (root === null) throw new Error('index.html has no #root')
const connected = startFrames()
createRoot(root).render(<StrictMode>{connected ? <App /> : <NoBridge />}</StrictMode>)
