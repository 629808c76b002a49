import { connect } from 'node:net'

/** Sends exactly these bytes and gives back what came until the server closed the connection. */
export function exchange(
  url: string,
  bytes: string | Buffer,
  encoding: BufferEncoding = 'latin1',
): Promise<string> {
  const { hostname, port } = new URL(url)
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname)
    const received: Buffer[] = []
    socket.on('data', (chunk: Buffer) => received.push(chunk))
    // A reset after the answer is as good an end as any.
    socket.on('error', () => {})
    socket.on('close', () => resolve(Buffer.concat(received).toString('latin1')))
    socket.write(typeof bytes === 'string' ? Buffer.from(bytes, encoding) : bytes)
  })
}

/** One request per connection, with these header lines. */
export const request = (
  method: string,
  target: string,
  headers: readonly string[] = ['Host: patmint'],
  body = '',
): string => [`${method} ${target} HTTP/1.1`, ...headers, 'Connection: close', '', body].join('\r\n')

export const statusOf = (answer: string): number =>
  Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1] ?? Number.NaN)

export function headersOf(answer: string): Headers {
  const [head = ''] = answer.split('\r\n\r\n')
  const pairs = head
    .split('\r\n')
    .slice(1)
    .map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1)])
  return new Headers(pairs as [string, string][])
}
