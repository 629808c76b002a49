import dns from 'node:dns'
import { createServer } from 'node:net'
import { expect } from 'chai'
import { isPublicAddress } from '../../src/lib/index.ts'
import { post } from '../../src/webhooks/post.ts'
import { checkedLookup, isAllowedAddress, type TargetRules } from '../../src/webhooks/target.ts'
import { openReceiver } from './support.ts'

const NOTHING = { networks: [], allowsHttp: true }
const LOOPBACK = { networks: ['127.0.0.0/8'], allowsHttp: true }
const message = (url: string) => ({ url, headers: { 'content-length': '2' }, payload: '{}' })

/** As `net.connect` asks. */
const look = (name: string, all: boolean, rules: TargetRules = NOTHING) =>
  new Promise<unknown>((resolve, reject) => {
    checkedLookup(rules)(name, { all }, (error, found) => (error === null ? resolve(found) : reject(error)))
  })

describe('what a webhook may reach', () => {
  it('is every public address, and none that is private, near, many or a wrapping of another', () => {
    for (const address of [
      '93.184.215.14',
      '8.8.8.8',
      '2606:2800:21f:cb07:6820:80da:af6b:8b2c',
      '172.32.0.1',
    ])
      expect(isPublicAddress(address), address).to.equal(true)
    const others = [
      '127.0.0.1 127.9.9.9 0.0.0.0 10.0.0.1 172.16.0.1 172.31.255.255 192.168.1.1 169.254.169.254 100.64.0.1',
      '100.100.100.200 192.0.0.192 192.0.2.1 198.18.0.1 224.0.0.1 239.1.1.1 240.0.0.1 255.255.255.255 168.63.129.16',
      ':: ::1 ::7f00:1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:a9fe:a9fe ::ffff:168.63.129.16 fe80::1 fc00::1 ff02::1',
      'fd00:ec2::254 64:ff9b::7f00:1 64:ff9b:1::a00:1 2002:7f00:1:: 2001::1 2001:db8::1 fec0::1 100::1 5f00::1',
      'fe80::1%eth0 localhost 010.0.0.1 1.2.3',
    ].flatMap((line) => line.split(' '))
    for (const address of others) expect(isPublicAddress(address), address).to.equal(false)
  })

  it('is widened by the networks that the operator names, in every spelling', () => {
    const rules = { networks: ['10.20.0.0/16', 'fd00::/8'], allowsHttp: false }
    for (const address of ['10.20.3.4', '::ffff:10.20.3.4', 'fd12::1'])
      expect(isAllowedAddress(address, rules), address).to.equal(true)
    for (const address of ['10.21.0.1', '127.0.0.1', '::1', '169.254.169.254'])
      expect(isAllowedAddress(address, rules), address).to.equal(false)
  })

  it('is decided when the connection is made, by what the name resolves to then', async () => {
    for (const all of [true, false]) {
      const refused = await look('localhost', all).catch((error: unknown) => error)
      expect(refused).to.include({ name: 'TargetRefused' })
    }
    const rules = { networks: ['127.0.0.0/8', '::1/128'], allowsHttp: true }
    expect(await look('localhost', false, rules)).to.be.oneOf(['127.0.0.1', '::1'])
    expect(await look('localhost', true, rules))
      .to.be.an('array')
      .with.length.above(0)
  })

  it('is nothing of a name that has one address which is not allowed beside others which are', async () => {
    const { lookup } = dns
    const answers = [
      { address: '93.184.215.14', family: 4 },
      { address: '10.0.0.1', family: 4 },
    ]
    Object.assign(dns, {
      lookup: (_: string, __: object, done: (error: null, found: object) => void) => done(null, answers),
    })
    try {
      const { syncBuiltinESMExports } = await import('node:module')
      syncBuiltinESMExports()
      const refused = await look('two-faced.example.com', true).catch((error: unknown) => error)
      expect(refused).to.include({ name: 'TargetRefused' })
      expect((refused as Error).message).to.contain('10.0.0.1')
    } finally {
      Object.assign(dns, { lookup })
      const { syncBuiltinESMExports } = await import('node:module')
      syncBuiltinESMExports()
    }
  })

  it('gets not one byte otherwise, whether named by number or by name', async () => {
    let connections = 0
    const server = createServer((socket) => {
      connections += 1
      socket.destroy()
    }).listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    const { port } = server.address() as { port: number }
    for (const host of ['127.0.0.1', 'localhost', '2130706433', '[::ffff:127.0.0.1]', '127.1']) {
      const outcome = await post(NOTHING, message(`http://${host}:${port}/`))
      expect(outcome.lastStatus, host).to.equal(null)
      expect(outcome.lastError, host).to.contain('is not a public address')
    }
    const production = { ...LOOPBACK, allowsHttp: false }
    expect((await post(production, message(`http://127.0.0.1:${port}/`))).lastError).to.contain(
      'Only https://',
    )
    expect(connections).to.equal(0)
    expect((await post(LOOPBACK, message(`https://127.0.0.1:${port}/`))).lastError).to.match(
      /closed|HTTP|TLS|sent/,
    )
    expect(connections).to.equal(1)
    server.close()
  })

  it('has so long to answer, for everything together', async () => {
    const receiver = await openReceiver(() => {})
    const outcome = await post(LOOPBACK, message(receiver.url), 150)
    expect(outcome).to.include({ lastStatus: null, lastError: 'It did not answer within 0.15 seconds.' })
    receiver.answerWith((response) => {
      response.writeHead(200)
      response.write('slow')
    })
    const slow = await post(LOOPBACK, message(receiver.url), 300)
    expect(slow).to.include({ lastStatus: 200, lastError: null, answer: 'slow' })
    await receiver.close()
  })
})
