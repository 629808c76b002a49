import type { IncomingMessage } from 'node:http'

/**
 * Calls back once with all of a body of this length, and before anybody else can read on: whoever does not want it after all
 * gives it back with `unshift`, in the same moment, and the request is as it was. A client that goes away in the middle is
 * never called back for, and one that takes too long is cut off by the server's own limit.
 */
export function readBody(request: IncomingMessage, length: number, callback: (body: Buffer) => void): void {
  const chunks: Buffer[] = []
  let received = 0
  const read = () => {
    const chunk = request.read() as Buffer | null
    if (chunk === null) return
    chunks.push(chunk)
    received += chunk.length
    if (received < length) return
    request.off('readable', read)
    callback(chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks, received))
  }
  request.on('readable', read)
}
