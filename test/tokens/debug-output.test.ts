import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'chai'
import { findFreePort } from '../../scripts/lib/ports.ts'
import { OPERATOR } from '../../src/audit/index.ts'
import { TEST_SECRET } from '../support/first-start.ts'
import { nodeEnvironment } from '../support/program.ts'
import { findLeaks } from '../support/secrets.ts'
import { freshRooms } from '../support/server.ts'

describe('T7 with every debug switch on', () => {
  it('nothing that the server prints holds a secret', async () => {
    const rooms = await freshRooms()
    const ada = await rooms.createAccount('ada')
    const { resourceServer, secret: clientSecret } = await rooms.catalogue.createResourceServer(OPERATOR, {
      name: 'Tracker API',
      audience: 'https://tracker.example.com',
      modules: ['tracker'],
    })
    const fields = { accountId: ada.id, name: 'ci', scopes: ['tracker:read'] }
    const minted = await Promise.all([1, 2, 3].map(() => rooms.tokens.mint(OPERATOR, fields)))
    const port = await findFreePort()
    const child = spawn(process.execPath, ['src/main.ts'], {
      env: {
        ...nodeEnvironment(),
        DEBUG: '*',
        PORT: String(port),
        DATABASE_URL: rooms.databaseUrl,
        PATMINT_SECRET: TEST_SECRET,
        PATMINT_LOG_LEVEL: 'trace',
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let printed = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        printed += chunk.toString()
      })
    }
    const url = `http://127.0.0.1:${port}`
    while (!(await fetch(`${url}/readyz`).catch(() => undefined))?.ok) await sleep(50)
    const send = (path: string, token: string, id = resourceServer.clientId, secret = clientSecret) =>
      fetch(url + path, {
        method: 'POST',
        headers: { authorization: `Basic ${btoa(`${id}:${secret}`)}` },
        body: new URLSearchParams({ token }),
      })
    for (const { secret } of minted) {
      expect(await (await send('/introspect', secret)).json()).to.include({ active: true })
      await send('/introspect', secret, resourceServer.clientId, `${clientSecret}x`)
      await send('/introspect', secret, 'nobody', clientSecret)
      await send('/revoke', secret)
      await send('/token', secret)
      await fetch(`${url}/introspect?token=${secret}`)
      await fetch(`${url}/account/tokens/new?name=${secret}`)
      await fetch(`${url}/userinfo`, { headers: { authorization: `Bearer ${secret}` } })
      await fetch(`${url}/api/v1/tokens/self`, {
        method: 'DELETE',
        headers: { authorization: `Bearer ${secret}` },
      })
    }
    child.kill('SIGTERM')
    await once(child, 'close')
    await rooms.close()
    expect(printed, 'debugging was on').to.include('oidc-provider')
    expect(findLeaks(printed, [clientSecret, ...minted.map(({ secret }) => secret)])).to.deep.equal([])
  })
})
