import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'

function fromRoot(path: string): string {
  return fileURLToPath(new URL(path, import.meta.url))
}

export default defineConfig({
  main: {
    build: {
      // Electron 33, the oldest that Rollcall runs on, has Node 20.18.
      target: 'node20.18',
      rolldownOptions: {
        // The campus is a second program: the demo starts it as a child process.
        input: { index: fromRoot('src/main/index.ts'), campus: fromRoot('src/campus/cli.ts') },
        output: { format: 'es' },
      },
    },
  },
  preload: {
    build: {
      // A sandboxed preload script cannot import: one CommonJS file with everything in it.
      externalizeDeps: false,
      rolldownOptions: {
        input: { index: fromRoot('src/preload/index.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: fromRoot('src/renderer'),
    plugins: [react()],
    build: {
      target: 'chrome130',
      // Fonts stay files: a data: URL would need a wider policy.
      assetsInlineLimit: 0,
      rolldownOptions: { input: { index: fromRoot('src/renderer/index.html') } },
    },
  },
})
