import { contextBridge, ipcRenderer } from 'electron'
import type { IpcRendererEvent } from 'electron'
import type { Frame, RollcallBridge } from '../shared/ipc.ts'

// Not imported: shared/ipc.ts carries the schemas, and a preload script is as small as it can be. A test compares them.
const REQUEST_PREFIX = 'rollcall:'
const FRAME_CHANNEL = 'rollcall-frame'

const bridge: RollcallBridge = {
  request: (channel, args) => ipcRenderer.invoke(`${REQUEST_PREFIX}${channel}`, args),
  onFrame: (listener) => {
    const relay = (_event: IpcRendererEvent, frame: Frame) => listener(frame)
    ipcRenderer.on(FRAME_CHANNEL, relay)
    return () => ipcRenderer.off(FRAME_CHANNEL, relay)
  },
}

contextBridge.exposeInMainWorld('rollcall', bridge)
