import './zod-without-eval.ts'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App, NoBridge } from './app.tsx'
import { startFrames } from './frame-store.ts'

const root = document.getElementById('root')
if (root === null) throw new Error('index.html has no #root')
const connected = startFrames()
createRoot(root).render(<StrictMode>{connected ? <App /> : <NoBridge />}</StrictMode>)
