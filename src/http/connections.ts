import type { Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Lifecycle } from './lifecycle.ts'

export type Connections = ReturnType<typeof trackConnections>

/** Which sockets have a request in progress: those are waited for at the end, and others for a moment. */
export function trackConnections(server: Server, lifecycle: Lifecycle) {
  /** No Sets of responses: what was taken out of one may live as long as it does. */
  const open = new Map<Socket, ServerResponse[]>()
  server.on('connection', (socket: Socket) => {
    open.set(socket, [])
    socket.once('close', () => open.delete(socket))
  })
  return {
    begin(socket: Socket, response: ServerResponse): void {
      const responses = open.get(socket)
      responses?.push(response)
      if (lifecycle.closing) response.shouldKeepAlive = false
      response.once('close', () => {
        responses?.splice(responses.indexOf(response), 1)
        if (lifecycle.closing && responses?.length === 0) socket.end()
      })
    },
    hasAnswered: (socket: Socket): boolean =>
      [...(open.get(socket) ?? [])].some(({ headersSent }) => headersSent),
    /** What is being answered is told that it is the last on its connection. */
    announceEnd(): void {
      for (const responses of open.values()) for (const each of responses) each.shouldKeepAlive = false
    },
    closeIdle(): void {
      for (const [socket, responses] of open) if (responses.length === 0) socket.destroy()
    },
  }
}
