import type { IncomingMessage } from 'node:http'
import { BlockList, isIP } from 'node:net'
import { memoize } from '../lib/index.ts'

export type Proxies = { trusts(address: string): boolean }

/** The reverse proxies, by address or network, whose `X-Forwarded-For` is believed. */
export function trustProxies(networks: readonly string[]): Proxies {
  const list = new BlockList()
  for (const network of networks) {
    const [address = '', bits] = network.split('/')
    if (bits === undefined) list.addAddress(address, familyOf(address))
    else list.addSubnet(address, Number(bits), familyOf(address))
  }
  return { trusts: (address) => list.check(address, familyOf(address)) }
}

/**
 * The client's address. Each trusted proxy vouches for the entry it appended, so the list is read from its right end, and
 * the first address that is nobody's proxy is the client's, whatever it wrote in front of that.
 */
export function findClientAddress(request: IncomingMessage, proxies: Proxies): string {
  let address = normalisePeer(request.socket.remoteAddress ?? '')
  if (request.headers['x-forwarded-for'] === undefined) return address
  for (const entry of listForwarded(request).reverse()) {
    if (!proxies.trusts(address)) break
    const before = normalise(entry)
    if (isIP(before) === 0) break
    address = before
  }
  return address
}

const listForwarded = (request: IncomingMessage): string[] =>
  [request.headers['x-forwarded-for'] ?? []].flat().join(',').split(',').slice(-32)

/** `::ffff:192.0.2.1`, `192.0.2.1:443` and `[2001:db8::1]:443` are written the plain way, or two of them would not look alike. */
function normalise(text: string): string {
  const trimmed = text.trim().slice(0, 64)
  const bare = /^\[([0-9A-Fa-f:.]+)\](?::\d+)?$/.exec(trimmed)?.[1] ?? trimmed
  const mapped = /^(?:::ffff:)?(\d+\.\d+\.\d+\.\d+)(?::\d+)?$/i.exec(bare)?.[1]
  return mapped ?? bare
}

/** Those who are connected, each of whom may ask thousands of times. */
const MOST_REMEMBERED = 1_000

const normalisePeer = memoize(MOST_REMEMBERED, normalise)

const familyOf = (address: string): 'ipv4' | 'ipv6' => (isIP(address) === 6 ? 'ipv6' : 'ipv4')
