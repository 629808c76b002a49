import ipaddr, { type IPv4, type IPv6 } from 'ipaddr.js'
import { memoize } from './memoize.ts'

const BITS = { ipv4: 32, ipv6: 128 }
/** `::ffff:0:0/96`: an IPv4 address in IPv6's clothes. Both spellings mean the same host. */
const MAPPED_BITS = 96

type Network = { readonly address: IPv4 | IPv6; readonly bits: number }

/**
 * An address or a network in its one spelling: `203.0.113.7` → `203.0.113.7/32`, `203.0.113.9/24` → `203.0.113.0/24`,
 * `::ffff:10.0.0.1` → `10.0.0.1/32`. `undefined` where it is none, and for spellings that programs read differently
 * (`010.0.0.1`, `10.1`, a zone `%eth0`).
 */
export function parseNetwork(given: string): string | undefined {
  const network = readNetwork(given.trim())
  return network === undefined ? undefined : `${first(network).toString()}/${network.bits}`
}

/**
 * The network that an address counts as: an IPv4 address itself, and of an IPv6 address the first `bits`. `undefined` where
 * it is no address.
 */
export function networkOf(address: string, bits: number): string | undefined {
  const host = readAddress(address)
  if (host === undefined) return undefined
  return parseNetwork(host.kind() === 'ipv6' ? `${host.toString()}/${bits}` : host.toString())
}

/** Whether an address lies in one of the networks, each as `parseNetwork` spells it. An address that is none does not. */
export function isInNetworks(address: string, networks: readonly string[]): boolean {
  const host = readAddress(address)
  if (host === undefined) return false
  return networks.some((given) => {
    const network = readNetwork(given)
    return network !== undefined && contains(network, host)
  })
}

/** Whether every address of a network lies in one of the networks. Two halves of it count for less than the whole. */
export function isWithinNetworks(given: string, networks: readonly string[]): boolean {
  const inner = readNetwork(given)
  if (inner === undefined) return false
  return networks.some((text) => {
    const outer = readNetwork(text)
    return outer !== undefined && outer.bits <= inner.bits && contains(outer, inner.address)
  })
}

/** The address of Azure's instance metadata, the only one of its kind that looks like a public address. */
const AZURE_METADATA = '168.63.129.16'
/** RFC 4291 §2.4, RFC 3513: all of IPv6 that has been given out. */
const GLOBAL_UNICAST = ipaddr.parseCIDR('2000::/3') as [IPv6, number]

/**
 * Somewhere in the Internet, for all that the address tells: not private, loopback, link-local (where clouds keep their
 * metadata), carrier-grade NAT, multicast, documentation or reserved, and none that only wraps another (mapped, NAT64, 6to4,
 * Teredo). What is not known to be public is not.
 */
export function isPublicAddress(address: string): boolean {
  const host = readAddress(address)
  if (host === undefined || host.range() !== 'unicast' || host.toString() === AZURE_METADATA) return false
  return host.kind() === 'ipv4' || (host as IPv6).match(...GLOBAL_UNICAST)
}

function contains({ address, bits }: Network, host: IPv4 | IPv6): boolean {
  if (host.kind() !== address.kind()) return false
  return host.match(address as never, bits)
}

/** The networks of tokens and policies are asked about again and again. */
const readNetwork = memoize(1_000, (text: string): Network | undefined => {
  const [given = '', bits, ...more] = text.split('/')
  const address = readPlain(given)
  if (address === undefined || more.length > 0) return undefined
  const most = BITS[address.kind()]
  if (bits !== undefined && !/^(0|[1-9]\d{0,2})$/.test(bits)) return undefined
  const count = bits === undefined ? most : Number(bits)
  return count > most ? undefined : unmap(address, count)
})

function unmap(address: IPv4 | IPv6, bits: number): Network {
  if (!isMapped(address) || bits < MAPPED_BITS) return { address, bits }
  return { address: address.toIPv4Address(), bits: bits - MAPPED_BITS }
}

function readAddress(text: string): IPv4 | IPv6 | undefined {
  const address = readPlain(text)
  return address !== undefined && isMapped(address) ? address.toIPv4Address() : address
}

const isMapped = (address: IPv4 | IPv6): address is IPv6 =>
  address.kind() === 'ipv6' && (address as IPv6).isIPv4MappedAddress()

/** Four decimal parts without leading zeros, or IPv6 without a zone. */
function readPlain(text: string): IPv4 | IPv6 | undefined {
  if (ipaddr.IPv4.isValidFourPartDecimal(text) && !/(^|\.)0\d/.test(text)) return ipaddr.IPv4.parse(text)
  return text.includes(':') && !text.includes('%') && ipaddr.IPv6.isValid(text)
    ? ipaddr.IPv6.parse(text)
    : undefined
}

/** The network's first address: its host bits are zero. */
function first({ address, bits }: Network): IPv4 | IPv6 {
  const bytes = address.toByteArray().map((byte, index) => byte & maskOf(bits - index * 8))
  return ipaddr.fromByteArray(bytes)
}

const maskOf = (bits: number): number => (0xff << (8 - Math.min(8, Math.max(0, bits)))) & 0xff
