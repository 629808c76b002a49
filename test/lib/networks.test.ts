import { expect } from 'chai'
import fc from 'fast-check'
import { Client } from 'pg'
import { isInNetworks, isWithinNetworks, parseNetwork } from '../../src/lib/index.ts'
import { emptyDatabase } from '../support/database.ts'

describe('networks', () => {
  for (const [given, kept] of [
    ['203.0.113.7', '203.0.113.7/32'],
    ['203.0.113.9/24', '203.0.113.0/24'],
    [' 10.0.0.0/8 ', '10.0.0.0/8'],
    ['2001:DB8::1/32', '2001:db8::/32'],
    ['::1', '::1/128'],
    ['::ffff:10.0.0.1', '10.0.0.1/32'],
    ['::ffff:10.0.0.0/104', '10.0.0.0/8'],
    ['0.0.0.0/0', '0.0.0.0/0'],
    ['::/0', '::/0'],
  ] as const) {
    it(`are kept in one spelling: ${given.trim()} as ${kept}`, () => {
      expect(parseNetwork(given)).to.equal(kept)
      expect(parseNetwork(kept)).to.equal(kept)
    })
  }

  for (const given of [
    '',
    'localhost',
    '10.0.0.0/33',
    '10.0.0.0/-1',
    '10.0.0.0/08',
    '10.0.0.0/',
    '10.0.0.0/8/8',
    '010.0.0.1',
    '10.1',
    '0x7f.1',
    '2130706433',
    'fe80::1%eth0',
    '2001:db8::/129',
    '10.0.0.1\u0000',
  ]) {
    it(`are not read from ${JSON.stringify(given)}, which programs understand differently or not at all`, () => {
      expect(parseNetwork(given)).to.equal(undefined)
    })
  }

  it('hold an IPv4 address however it is written, and no address of the other family', () => {
    expect(isInNetworks('10.1.2.3', ['10.0.0.0/8'])).to.equal(true)
    expect(isInNetworks('::ffff:10.1.2.3', ['10.0.0.0/8'])).to.equal(true)
    expect(isInNetworks('::ffff:0a01:0203', ['10.0.0.0/8'])).to.equal(true)
    expect(isInNetworks('10.1.2.3', ['::/0'])).to.equal(false)
    expect(isInNetworks('2001:db8::1', ['0.0.0.0/0'])).to.equal(false)
    expect(isInNetworks('not an address', ['0.0.0.0/0', '::/0'])).to.equal(false)
    expect(isInNetworks('10.1.2.3', [])).to.equal(false)
  })

  for (const [inner, outer, isWithin] of [
    ['10.1.0.0/16', ['10.0.0.0/8'], true],
    ['10.0.0.0/8', ['10.0.0.0/8'], true],
    ['10.0.0.0/8', ['10.1.0.0/16'], false],
    ['10.1.0.0/16', ['192.0.2.0/24', '10.1.0.0/16'], true],
    ['10.1.0.0/16', ['0.0.0.0/0'], true],
    ['10.1.0.0/16', ['::/0'], false],
    ['2001:db8:1::/48', ['2001:db8::/32'], true],
    ['::ffff:10.0.0.0/104', ['10.0.0.0/8'], true],
    ['10.0.0.0/7', ['10.0.0.0/8', '11.0.0.0/8'], false],
    ['10.0.0.1/32', [], false],
  ] as const) {
    it(`${isWithin ? 'lie' : 'do not lie'} within others: ${inner} in ${outer.join(', ') || 'none'}`, () => {
      expect(isWithinNetworks(inner, outer)).to.equal(isWithin)
    })
  }

  describe('as PostgreSQL understands them', () => {
    let client: Client
    let drop: () => Promise<void>

    before(async () => {
      const database = await emptyDatabase()
      drop = database.drop
      client = new Client({ connectionString: database.url })
      await client.connect()
    })
    after(async () => {
      await client.end()
      await drop()
    })

    const bytes = (count: number) =>
      fc.array(fc.integer({ min: 0, max: 255 }), { minLength: count, maxLength: count })
    const v4 = bytes(4).map((parts) => parts.join('.'))
    const v6 = bytes(16).map((parts) =>
      Array.from({ length: 8 }, (_, index) =>
        (((parts[index * 2] ?? 0) << 8) | (parts[index * 2 + 1] ?? 0)).toString(16),
      ).join(':'),
    )
    /** An address near the network, so that both answers come up. */
    const pair = (address: fc.Arbitrary<string>, most: number) =>
      fc.tuple(address, fc.integer({ min: 0, max: most }), address, fc.boolean())

    for (const [family, arbitrary] of [
      ['IPv4', pair(v4, 32)],
      ['IPv6', pair(v6, 128)],
    ] as const) {
      it(`hold the same random ${family} addresses`, async () => {
        const cases = fc.sample(arbitrary, 2_000).map(([network, bits, other, isSelf]) => ({
          network: `${network}/${bits}`,
          address: isSelf ? network : other,
        }))
        const { rows } = await client.query<{ inside: boolean; kept: string }>(
          `select a::inet <<= n::inet as inside, network(n::inet)::text as kept
             from unnest($1::text[], $2::text[]) with ordinality as u (a, n, i) order by i`,
          [cases.map(({ address }) => address), cases.map(({ network }) => network)],
        )
        const differing = cases.filter(({ address, network }, index) => {
          const kept = parseNetwork(network) ?? ''
          // PostgreSQL keeps mapped addresses as IPv6; here both spellings are one host.
          if (network.toLowerCase().startsWith('0:0:0:0:0:ffff:')) return false
          return isInNetworks(address, [kept]) !== rows[index]?.inside
        })
        expect(differing).to.deep.equal([])
        expect(rows.filter(({ inside }) => inside).length).to.be.greaterThan(500)
      })
    }
  })
})
