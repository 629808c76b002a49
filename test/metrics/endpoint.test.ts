import { expect } from 'chai'
import { findFreePort } from '../../scripts/lib/ports.ts'
import { ConfigProblems, loadConfig } from '../../src/config/index.ts'
import { freshServer } from '../support/server.ts'
import { askForMetrics, METRICS_TOKEN, measuredServer } from './support.ts'

describe('GET /metrics', () => {
  it('is not there unless it is asked for', async () => {
    const server = await freshServer()
    expect((await askForMetrics(server.url)).status).to.equal(404)
    await server.close()
  })

  it('is on the main port for whoever sends the token, and for nobody else', async () => {
    const server = await measuredServer()
    const answer = await askForMetrics(server.url)
    expect(answer.status).to.equal(200)
    expect(answer.headers.get('content-type')).to.equal('text/plain; version=0.0.4; charset=utf-8')
    expect(await answer.text()).to.match(/^# HELP patmint_token_created_total /m)
    for (const authorization of [
      undefined,
      'Bearer',
      `Basic ${METRICS_TOKEN}`,
      `Bearer ${METRICS_TOKEN}x`,
      `Bearer ${METRICS_TOKEN.slice(0, -1)}`,
      METRICS_TOKEN,
    ]) {
      const headers: Record<string, string> = authorization === undefined ? {} : { authorization }
      const refused = await fetch(`${server.url}/metrics`, { headers })
      expect(refused.status, authorization).to.equal(401)
      expect(refused.headers.get('www-authenticate')).to.equal('Bearer realm="metrics"')
      expect(await refused.json()).to.include({ code: 'metrics_token_required' })
    }
    expect((await fetch(`${server.url}/metrics?token=${METRICS_TOKEN}`)).status).to.equal(401)
    expect(server.logged()).not.to.contain(METRICS_TOKEN)
    await server.close()
  })

  it('is only read', async () => {
    const server = await measuredServer()
    const headers = { authorization: `Bearer ${METRICS_TOKEN}` }
    const head = await fetch(`${server.url}/metrics`, { method: 'HEAD', headers })
    expect([head.status, await head.text()]).to.deep.equal([200, ''])
    const post = await fetch(`${server.url}/metrics`, { method: 'POST', headers })
    expect([post.status, post.headers.get('allow')]).to.deep.equal([405, 'GET, HEAD'])
    await server.close()
  })

  it('has a port of its own where there is one, and nothing else is on that port', async () => {
    const port = await findFreePort()
    const server = await freshServer({ PATMINT_METRICS_PORT: String(port) })
    const beside = `http://127.0.0.1:${port}`
    const answer = await fetch(`${beside}/metrics`)
    expect(answer.status).to.equal(200)
    expect(answer.headers.get('x-content-type-options')).to.equal('nosniff')
    for (const path of ['/', '/sign-in', '/api/v1/whoami', '/readyz', '/metrics/']) {
      expect((await fetch(beside + path)).status, path).to.equal(404)
    }
    expect((await askForMetrics(server.url)).status).to.equal(404)
    await server.close()
    expect(await fetch(beside).catch(() => 'gone')).to.equal('gone')
  })

  it('asks for the token on its own port too, where one is set', async () => {
    const port = await findFreePort()
    const server = await measuredServer({ PATMINT_METRICS_PORT: String(port) })
    expect((await fetch(`http://127.0.0.1:${port}/metrics`)).status).to.equal(401)
    expect((await askForMetrics(`http://127.0.0.1:${port}`)).status).to.equal(200)
    expect((await askForMetrics(server.url)).status).to.equal(404)
    await server.close()
  })

  it('refuses a token that is short or cannot be sent, and the port of everything else', () => {
    for (const [variable, value] of [
      ['PATMINT_METRICS_TOKEN', 'x'.repeat(31)],
      ['PATMINT_METRICS_TOKEN', 'two words are no bearer token, however long'],
      ['PATMINT_METRICS_PORT', '4100'],
      ['PATMINT_METRICS_PORT', '0'],
    ] as const) {
      expect(() => loadConfig({ [variable]: value })).to.throw(ConfigProblems, variable)
    }
  })
})
