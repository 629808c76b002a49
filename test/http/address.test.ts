import type { IncomingMessage } from 'node:http'
import { expect } from 'chai'
import { findClientAddress, trustProxies } from '../../src/http/address.ts'

describe('finding out the address of a client', () => {
  const find = (
    socket: string,
    forwarded: string | undefined,
    trusted: string[] = ['10.0.0.0/8', '192.0.2.7'],
  ) =>
    findClientAddress(
      {
        socket: { remoteAddress: socket },
        headers: { 'x-forwarded-for': forwarded },
      } as unknown as IncomingMessage,
      trustProxies(trusted),
    )

  it('takes the address of the connection', () => {
    expect(find('203.0.113.5', undefined)).to.equal('203.0.113.5')
  })

  it('writes an IPv4 address that came over IPv6 the plain way', () => {
    expect(find('::ffff:203.0.113.5', undefined)).to.equal('203.0.113.5')
  })

  it('W2 ignores what anyone but a trusted proxy says', () => {
    expect(find('203.0.113.5', '198.51.100.1')).to.equal('203.0.113.5')
    expect(find('203.0.113.5', '198.51.100.1', [])).to.equal('203.0.113.5')
  })

  it('W2 believes a trusted proxy, and through it only the last entry that is not a proxy itself', () => {
    expect(find('10.0.0.1', '203.0.113.5')).to.equal('203.0.113.5')
    expect(find('::ffff:10.0.0.1', '1.2.3.4, 203.0.113.5, 192.0.2.7')).to.equal('203.0.113.5')
    expect(find('10.0.0.1', '2001:db8::1')).to.equal('2001:db8::1')
    expect(find('10.0.0.1', '[2001:db8::1]:4711')).to.equal('2001:db8::1')
    expect(find('10.0.0.1', '203.0.113.5:4711')).to.equal('203.0.113.5')
  })

  for (const nonsense of ['unknown', '', '999.1.1.1', "'; drop table", `${'9'.repeat(5_000)}`, ',,,']) {
    it(`W2 stays with the proxy where it says ${JSON.stringify(nonsense.slice(0, 20))}`, () => {
      expect(find('10.0.0.1', nonsense)).to.equal('10.0.0.1')
    })
  }

  it('knows networks of IPv6', () => {
    expect(find('2001:db8::7', '203.0.113.5', ['2001:db8::/32'])).to.equal('203.0.113.5')
  })
})
