import { createServer } from 'node:http'

/**
 * A bare server whose every request is a form or JSON: what the targets have in common that bring none of their own.
 * @param {(body: string, headers: import('node:http').IncomingHttpHeaders) => Promise<{ status: number, body: unknown }>} answer
 */
export function serveBare(answer) {
  const server = createServer((request, response) => {
    /** @type {Buffer[]} */
    const chunks = []
    request.on('data', (chunk) => chunks.push(chunk))
    request.on('end', () => {
      answer(Buffer.concat(chunks).toString(), request.headers).then(
        ({ status, body }) => {
          const text = JSON.stringify(body)
          response.writeHead(status, {
            'Content-Type': 'application/json',
            'Content-Length': Buffer.byteLength(text),
          })
          response.end(text)
        },
        (/** @type {unknown} */ error) => {
          console.error(error)
          response.writeHead(500).end()
        },
      )
    })
  })
  listen(server)
}

/** Tells whoever started this process where it listens, and ends with them. @param {import('node:http').Server} server */
export function listen(server) {
  server.listen(0, '127.0.0.1', () => {
    const address = server.address()
    if (address !== null && typeof address === 'object') process.send?.({ port: address.port })
  })
  process.on('disconnect', () => process.exit())
}

/** @param {string} name */
export const given = (name) => {
  const value = process.env[name]
  if (value === undefined) throw new Error(`${name} is not given`)
  return value
}
